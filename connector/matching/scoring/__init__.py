"""How well each offer fits each start-up, of what that is made, and what is missing."""

from connector.matching.scoring.explanation import Contribution, Explanation, explain, explanations
from connector.matching.scoring.score import score, with_pairs
from connector.matching.scoring.shortlists import Shortlists
from connector.matching.scoring.unmet import unmet_by_need, unmet_needs
from connector.matching.scoring.weights import Weights, declared_weights

__all__ = [
    "Contribution",
    "Explanation",
    "Shortlists",
    "Weights",
    "declared_weights",
    "explain",
    "explanations",
    "score",
    "unmet_by_need",
    "unmet_needs",
    "with_pairs",
]
