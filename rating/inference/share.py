"""How sure a share is that was counted among few people: the Jeffreys interval, in closed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

_JEFFREYS = 0.5


def share_interval(count: ArrayLike, total: ArrayLike, confidence: float) -> tuple[Floats, Floats]:
    """Return the interval of a share that was counted among so many people.

    The equal-tailed Jeffreys interval: quantiles of Beta(count + 1/2, total - count + 1/2). It begins at 0
    where nobody and ends at 1 where everybody belongs to the group, and it holds the share itself (which
    the quantiles alone miss only for a small fraction of a person or at a confidence of little use).

    Parameters
    ----------
    count
        People of the group, 0 ... total; fractional where a source states shares. Any shape.
    total
        People whose group is known; shape to broadcast with `count`.
    confidence
        Level of the interval, above 0 and below 1.

    Returns
    -------
    low, high
        Shares, 0 ... 1, in the shape of both broadcast; NaN where a number is NaN or there is nobody.

    Raises
    ------
    ValueError
        If the confidence is none, or a group is smaller than nobody or larger than everybody.

    Notes
    -----
    Brown, Cai and DasGupta (2001), Statistical Science 16:101-133.

    Examples
    --------
    >>> low, high = share_interval([0, 9, 30], 30, 0.9)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.18, 0.938], [0.062, 0.448, 1.0])
    """
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"the level of an interval lies between 0 and 1, not {confidence}")
    people, everybody = np.broadcast_arrays(
        np.asarray(count, dtype=np.float64), np.asarray(total, dtype=np.float64)
    )
    if ((people < 0) | (people > everybody)).any():
        raise ValueError("a group has at least nobody and at most everybody")
    known = everybody > 0
    yes = np.where(known, people, np.nan)
    no = np.where(known, everybody - people, np.nan)
    share = yes / np.where(known, everybody, np.nan)
    tail = (1.0 - confidence) / 2.0
    low = betaincinv(yes + _JEFFREYS, no + _JEFFREYS, tail)
    # the upper end is the lower end of everybody else: exact mirror images, and no loss near 1
    high = 1.0 - betaincinv(no + _JEFFREYS, yes + _JEFFREYS, tail)
    return (
        np.asarray(np.where(yes == 0, 0.0, np.minimum(low, share))),
        np.asarray(np.where(no == 0, 1.0, np.maximum(high, share))),
    )
