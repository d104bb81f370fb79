"""Rao's quadratic entropy: the mean distance between two people, drawn with replacement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Rao's quadratic entropy",
    kind="distances",
    minimum=0.0,
    maximum=lambda k: 1.0 - 1.0 / k,
    source="Rao, C. R. (1982), Theoretical Population Biology 21:24-43.",
)


def rao(counts: ArrayLike, distances: ArrayLike) -> Floats:
    """Return the sum of p_i p_j d_ij over all pairs of groups.

    Range 0 (everybody in one group, or no distance between those present) ... (1 - 1/k) times the largest
    distance, reached by even shares where all distances are equal; as counted at most `attainable_blau`
    times it. Unequal distances stay below, by how much has no simple form. One person gives 0, nobody gives
    NaN. Related: with all distances 1 it is `blau`; with the differences of band values it is twice the mean
    times `gini`; with half their squares it is the variance, the square of `standard_deviation`.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    distances
        How far groups are from one another, shape (k, k): symmetric, not negative, 0 on the diagonal. The
        unit is the unit of the index; the card is for distances 0 ... 1.

    Returns
    -------
    Floats
        Shape (...).

    Raises
    ------
    ValueError
        If the distances are none.

    Notes
    -----
    Rao (1982), Theoretical Population Biology 21:24-43.

    Examples
    --------
    >>> float(rao([1, 1], [[0, 1], [1, 0]]))
    0.5
    >>> float(rao([2, 1, 1], [[0, 0.5, 1], [0.5, 0, 0.5], [1, 0.5, 0]]))
    0.4375
    """
    shares = to_shares(counts)
    between = np.asarray(distances, dtype=np.float64)
    k = shares.shape[-1]
    if between.shape != (k, k):
        raise ValueError(f"distances between {k} groups have the shape ({k}, {k}), not {between.shape}")
    if not ((between == between.T).all() and (between >= 0).all() and (between.diagonal() == 0).all()):
        raise ValueError("distances are symmetric, not negative, and 0 between a group and itself")
    return np.asarray(np.einsum("...k,...k->...", shares @ between, shares))
