"""The shelf of indices beside scikit-bio, in one process on the same counts.

    python benchmarks/indices.py

10,000 companies x 8 attributes of five groups. scikit-bio computes one community at a time, as its interface
has it; it is given a tenth of the communities and its time is multiplied.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
from skbio.diversity import alpha
from threadpoolctl import threadpool_info, threadpool_limits

from rating.indices import blau, hill, shannon

if TYPE_CHECKING:
    from collections.abc import Callable

COMPANIES, ATTRIBUTES, GROUPS, PART = 10_000, 8, 5, 10
PAIRS: dict[str, tuple[Callable[[np.ndarray], object], Callable[[np.ndarray], float]]] = {
    "Blau": (blau, alpha.simpson),
    "Shannon": (shannon, lambda row: alpha.shannon(row, base=np.e)),
    "Hill, order 2": (hill, alpha.inv_simpson),
}


def median_seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the median time of some runs."""
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Print the ratios."""
    counts = np.random.default_rng(1).integers(1, 200, size=(COMPANIES, ATTRIBUTES, GROUPS)).astype(float)
    part = counts.reshape(-1, GROUPS)[::PART]
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        for name, (ours, theirs) in PAIRS.items():
            here = median_seconds(lambda f=ours: f(counts), 9)
            there = PART * median_seconds(lambda f=theirs: [f(row) for row in part], 3)
            times = f"ours {1000 * here:7.1f} ms   scikit-bio {1000 * there:8.0f} ms"
            print(f"{name:<14} {times}   x{there / here:,.0f}")


if __name__ == "__main__":
    main()
