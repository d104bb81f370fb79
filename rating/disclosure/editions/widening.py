"""Counts with everything that earlier files have: levels and groups where nobody is any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.lattice import TOTAL, Lattice
from rating.disclosure.placing import cells_of
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.disclosure.publication import Publication
    from rating.disclosure.tables import Tables


def widened(tables: Tables, publications: Sequence[Publication]) -> Tables:
    """Add the levels and groups that only earlier files have: nobody is there now."""
    units = set(tables.units)
    levels: dict[str, None] = {}
    groups: dict[str, dict[str, None]] = {a: {} for a in tables.groups}
    for publication in publications:
        for _, keys, _ in cells_of(publication):
            attribute = keys.get(ATTRIBUTE, "")
            if attribute not in groups or tuple(keys.get(k, TOTAL) for k in tables.unit_keys) not in units:
                continue
            level, group = keys.get(LEVEL, TOTAL), keys.get(GROUP, TOTAL)
            if level not in tables.lattice.rows:
                levels[level] = None
            if group not in (*tables.groups[attribute], TOTAL):
                groups[attribute][group] = None
    known, more = len(tables.lattice.levels), len(levels)
    return replace(
        tables,
        lattice=Lattice((*tables.lattice.levels, *levels), tables.lattice.subtotals),
        groups={a: (*own, *groups[a]) for a, own in tables.groups.items()},
        counts={a: np.pad(own, ((0, 0), (0, more), (0, len(groups[a])))) for a, own in tables.counts.items()},
        present=np.pad(tables.present, ((0, 0), (0, more))),
        row_worth=(*tables.row_worth[:known], *[1.0] * more, *tables.row_worth[known:]),
    )
