"""Scarce offers are proposed first to those who have no other choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.congestion.market import ENOUGH
from connector.matching.congestion.proposals import propose

if TYPE_CHECKING:
    from connector.matching.columns.types import Flags
    from connector.matching.congestion.market import Market


def propose_first(market: Market, is_introduced: Flags) -> Flags:
    """Return introductions with those of start-ups to scarce offers that nothing else could replace.

    Among start-ups without another choice the score decides. Whoever has one or two other choices comes
    before those with more when a policy fills what is left (`Market.precedence`).
    """
    depends = market.choices == 0
    return propose(market, is_introduced, among=depends) if depends.any() else is_introduced


def without_scarcity(market: Market) -> Market:
    """Return the market in which all who want an offer are alike."""
    return replace(market, choices=np.full_like(market.choices, ENOUGH))
