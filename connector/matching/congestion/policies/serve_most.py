"""``serve_most``: as many start-ups as can be have at least one introduction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.assignment import best_assignment
from connector.matching.congestion.lists import introduced_first
from connector.matching.congestion.market import ENOUGH
from connector.matching.congestion.policies.best_fit import by_score
from connector.matching.congestion.policies.policy import Policy
from connector.matching.congestion.proposals import propose

if TYPE_CHECKING:
    from connector.matching.columns.types import Flags
    from connector.matching.congestion.market import Market


def _introduce(market: Market, is_introduced: Flags) -> Flags:
    """Serve as many of those who have nothing yet as possible, then fill up as ``best_fit`` does.

    Of all ways to serve the most that one is taken that serves those with the fewest choices, and of these
    the one with the highest total score. Any other policy that lets the same introductions stand serves no
    more: whatever it adds contains a way to serve its start-ups once each.
    """
    has_none = ~is_introduced.any(axis=1, keepdims=True)
    # fewer choices outweigh scores, which differ by 1 at most; the same for all offers of a start-up, so that
    # it decides who is served and not where
    precedence = 2.0 * (ENOUGH - market.choices.min(axis=1, keepdims=True))
    offers = np.where(market.is_spoken_for & has_none, market.offers, -1)
    places = best_assignment(market.scores + precedence, market.places_left(is_introduced), offers)
    is_served = np.asarray(market.offers == places[:, None]) & market.is_shortlisted
    return propose(market, is_introduced | is_served)


POLICY = Policy("serve_most", _introduce, by_score, introduced_first)
