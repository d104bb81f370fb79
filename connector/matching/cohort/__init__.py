"""Cohorts: many applicants, several connectors, places that are limited, and bounds for mixing."""

from connector.matching.cohort.assigned import (
    Assigned,
    Blocking,
    Displaced,
    Method,
    Placed,
    StabilityReport,
)
from connector.matching.cohort.assigning import assign
from connector.matching.cohort.cohort import Cohort, Mixing, Side
from connector.matching.cohort.errors import BoundsNotReachableError, Lack

__all__ = [
    "Assigned",
    "Blocking",
    "BoundsNotReachableError",
    "Cohort",
    "Displaced",
    "Lack",
    "Method",
    "Mixing",
    "Placed",
    "Side",
    "StabilityReport",
    "assign",
]
