"""Waiting lists: whom a connector would take next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from connector.matching.cohort.market import Market, Places
    from connector.matching.columns.types import Integers


def waiting_lists(market: Market, places: Places, most: int) -> list[Integers]:
    """Return for each connector the applicants without a place that it may take, in its order.

    Parameters
    ----------
    market
        Orders and places.
    places
        The connector of each applicant, shape (n,), -1 for none.
    most
        Length of a list. Equals stand in the order of the cohort.
    """
    lists = []
    for column in range(market.shape[1]):
        waiting = np.flatnonzero((places < 0) & market.is_allowed[:, column])
        order = np.argsort(market.order[waiting, column], kind="stable")
        lists.append(waiting[order[:most]])
    return lists
