"""Introductions by deferred acceptance, added to those that stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.stable import deferred_acceptance

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Flags
    from connector.matching.congestion.market import Market


def propose(
    market: Market,
    is_introduced: Flags,
    *,
    at_most: npt.NDArray[np.integer] | None = None,
    among: Flags | None = None,
) -> Flags:
    """Return introductions with those that deferred acceptance adds in the places that are left.

    Start-ups go by score, offers by `Market.precedence`.

    Parameters
    ----------
    market
        The market.
    is_introduced
        Introductions that stand, shape (n, K).
    at_most
        How many each start-up may get here, shape (n,); all that it may still have if None.
    among
        Pairs that may be introduced here, shape (n, K); all for which something speaks if None.

    Returns
    -------
    ndarray
        Shape (n, K).
    """
    is_open = market.is_spoken_for & ~is_introduced
    if among is not None:
        is_open &= among
    left = market.asks_left(is_introduced)
    held = deferred_acceptance(
        np.where(is_open, market.scores, np.float32(-np.inf)),
        np.where(is_open, market.precedence, -np.inf),
        market.places_left(is_introduced),
        market.offers,
        asks=left if at_most is None else np.minimum(left, at_most),
    )
    found = is_introduced.copy()
    for offers in held.T:
        found |= (market.offers == offers[:, None]) & (offers >= 0)[:, None]
    return found
