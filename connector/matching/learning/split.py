"""Earlier and later: lists are split between days, never within one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from connector.matching.columns.types import Integers


def first_day_of_later_part(day_of_list: Integers, share: float) -> int | None:
    """Return the day from which about a share of the lists lies.

    Parameters
    ----------
    day_of_list
        Shape (lists,).
    share
        Of the lists, between 0 and 1.

    Returns
    -------
    int or None
        Among all days but the first, the one that comes nearest to the share, of two equally near the later;
        None where all lists are of one day.
    """
    days, sizes = np.unique(day_of_list, return_counts=True)
    if not days.size or days[0] == days[-1]:
        return None
    later = np.cumsum(sizes[::-1])[::-1][1:] / sizes.sum()
    away = np.abs(later - share)
    return int(days[1:][np.flatnonzero(away == away.min())[-1]])
