"""Hill numbers: how many equally common groups would be as diverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.blau import blau
from rating.indices.card import Card
from rating.indices.most_even import most_even
from rating.indices.over_groups import largest_group, people_in, sum_over_groups
from rating.indices.richness import richness
from rating.indices.shannon import shannon

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Hill number (effective number of groups)",
    kind="variety",
    minimum=1.0,
    maximum=float,
    source="Hill, M. O. (1973), Ecology 54:427-432.",
    attainable=lambda people, groups: hill(most_even(people, groups)),
)

#: Orders with a form of their own: the limits, and the one whose powers are squares.
OF_ORDER: dict[float, Callable[[ArrayLike], Floats]] = {
    0.0: richness,
    1.0: lambda counts: np.exp(shannon(counts)),
    2.0: lambda counts: np.asarray(1.0 / (1.0 - blau(counts))),
    np.inf: lambda counts: np.asarray(people_in(counts) / largest_group(counts)),
}


def hill(counts: ArrayLike, q: float = 2.0) -> Floats:
    """Return the effective number of groups of order q: (sum of p^q)^(1 / (1 - q)) over the groups present.

    Range 1 (one group) ... k (even), as counted that of `most_even`: n for n up to k. One person gives 1,
    nobody gives NaN. Related, never rising in q: order 0 is `richness`, 1 (the limit) is the exponential of
    `shannon`, 2 is 1 / (1 - `blau`), infinity is one over the largest share.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    q
        Order, 0 ... infinity: the higher, the less the rare groups count.

    Returns
    -------
    Floats
        Groups, shape (...).

    Raises
    ------
    ValueError
        If q is negative or NaN.

    Notes
    -----
    Hill (1973), Ecology 54:427-432; Jost (2006), Oikos 113:363-375.

    Examples
    --------
    >>> float(hill([1, 1, 1, 1]))
    4.0
    >>> float(hill([2, 1, 1], q=np.inf))
    2.0
    """
    if not q >= 0:
        raise ValueError(f"the order of a Hill number is at least 0, not {q}")
    if q in OF_ORDER:
        return OF_ORDER[q](counts)
    people = people_in(counts)
    largest = largest_group(counts) / people
    # powers of shares of the largest group: those of small shares are too small to be numbers at high orders
    powers = sum_over_groups(lambda group: (group / people / largest) ** q, counts)
    return np.asarray(np.exp((np.log(powers) + q * np.log(largest)) / (1.0 - q)))
