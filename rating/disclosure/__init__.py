"""The one gate to the public: every number about people leaves as a `Released` or not at all."""

from rating.disclosure.compositions import possible_values
from rating.disclosure.policy import FLOOR, SENSITIVE_FLOOR, STATISTIC_FLOOR, Policy, floor_of
from rating.disclosure.release import Statistic, release
from rating.disclosure.released import Released, ReleasedStatistic, ReleasedTable

__all__ = [
    "FLOOR",
    "SENSITIVE_FLOOR",
    "STATISTIC_FLOOR",
    "Policy",
    "Released",
    "ReleasedStatistic",
    "ReleasedTable",
    "Statistic",
    "floor_of",
    "possible_values",
    "release",
]
