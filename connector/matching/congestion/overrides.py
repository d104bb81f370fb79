"""What an organiser decides comes first, and is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.errors import CannotMatchError
from connector.matching.congestion.allocation import Logged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Flags
    from connector.matching.congestion.allocation import Override
    from connector.matching.congestion.market import Market


def introduced_by(overrides: Sequence[Override], market: Market) -> Flags:
    """Return the introductions that organisers want, shape (n, K).

    Raises
    ------
    CannotMatchError
        If they want more of an offer than it has places, or more for a start-up than it may have.
    """
    found = np.zeros(market.offers.shape, np.bool_)
    for startup, offer, _ in overrides:
        found[startup] |= market.offers[startup] == offer
    over = np.flatnonzero(market.places_left(found) < 0)
    if len(over):
        raise CannotMatchError(
            f"Overrides give offer {over[0]} more introductions than its {market.places[over[0]]} places."
        )
    if (market.asks_left(found) < 0).any():
        raise CannotMatchError(f"Overrides give a start-up more than {market.asks} introductions.")
    return found


def logged(overrides: Sequence[Override], market: Market, is_introduced: Flags) -> tuple[Logged, ...]:
    """Return the overrides as applied, with those who had no other choice and were passed over."""
    if not overrides:
        return ()
    depends = (market.choices == 0) & ~is_introduced
    return tuple(
        Logged(
            startup,
            offer,
            reason,
            tuple(np.flatnonzero((depends & (market.offers == offer)).any(axis=1)).tolist()),
        )
        for startup, offer, reason in overrides
    )
