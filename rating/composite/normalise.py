"""Measured values to points on a scale: the table of methods.

Some methods place a unit by itself (`fixed`), the others among the units that the method was learned from: a
score then depends on who takes part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats


def goalposts(values: Floats, low: float, high: float, *, floor: float, cap: float) -> Floats:
    """Map values linearly: `low` to the floor, `high` to the cap, nothing beyond either.

    Parameters
    ----------
    values
        Any shape; NaN stays NaN.
    low, high
        The goalposts; `high` below `low` turns the direction round.
    floor, cap
        The ends of the scale.

    Examples
    --------
    >>> goalposts(np.array([0.25, 0.75, 2.0]), 0.5, 1.0, floor=1.0, cap=100.0).tolist()
    [1.0, 50.5, 100.0]
    """
    reached = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(floor + (cap - floor) * reached)


class Normalisation(NamedTuple):
    """How the values of indicators become comparable; higher is better on both sides.

    Attributes
    ----------
    learn
        From values of shape (units, indicators) and the posts given, low and high, each of shape
        (indicators,) with NaN where there is none, to what it needs to know, shape (facts, indicators).
    place
        From values and what was learned to parts of the scale, shape (units, indicators); NaN stays NaN.
    bounded
        Whether parts run from 0 to 1 and are spread over the scale; the others are shown as they are.
    fixed
        Whether a unit's place depends on nobody else.
    posts
        Which posts must be given.
    """

    learn: Callable[[Floats, Floats, Floats], Floats]
    place: Callable[[Floats, Floats], Floats]
    bounded: bool
    fixed: bool = False
    posts: tuple[str, ...] = ()


def _given_posts(_values: Floats, low: Floats, high: Floats) -> Floats:
    return np.stack([low, high])


def _extremes(values: Floats, _low: Floats, _high: Floats) -> Floats:
    return np.stack([_of_known(np.fmin, values), _of_known(np.fmax, values)])


def _least_and_target(values: Floats, _low: Floats, high: Floats) -> Floats:
    return np.stack([_of_known(np.fmin, values), high])


def _up_to(values: Floats, posts: Floats) -> Floats:
    """Return the part of the way from the lowest unit to the target, 1 for who has reached it."""
    return np.where(values >= posts[1], 1.0, _between(values, posts))


def _of_known(reduce: np.ufunc, values: Floats) -> Floats:
    return np.asarray(reduce.reduce(values, axis=0))


def _between(values: Floats, posts: Floats) -> Floats:
    """Return the part of the way from one post to the other, 0 ... 1; where both are one, the middle."""
    low, high = posts
    apart = high != low
    way = np.where(apart, high - low, 1.0)
    part = np.clip((values - low) / way, 0.0, 1.0)
    return np.where(apart | np.isnan(values), part, 0.5)


def _moments(values: Floats, _low: Floats, _high: Floats) -> Floats:
    known = ~np.isnan(values)
    n = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / n
    squares = (np.where(known, values - mean, 0.0) ** 2).sum(axis=0)
    return np.stack([mean, np.sqrt(squares / np.maximum(n - 1, 1))])


def _standardised(values: Floats, moments: Floats) -> Floats:
    mean, deviation = moments
    varies = deviation > 1e-12 * np.maximum(np.abs(mean), 1e-300)  # rounding is no variance
    return np.where(varies | np.isnan(values), (values - mean) / np.where(varies, deviation, 1.0), 0.0)


def _sorted(values: Floats, _low: Floats, _high: Floats) -> Floats:
    return np.sort(values, axis=0)


def _below_and_equal(values: Floats, ordered: Floats) -> tuple[Floats, Floats]:
    """Return how many of those learned from are lower, and how many are equal, shape as `values`."""
    below, equal = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        known = ordered[~np.isnan(ordered[:, column]), column]
        below[:, column] = np.searchsorted(known, values[:, column], side="left")
        equal[:, column] = np.searchsorted(known, values[:, column], side="right") - below[:, column]
    gaps = np.isnan(values)
    return np.where(gaps, np.nan, below), np.where(gaps, np.nan, equal)


def _beaten(values: Floats, ordered: Floats) -> Floats:
    """Return how many others are lower, ties halved; a unit that was learned from is not its own other."""
    below, equal = _below_and_equal(values, ordered)
    return np.asarray(below + np.maximum(equal - 1.0, 0.0) / 2.0)


def _ranks(values: Floats, ordered: Floats) -> Floats:
    """Return 1 for the lowest ... n for the highest of those learned from; ties share the mean."""
    return _beaten(values, ordered) + 1.0


def _percentiles(values: Floats, ordered: Floats) -> Floats:
    known = (~np.isnan(ordered)).sum(axis=0)
    others = known - (_below_and_equal(values, ordered)[1] > 0)
    part = _beaten(values, ordered) / np.maximum(others, 1)
    return np.where((others > 0) | np.isnan(values), part, 0.5)


#: Method -> how it works. Sources: OECD/JRC Handbook (2008), section 5; Borda (1781).
NORMALISATIONS: dict[str, Normalisation] = {
    # linear between fixed posts: a score stays the same whoever else takes part
    "goalposts": Normalisation(_given_posts, _between, bounded=True, fixed=True, posts=("low", "high")),
    # linear from the lowest unit to the highest
    "min_max": Normalisation(_extremes, _between, bounded=True),
    # linear from the lowest unit to a reference (a target, a leader); beyond it nothing is gained
    "distance_to_reference": Normalisation(_least_and_target, _up_to, bounded=True, posts=("high",)),
    # standard deviations (divisor n - 1) above the mean
    "z_score": Normalisation(_moments, _standardised, bounded=False),
    # 1 for the lowest unit; ties share the mean of their places
    "rank": Normalisation(_sorted, _ranks, bounded=False),
    # part of the other units that are lower, ties counted half
    "percentile": Normalisation(_sorted, _percentiles, bounded=True),
    # number of units that are lower, ties counted half
    "borda": Normalisation(_sorted, _beaten, bounded=False),
}
