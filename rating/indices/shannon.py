"""Shannon's entropy of the shares, in nats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import entr

from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Shannon entropy",
    kind="variety",
    minimum=0.0,
    maximum=lambda k: float(np.log(k)),
    source="Shannon, C. E. (1948), Bell System Technical Journal 27:379-423.",
)


def shannon(counts: ArrayLike) -> Floats:
    """Return -sum of p ln p, in nats.

    Range 0 (one group) ... ln k (even); one person gives 0, nobody gives NaN. Related: `hill` of order 1
    is its exponential; the plain estimate from a sample is biased downwards.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    Shannon (1948), Bell System Technical Journal 27:379-423.

    Examples
    --------
    >>> round(float(shannon([1, 1])), 6)
    0.693147
    """
    return np.asarray(entr(to_shares(counts)).sum(axis=-1))
