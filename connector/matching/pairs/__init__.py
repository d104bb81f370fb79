"""Pairs of start-ups that help each other, across backgrounds where both asked for it."""

from connector.matching.pairs.pair import Help, LeftOver, Pair, Pairs
from connector.matching.pairs.pairing import pairs

__all__ = ["Help", "LeftOver", "Pair", "Pairs", "pairs"]
