"""Shannon's entropy of the shares, in nats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card
from rating.indices.most_even import most_even
from rating.indices.over_groups import people_in, sum_over_groups

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Shannon entropy",
    kind="variety",
    minimum=0.0,
    maximum=lambda k: float(np.log(k)),
    source="Shannon, C. E. (1948), Bell System Technical Journal 27:379-423.",
    attainable=lambda people, groups: shannon(most_even(people, groups)),
)

#: Stands in for a share of 0, whose p ln p is 0.
SMALLEST = np.finfo(np.float64).tiny


def shannon(counts: ArrayLike) -> Floats:
    """Return -sum of p ln p, in nats.

    Range 0 (one group) ... ln k (even), as counted that of `most_even`: ln n for n up to k. One person gives
    0, nobody gives NaN. Related: `hill` of order 1 is its exponential; `teachman` is another name for it;
    the plain estimate from a sample is biased downwards, `chao_wang_jost` much less.

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
    people = people_in(counts)

    def surprise(group: Floats) -> Floats:
        share = group / people
        return -share * np.log(np.maximum(share, SMALLEST))

    return sum_over_groups(surprise, counts)
