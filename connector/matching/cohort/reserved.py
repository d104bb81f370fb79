"""Deferred acceptance with reserved places: a stable assignment that fills the bounds where it can.

A connector's places are three: those reserved for each side, as many as its bounds ask for, and open ones. An
applicant asks for a reserved place of its side just before an open one of the same connector. So a connector
first takes the best of each side up to the bound and then the best of all others: where merit alone fills a
bound, nothing changes (Hafalir, Yenmez and Yildirim 2013, Effective affirmative action in school choice,
Theoretical Economics 8:325-363). What reserves cannot do is bring somebody who prefers to be elsewhere; such
applicants are pinned, see `connector.matching.cohort.pinned`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.cohort.cohort import NEITHER, Side
from connector.matching.stable import stable_assignment

if TYPE_CHECKING:
    from connector.matching.cohort.market import Market, Places
    from connector.matching.columns.types import Flags


def stable_places(market: Market) -> Places:
    """Return the stable assignment that is best for the applicants, without bounds, shape (n,)."""
    return stable_assignment(*market.scores(), market.capacities)


def reserved_places(market: Market, pinned: Places) -> Places:
    """Return the assignment with reserved places.

    Parameters
    ----------
    market
        Orders, places and bounds.
    pinned
        The connector of those who have their place already, shape (n,); -1 for all others. There must be an
        assignment that keeps the bounds and has them there.
    """
    is_free = pinned < 0
    held = np.bincount(pinned[~is_free], minlength=len(market.capacities))
    reserved = market.lacking(pinned)
    seats = np.concatenate([reserved.T.ravel(), market.capacities - held - reserved.sum(axis=1)])
    wanted, given = market.scores()
    # twice the order leaves room for asking for the reserved place first
    asked = [
        np.where(_may_ask(market, is_free, side), 2.0 * wanted + (1.0 if side != NEITHER else 0.0), -np.inf)
        for side in (*range(len(Side)), NEITHER)
    ]
    found = stable_assignment(
        np.concatenate(asked, axis=1).astype(np.float32), np.tile(given, (1, len(asked))), seats
    )
    return np.where(is_free, np.where(found >= 0, found % len(market.capacities), -1), pinned)


def _may_ask(market: Market, is_free: Flags, side: int) -> Flags:
    """Return who may ask for the places of a side, shape (n, 1); for the open ones (`NEITHER`) all may."""
    may = is_free if side == NEITHER else is_free & (market.sides == side)
    return np.asarray(may[:, None])
