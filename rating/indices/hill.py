"""Hill numbers: how many equally common groups would be as diverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card
from rating.indices.shannon import shannon
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Hill number (effective number of groups)",
    kind="variety",
    minimum=1.0,
    maximum=float,
    source="Hill, M. O. (1973), Ecology 54:427-432.",
)


def hill(counts: ArrayLike, q: float = 2.0) -> Floats:
    """Return the effective number of groups of order q.

    Range 1 (one group) ... k (even), falling in q: order 0 counts the groups present, 1 is the exponential
    of `shannon`, 2 is 1 / (1 - `blau`), infinity is one over the largest share. Nobody gives NaN.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    q
        Order, 0 ... infinity: the higher, the less the rare groups count.

    Returns
    -------
    Floats
        Shape (...).

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
    shares = to_shares(counts)
    if q == 1:
        return np.asarray(np.exp(shannon(shares)))
    if np.isinf(q):
        return np.asarray(1.0 / shares.max(axis=-1))
    powers = np.where(shares > 0, shares**q, shares * 0.0)  # 0 ** 0 is no group; NaN stays NaN
    return np.asarray(powers.sum(axis=-1) ** (1.0 / (1.0 - q)))
