"""``balance``: nobody has a second introduction before all who can have a first, and lists tell the odds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.congestion.equilibrium import equilibrium_prices
from connector.matching.congestion.lists import introduced_first
from connector.matching.congestion.policies.policy import Expectation, Policy
from connector.matching.congestion.proposals import propose

if TYPE_CHECKING:
    from connector.matching.columns.types import Flags
    from connector.matching.congestion.market import Market


def _introduce(market: Market, is_introduced: Flags) -> Flags:
    """Go round by round: in round r those take part who have fewer than r introductions."""
    for already in range(market.asks):
        has_fewer = is_introduced.sum(axis=1) <= already
        is_introduced = propose(market, is_introduced, at_most=has_fewer.astype(np.int64))
    return is_introduced


def _expect(market: Market) -> Expectation:
    """Return scores times the odds of being taken when everybody goes by such lists."""
    prices = equilibrium_prices(market)
    odds = market.at(np.exp(-prices), 1.0)
    return Expectation((market.scores * odds).astype(np.float32), prices)


POLICY = Policy("balance", _introduce, _expect, introduced_first)
