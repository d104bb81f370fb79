"""Standard deviation of band values: how far people stand apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.bands import mean_and_variance, most_divided, to_values
from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Standard deviation (separation)",
    kind="ordered",
    minimum=0.0,
    maximum=lambda values: float(np.ptp(values)) / 2.0,
    source="Harrison, D. A. and Klein, K. J. (2007), Academy of Management Review 32:1199-1228.",
    attainable=lambda people, values: most_divided(standard_deviation, people, values, 0.5),
)


def standard_deviation(counts: ArrayLike, values: ArrayLike) -> Floats:
    """Return the root of the mean squared deviation from the mean (divisor n, not n - 1).

    Range 0 (everybody in one band) ... half the range of the values (half of the people at either end). As
    counted, an odd number of people falls short of that: its maximum is the range times the root of
    p (1 - p) with p = (n - 1) / 2n. One person gives 0, nobody gives NaN. Related: `mean_euclidean_distance`
    ranks much alike; `coefficient_of_variation` is this over the mean.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    values
        Value of each band, shape (k,), in any order: years of age, points of a scale.

    Returns
    -------
    Floats
        In the unit of the values, shape (...).

    Raises
    ------
    ValueError
        If there is not one finite value a band.

    Notes
    -----
    Harrison and Klein (2007), Academy of Management Review 32:1199-1228.

    Examples
    --------
    >>> float(standard_deviation([5, 0, 5], [30, 40, 50]))
    10.0
    """
    shares = to_shares(counts)
    _, variance = mean_and_variance(shares, to_values(values, shares.shape[-1]))
    return np.sqrt(variance)
