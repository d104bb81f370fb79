"""Rank confidence sets, marginal and simultaneous with step-down: time, memory, and numpy beside it.

    python benchmarks/rank_sets.py

Populations with normal errors and standard errors from 1 to 5, whose true values are crowded, spread or far
apart (standard deviations of 2, 7 and 70): how far they are decides how many steps there are. 1,000 draws,
confidence of 95 %.

numpy computes the same sets population by population (an array of p x B at a time) in double precision, in
the same run; the sets are compared. Quoted, not run: the R package csranks takes about 64 minutes for 1,000
populations, or runs out of memory (measured on two shared cores; the method's table of anchors).

Beside the time on the wall stands the processor's: on a machine with other work it is the steadier. Memory is
by how much the peak of the process rose while the sets were computed.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import math
import resource
import statistics
import time
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from rating.ranking.sets import normal_errors, rank_sets

if TYPE_CHECKING:
    from collections.abc import Callable

    Case = tuple[np.ndarray, np.ndarray, np.ndarray]

DRAWS, ROUNDS, TARGET_S, CSRANKS_S = 1000, 5, 0.7, 64 * 60.0
SPREADS = {"crowded": 2.0, "spread": 7.0, "far apart": 70.0}
FEW, MANY, MORE = 150, 1000, (5000, 10_000)


def case(populations: int, spread: float) -> Case:
    """Make estimates, errors and standard errors."""
    rng = np.random.default_rng(51)
    s = np.exp(rng.uniform(0.0, math.log(5.0), populations))
    estimates = rng.normal(0.0, spread, populations) + s * rng.standard_normal(populations)
    return estimates, normal_errors(s, DRAWS, rng), s


def ours(numbers: Case, threads: int) -> np.ndarray:
    """Return all ends, shape (4, p)."""
    sets = rank_sets(*numbers, threads=threads)
    parts = (sets.marginal, sets.simultaneous)
    return np.array([ends for part in parts for ends in (part.low, part.high)])


def numpy_sets(numbers: Case) -> np.ndarray:
    """Return all ends, shape (4, p), by looking at all differences of all draws."""
    estimates, errors, s = numbers[0], numbers[1].astype(float), numbers[2]
    populations, draws = errors.shape
    place = math.ceil(0.95 * (draws + 1) - 1e-9) - 1
    roots = np.sqrt(s[:, None] ** 2 + s[None] ** 2)
    ratios = (estimates[:, None] - estimates[None]) / roots

    def largest(j: int, critical: float) -> np.ndarray:
        differences = (errors - errors[j]) / roots[j][:, None]
        not_above, not_below = ratios[j] <= critical, -ratios[j] <= critical
        return np.asarray(np.maximum(differences[not_above].max(axis=0), -differences[not_below].min(axis=0)))

    def stepped(members: np.ndarray) -> np.ndarray:
        critical, before = np.inf, -1
        while True:
            values = np.max([largest(j, critical) for j in members], axis=0)
            critical = max(np.partition(values, place)[place], 0.0)
            above, below = (-ratios > critical).sum(axis=1), (ratios > critical).sum(axis=1)
            found = int((above + below)[members].sum())
            if found in (0, before):
                return np.array([1 + above, populations - below])[:, members]
            before = found

    everybody = np.arange(populations)
    alone = np.concatenate([stepped(everybody[j : j + 1]) for j in everybody], axis=1)
    return np.concatenate([alone, stepped(everybody)])


def timed(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median seconds on the wall and of the processor."""
    wall, processor = [], []
    for _ in range(rounds):
        start, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return statistics.median(wall), statistics.median(processor)


def peak() -> float:
    """Return the most that the process has ever taken, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print times, memory, ratios and whether the target is met."""
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        start = time.perf_counter()
        ours(case(20, 2.0), 1)
        print(f"first call, compiled or loaded: {time.perf_counter() - start:.1f} s, not counted below")
        slowest = 0.0
        for (name, spread), threads in product(SPREADS.items(), (1, 2)):
            numbers = case(MANY, spread)
            wall, processor = timed(lambda n=numbers, t=threads: ours(n, t), ROUNDS)
            slowest = max(slowest, wall)
            width = np.diff(ours(numbers, threads)[:2], axis=0).mean() + 1
            print(
                f"p = {MANY:,}, {name:<9} threads: {threads}  {wall:6.3f} s (processor {processor:.3f})   "
                f"marginal sets {width:.0f} places wide"
            )
        verdict = "met" if slowest <= TARGET_S else f"MISSED by a factor of {slowest / TARGET_S:.1f}"
        print(f"slowest {slowest:.3f} s, target {TARGET_S} s: {verdict}")
        print(f"csranks, quoted: 64 min / out of memory (x{CSRANKS_S / slowest:,.0f} of our slowest)")
        for populations in MORE:
            numbers = case(populations, SPREADS["spread"])
            before = peak()
            wall, processor = timed(lambda n=numbers: ours(n, 2), 1)
            given = numbers[1].nbytes / 2**20
            print(
                f"p = {populations:,}, spread, threads: 2   {wall:6.3f} s (processor {processor:.3f})   "
                f"{peak() - before:.0f} MB beside the {given:.0f} MB of errors given"
            )
        for populations in (FEW, MANY):
            numbers = case(populations, SPREADS["spread"])
            start, found = time.perf_counter(), numpy_sets(numbers)
            there = time.perf_counter() - start
            wall, _ = timed(lambda n=numbers: ours(n, 1), ROUNDS)
            same = bool((found == ours(numbers, 1)).all())
            print(
                f"p = {populations:,}, spread, one thread  {wall:6.3f} s   numpy {there:7.2f} s   "
                f"x{there / wall:.0f}   the same sets: {same}"
            )


if __name__ == "__main__":
    main()
