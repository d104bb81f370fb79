"""Richness: the number of groups present."""

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
    title="Richness",
    kind="variety",
    minimum=1.0,
    maximum=float,
    source="Hill, M. O. (1973), Ecology 54:427-432 (order 0); Peet, R. K. (1974), ARES 5:285-307.",
    attainable=lambda people, groups: richness(most_even(people, groups)),
)


def richness(counts: ArrayLike) -> Floats:
    """Return how many groups have anybody.

    Range 1 (one group) ... k; as counted the smaller of n and k. One person gives 1, nobody gives NaN.
    Related: `hill` of order 0. It does not see how many people a group has, and a sample misses rare groups.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).

    Returns
    -------
    Floats
        Groups, shape (...).

    Notes
    -----
    Hill (1973), Ecology 54:427-432; Peet (1974), Annual Review of Ecology and Systematics 5:285-307.

    Examples
    --------
    >>> float(richness([3, 0, 1]))
    2.0
    """
    present = sum_over_groups(lambda group: group > 0, counts)
    return np.where(np.isnan(people_in(counts)), np.nan, present)
