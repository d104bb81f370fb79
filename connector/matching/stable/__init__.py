"""Stable assignment: nobody and no offer would both rather have each other."""

from connector.matching.stable.assignment import (
    blocking_pairs,
    deferred_acceptance,
    is_blocking,
    stable_assignment,
)

__all__ = ["blocking_pairs", "deferred_acceptance", "is_blocking", "stable_assignment"]
