"""Counts as one would guess them from what is told: withheld people spread evenly over their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.disclosure.lattice import Integers
    from rating.disclosure.placing import Told
    from rating.disclosure.tables import Tables

#: People of a unit of which not even the total is told.
_FEW = 6.0


def likely(tables: Tables, told: Told) -> dict[str, Integers]:
    """Guess the counts of linked tables; they need not add up.

    Parameters
    ----------
    tables
        The frame; its counts are not looked at.
    told
        What is published.

    Returns
    -------
    dict
        Attribute -> people, shape (units, levels, groups).
    """
    levels = len(tables.lattice.levels)
    found = {}
    for attribute, values in told.values.items():
        total = np.where(np.isnan(values[:, -1, -1]), _FEW, values[:, -1, -1])
        people = _shared_out(values[:, :levels, -1], total)
        found[attribute] = np.rint(_shared_out(values[:, :levels, :-1], people)).astype(np.int64)
    return found


def _shared_out(parts: Floats, total: Floats) -> Floats:
    """Return parts of totals, those that are not known alike; shape (..., parts)."""
    unknown = np.isnan(parts)
    rest = np.maximum(total - np.nansum(parts, axis=-1), 0.0)
    each = rest / np.maximum(unknown.sum(axis=-1), 1)
    return np.where(unknown, each[..., None], parts)
