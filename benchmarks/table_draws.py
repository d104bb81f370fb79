"""Draws of M and H of tables 5 x 8, beside the same draws made with numpy, in one process.

    python benchmarks/table_draws.py

One company with 1,000 draws, and 10,000 companies with 500: as a process (Dirichlet shares by level) and as
counted (Dirichlet-multinomial people added to those who answered; about 5 answers a cell, and three to nine
unobserved for ten who answered). numpy is given a twentieth of the companies, its tables in one array and
`rating.indices` for M and H; its time is multiplied. Quoted, not run: R segregation takes 2.44 s and pysal
9.4 s for 1,000 draws of one company (measured on two shared cores; the method's table of anchors).

Beside the time on the wall stands the processor's: on a machine with other work it is the steadier.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from rating.indices import mutual_information, theil_h
from rating.inference.table_draws import TableDraws, completed_table_draws, process_table_draws

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS, GROUPS, ALPHA = 5, 8, np.full(8, 0.5)
COMPANIES, DRAWS, PART, ROUNDS = 10_000, 500, 20, 5
TARGET_ONE_MS, TARGET_ALL_S = 5.0, 3.0


@dataclass(frozen=True)
class Firms:
    """Answers and people without one."""

    counts: np.ndarray
    unobserved: np.ndarray

    @classmethod
    def of(cls, companies: int) -> Firms:
        """Make some."""
        rng = np.random.default_rng(41)
        counts = rng.poisson(5.0, (companies, LEVELS, GROUPS)).astype(float)
        return cls(counts, np.rint(counts.sum(axis=2) * rng.uniform(0.3, 0.9, (companies, LEVELS))))

    @property
    def sizes(self) -> np.ndarray:
        """People of each level."""
        return np.asarray(self.counts.sum(axis=2) + self.unobserved)


def our_process(firms: Firms, draws: int, rng: np.random.Generator, threads: int = 1) -> TableDraws:
    """Draw the process, one table at a time."""
    return process_table_draws(firms.counts, firms.sizes, ALPHA, draws, rng, threads=threads)


def our_completed(firms: Firms, draws: int, rng: np.random.Generator, threads: int = 1) -> TableDraws:
    """Draw the workforce as counted, one table at a time."""
    return completed_table_draws(firms.counts, firms.unobserved, ALPHA, draws, rng, threads=threads)


def numpy_process(firms: Firms, draws: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw the process with an array of all tables."""
    gammas = rng.standard_gamma((firms.counts + ALPHA)[:, None], (len(firms.counts), draws, LEVELS, GROUPS))
    tables = gammas / gammas.sum(axis=-1, keepdims=True) * firms.sizes[:, None, :, None]
    return mutual_information(tables), theil_h(tables)


def numpy_completed(firms: Firms, draws: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw the workforce as counted with an array of all tables."""
    gammas = rng.standard_gamma((firms.counts + ALPHA)[:, None], (len(firms.counts), draws, LEVELS, GROUPS))
    people = firms.unobserved[:, None].astype(np.int64)
    added = rng.multinomial(people, gammas / gammas.sum(axis=-1, keepdims=True))
    tables = firms.counts[:, None] + added
    return mutual_information(tables), theil_h(tables)


def medians(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median seconds on the wall and of the processor, after one run to warm up."""
    wall, processor = [], []
    for turn in range(ROUNDS + 1):
        start, used = time.perf_counter(), time.process_time()
        work()
        if turn:
            wall.append(time.perf_counter() - start)
            processor.append(time.process_time() - used)
    return statistics.median(wall), statistics.median(processor)


def main() -> None:
    """Print times, ratios and whether the targets are met."""
    rng = np.random.default_rng(1)
    one, every, part = Firms.of(1), Firms.of(COMPANIES), Firms.of(COMPANIES // PART)
    draws = {"process": (our_process, numpy_process), "completed": (our_completed, numpy_completed)}
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        for name, (ours, theirs) in draws.items():
            wall, processor = medians(lambda f=ours: f(one, 1000, rng))
            there, _ = medians(lambda f=theirs: f(one, 1000, rng))
            verdict = "met" if wall <= TARGET_ONE_MS / 1000 else "MISSED"
            print(
                f"{name:<10} 1 company x 1,000    {1000 * wall:7.2f} ms (processor {1000 * processor:.2f})  "
                f"numpy {1000 * there:7.2f} ms  x{there / wall:.1f}  target {TARGET_ONE_MS:.0f} ms: {verdict}"
            )
        for name, (ours, theirs) in draws.items():
            there, _ = medians(lambda f=theirs: f(part, DRAWS, rng))
            for threads in (1, 2):
                wall, processor = medians(lambda f=ours, n=threads: f(every, DRAWS, rng, n))
                verdict = (
                    "met" if wall <= TARGET_ALL_S else f"MISSED by a factor of {wall / TARGET_ALL_S:.1f}"
                )
                print(
                    f"{name:<10} {COMPANIES:,} x {DRAWS}, threads: {threads}  {wall:6.2f} s (processor "
                    f"{processor:.2f})   numpy {PART * there:6.1f} s   x{PART * there / wall:.1f}   "
                    f"target {TARGET_ALL_S:.0f} s: {verdict}"
                )


if __name__ == "__main__":
    main()
