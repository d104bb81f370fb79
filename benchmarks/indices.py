"""The shelf of indices beside scikit-bio, in one process on the same counts.

    python benchmarks/indices.py

10,000 companies x 8 attributes of five groups. scikit-bio computes one community at a time, as its interface
has it; it is given a tenth of the communities and its time is multiplied. It has no IQV: ours is beside its
Simpson index, which is the larger part of the work.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
from skbio import __version__ as peer_version
from skbio.diversity import alpha
from threadpoolctl import threadpool_info, threadpool_limits

from rating.indices import blau, hill, iqv, richness, shannon

if TYPE_CHECKING:
    from collections.abc import Callable

COMPANIES, ATTRIBUTES, GROUPS, PART = 10_000, 8, 5, 10
PAIRS: dict[str, tuple[Callable[[np.ndarray], object], Callable[[np.ndarray], float]]] = {
    "Richness": (richness, alpha.sobs),
    "Blau": (blau, alpha.simpson),
    "IQV": (iqv, alpha.simpson),
    "Shannon": (shannon, lambda row: alpha.shannon(row, base=np.e)),
    "Hill 1": (lambda counts: hill(counts, 1.0), lambda row: alpha.hill(row, order=1)),
    "Hill 2": (hill, alpha.inv_simpson),
    "Hill infinity": (lambda counts: hill(counts, np.inf), lambda row: 1.0 / alpha.berger_parker_d(row)),
}
#: The three that the target of 2.25 s was measured with.
ANCHOR = ("Blau", "Shannon", "Hill 2")


def median_seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the median time of some runs, after one that is not counted."""
    work()
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
    here: dict[str, float] = {}
    there: dict[str, float] = {}
    with threadpool_limits(1):
        pools = [f"{pool['internal_api']} {pool['num_threads']}" for pool in threadpool_info()]
        print(f"numpy {np.__version__}, scikit-bio {peer_version}, threads: {', '.join(pools)}")
        for name, (ours, theirs) in PAIRS.items():
            here[name] = median_seconds(lambda f=ours: f(counts), 21)
            there[name] = PART * median_seconds(lambda f=theirs: [f(row) for row in part], 5)
    here["all seven"], there["all seven"] = sum(here.values()), sum(there.values())
    for name, seconds in here.items():
        peer = f"scikit-bio {1000 * there[name]:8,.0f} ms"
        print(f"{name:<14} ours {1000 * seconds:6.2f} ms   {peer}   x{there[name] / seconds:,.0f}")
    three = sum(there[name] for name in ANCHOR)
    print(f"three of scikit-bio ({', '.join(ANCHOR)}) {1000 * three:,.0f} ms over our seven:", end=" ")
    print(f"x{three / here['all seven']:,.0f}")


if __name__ == "__main__":
    main()
