"""What a publisher is told of figures that have to wait: which cells, by how much, and what would cure it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rating.disclosure.lattice import TOTAL
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from rating.data import Floats
    from rating.disclosure.tables import Tables, Unit

    Reason = Literal["same_day", "few_moved", "told_together", "unfitting"]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A company whose figures stay as they were, for the publisher alone: no part of this is published.

    Attributes
    ----------
    unit
        The company.
    reason
        Why: the figures are a correction (`same_day`), too few people joined or left or it is not known
        (`few_moved`), both editions together would tell too much (`told_together`), or the joiners and
        leavers do not fit the counts (`unfitting`).
    since
        The reference date of the figures that are kept, "" where it was not stated.
    cells
        The released cells that changed by fewer than k, with their change.
    cure
        The smallest merge after which nothing changes by fewer than k: levels, or groups of an attribute,
        that would be published together, or "" where none does.
    """

    unit: Unit
    reason: Reason
    since: str
    cells: tuple[tuple[dict[str, str], int], ...]
    cure: str


def explain(
    tables: Tables,
    units: npt.NDArray[np.intp],
    changes: Mapping[str, Floats],
    floor_of: Mapping[str, int],
    why: tuple[Reason, str],
) -> Blocked:
    """Explain why the figures of a company have to wait.

    Parameters
    ----------
    tables
        The counts.
    units
        The company and its sites, the company first.
    changes
        Attribute -> present less released figures, shape (units, rows, groups + 1); NaN where withheld.
    floor_of
        Attribute -> k.
    why
        The reason, and the date of the earlier figures.
    """
    cells = []
    for attribute, change in changes.items():
        names = (*tables.groups[attribute], TOTAL)
        for unit, row, column in np.argwhere(_few(change, floor_of[attribute])):
            keys = dict(zip(tables.unit_keys, tables.units[units[unit]], strict=True))
            keys |= {LEVEL: tables.lattice.rows[row], ATTRIBUTE: attribute, GROUP: names[column]}
            cells.append((keys, int(change[unit, row, column])))
    return Blocked(tables.units[units[0]], *why, tuple(cells), _cure(tables, changes, floor_of))


def _few(change: Floats, floor: int) -> npt.NDArray[np.bool_]:
    size = np.abs(change)
    return np.asarray((size > 0) & (size < floor))


def _cure(tables: Tables, changes: Mapping[str, Floats], floor_of: Mapping[str, int]) -> str:
    """Return the smallest merge of neighbours after which nothing changes by fewer than k."""
    levels = tables.lattice.levels
    longest = max(len(levels), *(len(groups) for groups in tables.groups.values()))
    for length in range(2, longest + 1):
        for run in _runs(len(levels), length):
            if all(_is_cured(_merged(own, run, 1), floor_of[name]) for name, own in changes.items()):
                return f"{LEVEL}: " + " + ".join(levels[level] for level in run)
        for attribute in changes:
            groups = tables.groups[attribute]
            for run in _runs(len(groups), length):
                merged = {**changes, attribute: _merged(changes[attribute], run, 2)}
                if all(_is_cured(own, floor_of[name]) for name, own in merged.items()):
                    return f"{GROUP} of {attribute}: " + " + ".join(groups[group] for group in run)
    return ""


def _runs(count: int, length: int) -> list[range]:
    return [range(first, first + length) for first in range(count - length + 1)]


def _merged(change: Floats, run: range, axis: int) -> Floats:
    """Return changes with some neighbours on an axis added up."""
    apart = np.delete(change, list(run), axis=axis)
    together = change.take(list(run), axis=axis).sum(axis=axis, keepdims=True)
    return np.concatenate([apart, together], axis=axis)


def _is_cured(change: Floats, floor: int) -> bool:
    return not (np.isnan(change).any() or _few(change, floor).any())
