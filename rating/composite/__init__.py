"""From measures to a score: frameworks as data, normalising, weighting, aggregating."""

from rating.composite.framework import Framework, framework_names, load_framework
from rating.composite.measures import MEASURES, Peak, Workforce
from rating.composite.score import Scored, score
from rating.composite.strata import Scope, Strata, split

__all__ = [
    "MEASURES",
    "Framework",
    "Peak",
    "Scope",
    "Scored",
    "Strata",
    "Workforce",
    "framework_names",
    "load_framework",
    "score",
    "split",
]
