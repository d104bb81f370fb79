"""Gini coefficient of band values: how unequally an amount is held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.bands import most_divided, to_values
from rating.indices.card import Card
from rating.indices.rao import rao
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


def largest(values: ArrayLike) -> float:
    """Return the largest coefficient that divisible people reach: few at the top, most at the bottom."""
    low, high = np.sqrt(np.min(values)), np.sqrt(np.max(values))
    return float((high - low) / (high + low)) if high > 0 else np.nan


def share_at_top(values: ArrayLike) -> float:
    """Return the share of people at the highest value that reaches the largest coefficient."""
    low, high = np.sqrt(np.min(values)), np.sqrt(np.max(values))
    return float(low / (low + high)) if high > 0 else 0.0


CARD = Card(
    title="Gini coefficient (disparity)",
    kind="ordered",
    minimum=0.0,
    maximum=largest,
    source="Gini, C. (1912), Variabilità e mutabilità; Allison, P. D. (1978), ASR 43:865-880.",
    attainable=lambda people, values: most_divided(gini, people, values, share_at_top(values)),
)


def gini(counts: ArrayLike, values: ArrayLike) -> Floats:
    """Return half the mean difference between two people over the mean.

    Two people drawn with replacement. Range 0 (everybody in one band) ... (root u - root l) / (root u +
    root l) for values from l to u, which is 1 for l = 0. It is attained with everybody at l or u, the part
    root l / (root l + root u) of them at u; as counted, with the better of the two whole numbers beside, and
    for l = 0 1 - 1/n: one has everything. One person gives 0; nobody, and a mean of 0, give NaN. Related:
    `rao` with the differences of the values as distances, over twice the mean; `coefficient_of_variation`.

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
    Gini (1912), Variabilità e mutabilità; Allison (1978), American Sociological Review 43:865-880; Harrison
    and Klein (2007), Academy of Management Review 32:1199-1228.

    Examples
    --------
    >>> round(float(gini([4, 1], [0, 30])), 4)
    0.8
    """
    shares = to_shares(counts)
    points = to_values(values, shares.shape[-1], least=0.0)
    mean = np.asarray(shares @ points)
    difference = rao(shares, np.abs(points[:, None] - points))
    return np.asarray(difference / np.where(mean > 0, 2.0 * mean, np.nan))
