"""The most stable assignment that bounds allow, by integer programming."""

from connector.matching.cohort.programme.search import Fewest, most_stable

__all__ = ["Fewest", "most_stable"]
