"""Unions of intervals of whole numbers, in which a count may lie."""

from __future__ import annotations

import itertools
from typing import TypeAlias

Pieces: TypeAlias = tuple[tuple[int, int], ...]

FAR = 1 << 40  # no upper bound, in whole numbers


def intersection(one: Pieces, other: Pieces) -> Pieces:
    """Intersect two unions of intervals, and join those between which no whole number lies."""
    cut = ((max(a, c), min(b, d)) for (a, b), (c, d) in itertools.product(one, other))
    joined: list[tuple[int, int]] = []
    for low, high in sorted((low, high) for low, high in cut if low <= high):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)
