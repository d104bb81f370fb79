"""Withheld cells that no exchange shows to be safe: an integer programme has the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.disclosure.lattice import TOTAL
from rating.disclosure.placing import Told
from rating.disclosure.programme import Programme
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL
from rating.disclosure.witnesses import Asked, ask
from rating.errors import RatingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.disclosure.suppression import Known, Pattern


class Exposed(NamedTuple):
    """A withheld cell of a unit in a hierarchy."""

    attribute: str
    unit: int
    row: int
    column: int


class CannotBePromisedError(RatingError):
    """Whatever is withheld, a number that has to be withheld can be computed back from earlier files."""

    def __init__(self, cell: Mapping[str, str]) -> None:
        self.cell = dict(cell)
        super().__init__(
            f"{', '.join(self.cell.values())} can be computed back whatever is withheld. Release the units "
            "without their sums, or without the earlier file that tells of them."
        )


def refuse_if_told(pattern: Pattern, known: Known, exposed: Sequence[Exposed]) -> None:
    """Refuse a release in which a withheld cell does not keep its promise.

    Parameters
    ----------
    pattern
        What is withheld.
    known
        What readers have besides.
    exposed
        The cells in question.

    Raises
    ------
    CannotBePromisedError
        Naming the first one that can be computed back.
    """
    tables = pattern.tables
    asked = [cell for cell in exposed if not tables.hidden[cell.unit] and _is_withheld(pattern, cell)]
    if not asked:
        return
    told = _told(pattern, known)
    for root in np.unique([tables.roots[cell.unit] for cell in asked]):
        programme = Programme(tables, told, np.flatnonzero(tables.roots == root))
        for cell in asked:
            if tables.roots[cell.unit] == root and not _is_kept(pattern, cell, programme):
                raise CannotBePromisedError(_keys(pattern, cell))


def _is_withheld(pattern: Pattern, cell: Exposed) -> bool:
    return bool(pattern.withheld[cell.attribute][cell.unit, cell.row, cell.column])


def _told(pattern: Pattern, known: Known) -> Told:
    """Return what readers have: what is released, and of sums that are not published what they know."""
    values = {}
    for attribute, own in pattern.values.items():
        silent = pattern.withheld[attribute] | ~pattern.tables.stated[attribute][:, None, None]
        learnt = known.released.get(attribute, np.zeros_like(silent))
        silent |= pattern.tables.hidden[:, None, None] & ~learnt
        values[attribute] = np.where(silent, np.nan, own.astype(np.float64))
    return Told(values, {})


def _is_kept(pattern: Pattern, cell: Exposed, programme: Programme) -> bool:
    headcount = cell.column == len(pattern.tables.groups[cell.attribute])
    floor = int(pattern.floors[cell.unit]) if headcount else pattern.floor_of[cell.attribute]
    aim = np.zeros(programme.count)
    aim[programme.cell(cell.attribute, cell.unit, cell.row, cell.column)] = 1.0
    return ask([Asked(aim, floor)], programme.solve)


def _keys(pattern: Pattern, cell: Exposed) -> dict[str, str]:
    tables = pattern.tables
    keys = dict(zip(tables.unit_keys, tables.units[cell.unit], strict=True))
    group = (*tables.groups[cell.attribute], TOTAL)[cell.column]
    return keys | {LEVEL: tables.lattice.rows[cell.row], ATTRIBUTE: cell.attribute, GROUP: group}
