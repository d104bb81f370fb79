"""Applicants who have to be brought where they would not go by themselves, so that the bounds hold.

Reserved places stay empty where too few of a side want to be. Then a flow tells whom to bring at the least
cost; they are pinned there, and all others are assigned anew around them, so that their places stay as stable
as the bounds leave them. Each turn pins somebody, so it ends. A flow does not know whom connectors like: if
one who is pinned would be taken in place of somebody of its side, that one is brought instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.cohort.flow import fewest_moved, nobody
from connector.matching.cohort.reserved import reserved_places

if TYPE_CHECKING:
    from connector.matching.cohort.market import Market, Places


def bounded_places(market: Market, placed: int) -> Places:
    """Return an assignment that keeps the bounds, by reserved places and pinned applicants, shape (n,).

    Parameters
    ----------
    market
        Orders, places and bounds, which can be kept.
    placed
        Number of applicants that can get a place within the bounds.
    """
    pinned = _filled(market, nobody(market), placed)
    places = reserved_places(market, pinned)
    # exchanges can go round in a circle: each set of pinned applicants is tried once
    tried = {pinned.tobytes()}
    while (exchanged := _exchanged(market, pinned, places)) is not None:
        exchanged = _filled(market, exchanged, placed)
        if exchanged.tobytes() in tried:
            break
        tried.add(exchanged.tobytes())
        pinned, places = exchanged, reserved_places(market, exchanged)
    return places


def _filled(market: Market, pinned: Places, placed: int) -> Places:
    """Pin more applicants until the bounds hold."""
    pinned = pinned.copy()
    while True:
        places = reserved_places(market, pinned)
        lacking = market.lacking(places)
        if not lacking.any():
            return pinned
        found = fewest_moved(market, places, pinned, placed)
        for connector, side in zip(*np.nonzero(lacking), strict=True):
            brought = (found == connector) & (places != connector) & (market.sides == side)
            pinned[np.flatnonzero(brought)[: lacking[connector, side]]] = connector


def _exchanged(market: Market, pinned: Places, places: Places) -> Places | None:
    """Bring somebody in place of the first who is pinned against a better claim; None if there is none."""
    for row in np.flatnonzero(pinned >= 0):
        own = pinned[row]
        is_like = (market.sides == market.sides[row]) & (pinned < 0) & (places >= 0)
        others = np.flatnonzero(is_like & market.is_allowed[:, own])
        at = places[others]
        is_better = market.is_allowed[row, at] & (market.wish[row, at] < market.wish[row, own])
        is_liked = market.order[row, at] < market.order[others, at]
        claims = others[is_better & is_liked]
        if len(claims):
            # the connector that it wants most, and there the one who is liked least
            rank = np.lexsort((-market.order[claims, places[claims]], market.wish[row, places[claims]]))
            exchanged = pinned.copy()
            exchanged[row], exchanged[claims[rank[0]]] = -1, own
            return exchanged
    return None
