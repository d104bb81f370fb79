"""Parity: how closely the shares of a workforce follow those of a benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Parity (1 - total variation)",
    kind="parity",
    minimum=0.0,
    maximum=lambda _k: 1.0,
    source="Duncan, O. D. and Duncan, B. (1955), American Sociological Review 20:210-217 (its complement).",
)


def parity(counts: ArrayLike, benchmark: ArrayLike) -> Floats:
    """Return 1 minus the total variation distance between two distributions.

    1 - half the sum of |p - q|, q being the shares of the benchmark. Range 0 (no group in common) ... 1 (the
    same shares; n people have them only where n q is whole for every group, else rounding n q by largest
    remainders comes closest). One minus it is the part of the people who would have to belong to another
    group for the shares to be equal. Nobody on either side gives NaN; one person gives the share of its group
    in the benchmark; for k = 1 it is 1. Related: `representation` for each group by itself; `jensen_shannon`
    weighs the same differences by what they tell.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    benchmark
        Counts or shares to compare with, shape (..., k) or (k,).

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    The distance is the dissimilarity of Duncan and Duncan (1955), American Sociological Review 20:210-217,
    between a workforce and its benchmark.

    Examples
    --------
    >>> float(parity([30, 70], [0.5, 0.5])), float(parity([1, 0], [0, 1]))
    (0.8, 0.0)
    """
    distance = np.abs(to_shares(counts) - to_shares(benchmark)).sum(axis=-1) / 2.0
    return np.asarray(1.0 - distance)
