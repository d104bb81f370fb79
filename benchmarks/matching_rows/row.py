"""One line of `benchmarks/matching_speed.py`."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one method on one task.

    Attributes
    ----------
    task, method
        What was done, by whom; ours is called ``ours``.
    seconds
        Median over the repetitions.
    quality
        What says that the result is right: blocking pairs, loss against the optimum, nDCG.
    target
        What ours is to reach, in words; empty for peers.
    is_kept
        Whether it does; None for peers.
    """

    task: str
    method: str
    seconds: float
    quality: str = ""
    target: str = ""
    is_kept: bool | None = None


def median_seconds(do: Callable[[], object], repetitions: int) -> float:
    """Return how long something takes, in the middle of several runs; what comes first is not counted."""
    do()
    taken = []
    for _ in range(repetitions):
        start = time.perf_counter()
        do()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
