"""A headcount written as rows of the canonical format: what a database keeps and a file can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.intake.drafts import HEADCOUNT, MOVED, MOVEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from rating.data import Cube, Floats, Headcount

#: The group of people whose group is not known, and that of everybody at a level.
UNKNOWN, TOTAL_GROUP = "unknown", "total"
#: The level of what is told of a company as a whole.
ALL_LEVELS = "all"


@dataclass(frozen=True, slots=True)
class CanonicalCell:
    """One row of the canonical format.

    Attributes
    ----------
    company
        The company's position in the headcount.
    level, attribute, group
        Codes.
    count
        People; None where the sender suppressed it.
    """

    company: int
    level: str
    attribute: str
    group: str
    count: int | None


def canonical_cells(headcount: Headcount) -> Iterator[CanonicalCell]:
    """Yield the rows that, read again, give the same headcount; levels without people are left out.

    Parameters
    ----------
    headcount
        Of the canonical profile: counts of people on the default ladder.
    """
    speaking = {code: _speaking(cube) for code, cube in headcount.cubes.items()}
    for company, filed in enumerate(headcount.companies):
        cubes = {code: cube for code, cube in headcount.cubes.items() if speaking[code][company]}
        sizes = headcount.sizes[company]
        suppressed = [np.isnan(cube.counts[company]).any(axis=1) for cube in cubes.values()]
        there: list[int] = np.flatnonzero(np.any([sizes != 0, *suppressed], axis=0)).tolist()
        # a company without anybody is still one of the companies
        for position in there or [0]:
            yield from _level_cells(
                company, headcount.ladder.codes[position], sizes[position], cubes, position
            )
        if filed.key in headcount.movements:
            movement = headcount.movements[filed.key]
            for group, people in zip(MOVED, (movement.joiners, movement.leavers), strict=True):
                yield CanonicalCell(company, ALL_LEVELS, MOVEMENT, group, people)


def _level_cells(
    company: int, level: str, size: float, cubes: Mapping[str, Cube], position: int
) -> Iterator[CanonicalCell]:
    if not np.isnan(size):
        yield CanonicalCell(company, level, HEADCOUNT, TOTAL_GROUP, int(size))
    for code, cube in cubes.items():
        counts = _whole(cube.counts[company, position])
        for group, count in zip(cube.attribute.group_codes, counts, strict=True):
            yield CanonicalCell(company, level, code, group, count)
        unknown = int(cube.unobserved[company, position])
        if unknown:
            yield CanonicalCell(company, level, code, UNKNOWN, unknown)


def _speaking(cube: Cube) -> npt.NDArray[np.bool_]:
    """Tell which companies say anything about an attribute; all of them where none does, shape (C,)."""
    said = cube.stated() | np.isnan(cube.counts).any(axis=(1, 2))
    return said if said.any() else ~said


def _whole(counts: Floats) -> list[int | None]:
    return [None if np.isnan(count) else int(count) for count in counts]
