"""Counts with everything that earlier files have: levels and groups where nobody is any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.lattice import TOTAL, Lattice
from rating.disclosure.placing import cells_of
from rating.disclosure.skeleton import subtotals_of
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL
from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.disclosure.publication import Publication
    from rating.disclosure.tables import Tables


def widened(tables: Tables, publications: Sequence[Publication]) -> Tables:
    """Add the levels, subtotals and groups that only earlier files have: nobody is there now.

    Raises
    ------
    DefinitionError
        If a subtotal sums over other levels than before.
    """
    subtotals = subtotals_of(publications)
    for name, own in tables.lattice.levels_below.items():
        if set(subtotals.setdefault(name, list(own))) != set(own):
            raise DefinitionError(f"'{name}' sums over other levels than in an earlier file.")
    units = set(tables.units)
    levels: dict[str, None] = {}
    groups: dict[str, dict[str, None]] = {a: {} for a in tables.groups}
    for publication in publications:
        for _, keys, _ in cells_of(publication):
            attribute = keys.get(ATTRIBUTE, "")
            if attribute not in groups or tuple(keys.get(k, TOTAL) for k in tables.unit_keys) not in units:
                continue
            level, group = keys.get(LEVEL, TOTAL), keys.get(GROUP, TOTAL)
            if level not in tables.lattice.rows and level not in subtotals:
                levels[level] = None
            if group not in (*tables.groups[attribute], TOTAL):
                groups[attribute][group] = None
    known, more = len(tables.lattice.levels), len(levels)
    names = (*tables.lattice.levels, *levels)
    sums = {name: tuple(map(names.index, own)) for name, own in subtotals.items() if {*own} <= {*names}}
    new = [2.0 for name in sums if name not in tables.lattice.subtotals]
    return replace(
        tables,
        lattice=Lattice(names, {**tables.lattice.subtotals, **sums}),
        groups={a: (*own, *groups[a]) for a, own in tables.groups.items()},
        counts={a: np.pad(own, ((0, 0), (0, more), (0, len(groups[a])))) for a, own in tables.counts.items()},
        present=np.pad(tables.present, ((0, 0), (0, more))),
        row_worth=(
            *tables.row_worth[:known],
            *[1.0] * more,
            *tables.row_worth[known:-1],
            *new,
            tables.row_worth[-1],
        ),
    )
