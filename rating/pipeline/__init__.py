"""The main job: headcounts in, ratings and a ranking out."""

from rating.pipeline.merge import merge
from rating.pipeline.rank import rank
from rating.pipeline.rate import rate, usable_criteria
from rating.pipeline.results import Ranking, Ratings, Target

__all__ = ["Ranking", "Ratings", "Target", "merge", "rank", "rate", "usable_criteria"]
