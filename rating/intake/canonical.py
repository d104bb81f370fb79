"""A headcount written as rows of the canonical format: what a database keeps and a file can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.intake.drafts import HEADCOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.data import Floats, Headcount

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
    for company in range(len(headcount.companies)):
        for position, level in enumerate(headcount.ladder.codes):
            size = float(headcount.sizes[company, position])
            if size == 0:
                continue
            if not np.isnan(size):
                yield CanonicalCell(company, level, HEADCOUNT, TOTAL_GROUP, int(size))
            for code, cube in headcount.cubes.items():
                counts = cube.counts[company, position]
                if not np.nansum(cube.counts[company]) and not np.isnan(cube.counts[company]).any():
                    continue  # the company says nothing about this attribute
                unknown = float(cube.unobserved[company, position])
                for group, count in zip(cube.attribute.group_codes, _whole(counts), strict=True):
                    yield CanonicalCell(company, level, code, group, count)
                if unknown:
                    yield CanonicalCell(company, level, code, UNKNOWN, int(unknown))


def _whole(counts: Floats) -> list[int | None]:
    return [None if np.isnan(count) else int(count) for count in counts]
