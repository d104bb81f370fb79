"""Coefficient of variation: the standard deviation as a share of the mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.bands import mean_and_variance, most_divided, to_values
from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


def largest(values: ArrayLike) -> float:
    """Return the largest coefficient that divisible people reach: few at the top, most at the bottom."""
    low, high = float(np.min(values)), float(np.max(values))
    if low > 0:
        return float((high - low) / (2.0 * np.sqrt(low * high)))
    return np.inf if high > 0 else np.nan


def share_at_top(values: ArrayLike) -> float:
    """Return the share of people at the highest value that reaches the largest coefficient."""
    low, high = float(np.min(values)), float(np.max(values))
    return low / (low + high) if high > 0 else 0.0


CARD = Card(
    title="Coefficient of variation (disparity)",
    kind="ordered",
    minimum=0.0,
    maximum=largest,
    source="Allison, P. D. (1978), American Sociological Review 43:865-880.",
    attainable=lambda people, values: most_divided(
        coefficient_of_variation, people, values, share_at_top(values)
    ),
)


def coefficient_of_variation(counts: ArrayLike, values: ArrayLike) -> Floats:
    """Return the standard deviation (divisor n) over the mean.

    Range 0 (everybody in one band) ... (u - l) / (2 root(l u)) for values from l to u, without bound for
    l = 0. It is attained with everybody at l or u, the part l / (l + u) of them at u; as counted, with the
    better of the two whole numbers beside, and for l = 0 root(n - 1): one has everything. One person gives
    0; nobody, and a mean of 0, give NaN. Related: `standard_deviation`; `gini` weighs the middle more than
    the ends.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    values
        Value of each band, shape (k,), in any order: an amount with a true zero, such as pay or years of
        service. It does not depend on its unit.

    Returns
    -------
    Floats
        Shape (...).

    Raises
    ------
    ValueError
        If there is not one finite value a band, or one is negative.

    Notes
    -----
    Allison (1978), American Sociological Review 43:865-880; Harrison and Klein (2007), Academy of Management
    Review 32:1199-1228.

    Examples
    --------
    >>> float(coefficient_of_variation([4, 1], [0, 30]))
    2.0
    """
    shares = to_shares(counts)
    mean, variance = mean_and_variance(shares, to_values(values, shares.shape[-1], least=0.0))
    return np.asarray(np.sqrt(variance) / np.where(mean > 0, mean, np.nan))
