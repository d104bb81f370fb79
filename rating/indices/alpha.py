"""Cronbach's alpha: how far the items of a scale go together, with Feldt's interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import f

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

#: One item has nothing to go together with.
FEWEST_ITEMS = 2


def alpha(covariance: ArrayLike) -> Floats:
    """Return J / (J - 1) times (1 - sum of the items' variances / variance of their sum).

    Range: up to 1 (items that differ by constants only), without a lower bound: items that contradict each
    other give less than 0, and often one of them was keyed the wrong way. NaN for one item and where the
    sum does not vary (nobody, one person, or everybody alike). Related: equal to the ICC(3,k) of the people x
    items table (`icc_of_ratings`); at most `omega` where one factor stands behind the items, and equal to it
    where all loadings are alike.

    Parameters
    ----------
    covariance
        Covariances of the items, in squared scale points, shape (..., J, J). The divisor (n or n - 1) does
        not matter.

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    Cronbach (1951), Psychometrika 16:297-334.

    Examples
    --------
    >>> round(float(alpha([[1.0, 0.5], [0.5, 1.0]])), 4), float(alpha([[1.0, -0.5], [-0.5, 1.0]]))
    (0.6667, -2.0)
    >>> float(alpha([[1.0]]))
    nan
    """
    array = np.asarray(covariance, dtype=np.float64)
    items = array.shape[-1]
    own = np.trace(array, axis1=-2, axis2=-1)
    total = array.sum(axis=(-2, -1))
    # people whose answers cancel to the last digit leave rounding behind, not a variance
    varies = total > 1e-12 * own
    if items < FEWEST_ITEMS:
        return np.full(own.shape, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(varies, items / (items - 1.0) * (1.0 - own / total), np.nan))


def alpha_interval(
    value: ArrayLike, people: ArrayLike, items: int, confidence: float
) -> tuple[Floats, Floats]:
    """Return Feldt's interval of alpha.

    (1 - alpha) / (1 - estimate) follows F with n - 1 and (n - 1)(J - 1) degrees of freedom, exactly so for
    normal answers of parallel items (equal variances, equal covariances) and roughly for ordinary scales.
    NaN where the estimate is NaN, for fewer than two people and for one item; both ends are 1 at an
    estimate of 1.

    Parameters
    ----------
    value
        Estimates of alpha, at most 1, shape (...).
    people
        How many people n each rests on, shape to broadcast with `value`.
    items
        How many items J.
    confidence
        Level of the interval, above 0 and below 1.

    Returns
    -------
    low, high
        Shape (...), equal-tailed, `low` at most `high` at most 1.

    Raises
    ------
    ValueError
        If the confidence is none.

    Notes
    -----
    Feldt (1965), Psychometrika 30:357-370.

    Examples
    --------
    >>> low, high = alpha_interval(0.8, 30, 5, 0.9)
    >>> round(float(low), 4), round(float(high), 4)
    (0.6869, 0.8824)
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"the level of an interval lies between 0 and 1, not {confidence}")
    estimate, number = np.broadcast_arrays(
        np.asarray(value, dtype=np.float64), np.asarray(people, dtype=np.float64)
    )
    if items < FEWEST_ITEMS:
        return np.full(estimate.shape, np.nan), np.full(estimate.shape, np.nan)
    between = np.where(number > 1, number - 1.0, np.nan)
    within = between * (items - 1.0)
    tail = (1.0 - confidence) / 2.0
    error = 1.0 - estimate
    return (
        np.asarray(1.0 - error * f.ppf(1.0 - tail, between, within)),
        np.asarray(1.0 - error * f.ppf(tail, between, within)),
    )
