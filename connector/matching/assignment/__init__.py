"""The best assignment under capacities: most served first, then the highest total score."""

from connector.matching.assignment.best_assignment import best_assignment

__all__ = ["best_assignment"]
