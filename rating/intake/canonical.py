"""A headcount written as rows of the canonical format: what a database keeps and a file can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.intake.drafts import HEADCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from rating.data import Cube, Floats, Headcount

#: The group of people whose group is not known, and that of everybody at a level.
UNKNOWN, TOTAL_GROUP = "unknown", "total"


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
    for company in range(len(headcount.companies)):
        cells = list(_company_cells(headcount, company, speaking))
        # a company without anybody is still one of the companies
        yield from cells or [CanonicalCell(company, headcount.ladder.codes[0], HEADCOUNT, TOTAL_GROUP, 0)]


def _company_cells(
    headcount: Headcount, company: int, speaking: dict[str, npt.NDArray[np.bool_]]
) -> Iterator[CanonicalCell]:
    cubes = {code: cube for code, cube in headcount.cubes.items() if speaking[code][company]}
    for position, level in enumerate(headcount.ladder.codes):
        size = float(headcount.sizes[company, position])
        counts = {code: cube.counts[company, position] for code, cube in cubes.items()}
        if size == 0 and not any(np.isnan(values).any() for values in counts.values()):
            continue
        if not np.isnan(size):
            yield CanonicalCell(company, level, HEADCOUNT, TOTAL_GROUP, int(size))
        for code, cube in cubes.items():
            for group, count in zip(cube.attribute.group_codes, _whole(counts[code]), strict=True):
                yield CanonicalCell(company, level, code, group, count)
            unknown = float(cube.unobserved[company, position])
            if unknown:
                yield CanonicalCell(company, level, code, UNKNOWN, int(unknown))


def _speaking(cube: Cube) -> npt.NDArray[np.bool_]:
    """Tell which companies say anything about an attribute; all of them where none does, shape (C,)."""
    said = cube.stated() | np.isnan(cube.counts).any(axis=(1, 2))
    return said if said.any() else ~said


def _whole(counts: Floats) -> list[int | None]:
    return [None if np.isnan(count) else int(count) for count in counts]
