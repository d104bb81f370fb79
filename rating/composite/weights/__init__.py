"""How much indicators weigh: stated, judged by experts, or found in the data."""

from rating.composite.weights.doubt import Bounds, Of, benefit_of_the_doubt
from rating.composite.weights.judged import consistency_ratio, from_budgets, from_pairs
from rating.composite.weights.methods import WEIGHTINGS, Weighting

__all__ = [
    "WEIGHTINGS",
    "Bounds",
    "Of",
    "Weighting",
    "benefit_of_the_doubt",
    "consistency_ratio",
    "from_budgets",
    "from_pairs",
]
