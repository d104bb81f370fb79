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


def _ranks(values: Floats, ordered: Floats) -> Floats:
    """Return 1 for the lowest ... n for the highest of those learned from; ties share the mean."""
    found = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        known = ordered[~np.isnan(ordered[:, column]), column]
        below = np.searchsorted(known, values[:, column], side="left")
        not_above = np.searchsorted(known, values[:, column], side="right")
        found[:, column] = (below + not_above + 1.0) / 2.0
    return np.where(np.isnan(values), np.nan, found)


def _percentiles(values: Floats, ordered: Floats) -> Floats:
    others = (~np.isnan(ordered)).sum(axis=0) - 1
    part = np.clip((_ranks(values, ordered) - 1.0) / np.maximum(others, 1), 0.0, 1.0)
    return np.where((others > 0) | np.isnan(values), part, 0.5)


def _beaten(values: Floats, ordered: Floats) -> Floats:
    return _ranks(values, ordered) - 1.0


#: Method -> how it works. Sources: OECD/JRC Handbook (2008), section 5; Borda (1781).
NORMALISATIONS: dict[str, Normalisation] = {
    # linear between fixed posts: a score stays the same whoever else takes part
    "goalposts": Normalisation(_given_posts, _between, bounded=True, fixed=True, posts=("low", "high")),
    # linear from the lowest unit to the highest
    "min_max": Normalisation(_extremes, _between, bounded=True),
    # linear from the lowest unit to a reference (a target, a leader); beyond it nothing is gained
    "distance_to_reference": Normalisation(_least_and_target, _between, bounded=True, posts=("high",)),
    # standard deviations (divisor n - 1) above the mean
    "z_score": Normalisation(_moments, _standardised, bounded=False),
    # 1 for the lowest unit; ties share the mean of their places
    "rank": Normalisation(_sorted, _ranks, bounded=False),
    # part of the other units that are lower, ties counted half
    "percentile": Normalisation(_sorted, _percentiles, bounded=True),
    # number of units that are lower, ties counted half
    "borda": Normalisation(_sorted, _beaten, bounded=False),
}
