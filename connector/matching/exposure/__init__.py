"""The fairness mirror: what attention the groups get that start-ups declared, through the disclosure gate."""

from connector.matching.exposure.auditing import audit
from connector.matching.exposure.gate import Count, Gate, ReleasedCounts
from connector.matching.exposure.groups import NOT_DECLARED
from connector.matching.exposure.introductions import Introduction, Misstated, Reception, misstated
from connector.matching.exposure.lists import Lists
from connector.matching.exposure.report import (
    AttributeExposure,
    Estimate,
    ExposureReport,
    GroupExposure,
    Said,
    Wait,
)
from connector.matching.exposure.shares import Rules

__all__ = [
    "NOT_DECLARED",
    "AttributeExposure",
    "Count",
    "Estimate",
    "ExposureReport",
    "Gate",
    "GroupExposure",
    "Introduction",
    "Lists",
    "Misstated",
    "Reception",
    "ReleasedCounts",
    "Rules",
    "Said",
    "Wait",
    "audit",
    "misstated",
]
