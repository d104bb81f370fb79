"""Which one indicator would lift a mean by a point with the fewest people of other groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from rating.data import Floats
    from rating.documents.explanations.measured import Measured, Reached

#: Of two that need as many people the one that has to rise less: no rise comes near so many points.
_POINTS_OF_A_PERSON = 1000.0
#: A rise that is found by halving is a point where it is so near to one.
_NEAR = 1e-6


class Lift(NamedTuple):
    """For each company the indicator that lifts a mean, and by how many points it has to rise.

    Attributes
    ----------
    indicator
        Its place among them, shape (companies,); -1 where none does it alone.
    by
        Points, shape (I, companies).
    reached
        For each indicator whom it takes.
    """

    indicator: npt.NDArray[np.intp]
    by: Floats
    reached: Sequence[Reached]


def lifts(indicators: Sequence[Measured], one_more: Sequence[Reached], rises: Floats) -> list[Lift]:
    """Return the lift of each mean.

    Parameters
    ----------
    indicators
        I of them.
    one_more
        For each of them whom one point more takes.
    rises
        By how many points each alone lifts each mean by one, shape (means, I, companies); NaN if it cannot.
    """
    found: list[Lift] = []
    for number, by in enumerate(rises):
        same = next((k for k in range(number) if np.array_equal(by, rises[k], equal_nan=True)), None)
        found.append(_lift(indicators, one_more, by) if same is None else found[same])
    return found


def _lift(indicators: Sequence[Measured], one_more: Sequence[Reached], by: Floats) -> Lift:
    reached = [_whom(*of_one) for of_one in zip(indicators, one_more, by, strict=True)]
    cost = np.stack([own.people for own in reached]) + by / _POINTS_OF_A_PERSON
    cost = np.where(np.isnan(cost), np.inf, cost)
    return Lift(np.where(np.isinf(cost).all(axis=0), -1, cost.argmin(axis=0)), by, reached)


def _whom(indicator: Measured, one_more: Reached, by: Floats) -> Reached:
    """Return whom a rise takes; what was found for one point is not looked for again."""
    other = ~(np.abs(by - 1.0) < _NEAR)
    if np.isnan(by[other]).all():
        keep = ~np.isnan(by)
        return one_more._replace(points=np.where(keep, one_more.points, np.nan))
    return indicator.reach(indicator.points + by)
