"""Mean Euclidean distance: how far a person stands, on average, from the people of the team."""

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
    title="Mean Euclidean distance (separation)",
    kind="ordered",
    minimum=0.0,
    maximum=lambda values: float(np.ptp(values) / np.sqrt(2.0)),
    source="Tsui, A. S., Egan, T. D. and O'Reilly, C. A. (1992), ASQ 37:549-579.",
    attainable=lambda people, values: most_divided(mean_euclidean_distance, people, values, 0.5),
)


def mean_euclidean_distance(counts: ArrayLike, values: ArrayLike) -> Floats:
    """Return the mean, over people, of the root of their mean squared distance to everybody.

    The person itself, at distance 0, is among everybody, as in Harrison and Klein. Range 0 (everybody in one
    band) ... the range of the values over the root of 2 (half of the people at either end). As counted, an
    odd number of people falls short of that: its maximum is the range times p root(1 - p) + (1 - p) root(p)
    with p = (n - 1) / 2n. One person gives 0, nobody gives NaN. Related: between `standard_deviation` and
    root 2 times it, since the mean squared distance of a person is its squared deviation from the mean plus
    the variance.

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
    Tsui, Egan and O'Reilly (1992), Administrative Science Quarterly 37:549-579; Harrison and Klein (2007),
    Academy of Management Review 32:1199-1228.

    Examples
    --------
    >>> round(float(mean_euclidean_distance([5, 0, 5], [30, 40, 50])), 4)
    14.1421
    """
    shares = to_shares(counts)
    points = to_values(values, shares.shape[-1])
    mean, variance = mean_and_variance(shares, points)
    distance = np.sqrt((points - mean[..., None]) ** 2 + variance[..., None])
    return np.asarray(np.einsum("...k,...k->...", shares, distance))
