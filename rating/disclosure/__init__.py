"""The one gate to the public: every number about people leaves as a `Released` or not at all."""

from rating.data import Movement
from rating.disclosure.builder import tables_of
from rating.disclosure.policy import FLOOR, SENSITIVE_FLOOR, STATISTIC_FLOOR, Policy, floor_of
from rating.disclosure.publication import Publication, publication_of
from rating.disclosure.release import release
from rating.disclosure.released import Noise, Released, ReleasedStatistic, ReleasedTable
from rating.disclosure.statistics import Statistic, with_statistics
from rating.disclosure.tables import Tables

__all__ = [
    "FLOOR",
    "SENSITIVE_FLOOR",
    "STATISTIC_FLOOR",
    "Movement",
    "Noise",
    "Policy",
    "Publication",
    "Released",
    "ReleasedStatistic",
    "ReleasedTable",
    "Statistic",
    "Tables",
    "floor_of",
    "publication_of",
    "release",
    "tables_of",
    "with_statistics",
]
