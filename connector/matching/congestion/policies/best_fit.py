"""``best_fit``: every start-up is shown what fits it best, and the best scores get the places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.congestion.lists import by_expectation
from connector.matching.congestion.policies.policy import Expectation, Policy
from connector.matching.congestion.proposals import propose

if TYPE_CHECKING:
    from connector.matching.congestion.market import Market


def by_score(market: Market) -> Expectation:
    """Return scores as they are, without prices."""
    return Expectation(market.scores, np.zeros(len(market.places)))


POLICY = Policy("best_fit", propose, by_score, by_expectation)
