"""Do rank confidence sets hold the true ranks as often as they say? Cell by cell, 95 %.

    python benchmarks/rank_set_coverage.py --replications 4000 --processes 2

From draws: 10 or 40 populations with normal errors of known standard errors, equal or spread by a factor of
five (in random order), whose true values are all equal, equally spaced and close, in two clusters, or equal
but for a few far above. In each replication estimates are drawn around the true values, errors anew (199
draws), and the sets computed with step-down. From counts: groups with even, linearly falling, clustered or
few large shares, 5 or 50 people a group.

Counted is how often the marginal set of a population holds its true ranks (of the population where it is
least often, and the mean), how often all simultaneous sets do, and how often the sets of the 1 and 3 best
contain all of the truly best. Equal populations share the places that they take together: all of these must
be in the set.

Verdict: a figure fails where it is below 94 % beyond what chance explains: a one-sided binomial test,
Bonferroni-adjusted over all figures of the run (the marginal sets of each population count singly), at 5 %.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba looks for a package named coverage, which the script beside this one is not

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import binom
from threadpoolctl import threadpool_limits

from rating.ranking.sets import multinomial_rank_sets, normal_errors, rank_sets

if TYPE_CHECKING:
    from rating.ranking.sets import RankSets

GATE, DOUBT, DRAWS = 0.94, 0.05, 199
POPULATIONS, BEST = (10, 40), (1, 3)
TRUTHS, ERRORS, PEOPLE = ("equal", "close", "clusters", "few far"), ("equal", "spread"), (5, 50)


@dataclass(frozen=True)
class Cell:
    """One case: `by` is the kind of standard errors, or the people a group."""

    populations: int
    truth: str
    by: str | int
    seed: int

    @property
    def values(self) -> np.ndarray:
        """True values in standard errors, highest first."""
        p = self.populations
        return {
            "equal": np.zeros(p),
            "close": np.linspace(p / 5.0, 0.0, p),
            "clusters": np.where(np.arange(p) < p / 2, 12.0, 0.0),
            "few far": np.where(np.arange(p) < p / 5, 10.0 * (p - np.arange(p)), 0.0),
        }[self.truth]

    @property
    def shares(self) -> np.ndarray:
        """True shares, highest first."""
        p = self.populations
        parts = {
            "equal": np.ones(p),
            "close": np.linspace(2.0, 1.0, p),
            "clusters": np.where(np.arange(p) < p / 2, 4.0, 1.0),
            "few far": np.where(np.arange(p) < p / 5, 10.0 * (p - np.arange(p)), 1.0),
        }[self.truth]
        return parts / parts.sum()


def coverage(cell: Cell, replications: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how often each marginal set held, shape (p,), and all simultaneous sets and the best."""
    rng = np.random.default_rng(cell.seed)
    truth = cell.values if isinstance(cell.by, str) else cell.shares
    first = 1 + (truth[None] > truth[:, None]).sum(axis=1)
    last = (truth[None] >= truth[:, None]).sum(axis=1)
    s = np.ones(len(truth))
    if cell.by == "spread":
        s = rng.permutation(np.geomspace(0.5, 2.5, len(truth)))

    def drawn() -> RankSets:
        if isinstance(cell.by, int):
            return multinomial_rank_sets(rng.multinomial(cell.by * len(truth), truth))
        return rank_sets(truth + s * rng.standard_normal(len(s)), normal_errors(s, DRAWS, rng), s)

    alone, others = np.zeros(len(truth), dtype=int), np.zeros(1 + len(BEST), dtype=int)
    with threadpool_limits(1):
        for _ in range(replications):
            sets = drawn()
            alone += (sets.marginal.low <= first) & (last <= sets.marginal.high)
            others[0] += ((sets.simultaneous.low <= first) & (last <= sets.simultaneous.high)).all()
            for place, tau in enumerate(BEST, start=1):
                others[place] += sets.best(tau)[first <= tau].all()
    return alone / replications, others / replications


def main() -> int:
    """Print table and verdict; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--replications", type=int, default=4000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kinds = [*product(POPULATIONS, TRUTHS, ERRORS), *product(POPULATIONS, TRUTHS, PEOPLE)]
    cells = [Cell(p, truth, by, options.seed * 1000 + number) for number, (p, truth, by) in enumerate(kinds)]
    figures = sum(cell.populations + 1 + len(BEST) for cell in cells)
    bound = binom.ppf(DOUBT / figures, options.replications, GATE) / options.replications
    print(f"{options.replications} replications, {figures} figures: a figure fails below {bound:.4f}")
    print("populations truth errors or people | marginal (mean) simultaneous best 1 best 3")
    missed = 0
    with ProcessPoolExecutor(options.processes) as pool:
        results = pool.map(coverage, cells, [options.replications] * len(cells))
        for cell, (alone, others) in zip(cells, results, strict=True):
            failed = int((alone < bound).sum() + (others < bound).sum())
            missed += failed
            by = f"{cell.by} a group" if isinstance(cell.by, int) else cell.by
            print(
                f"{cell.populations:11} {cell.truth:8} {by:11} | {alone.min():.4f} ({alone.mean():.4f}) "
                + " ".join(f"{value:.4f}" for value in others)
                + (f"   FAILED: {failed}" if failed else "   kept"),
                flush=True,
            )
    print(f"gate {GATE}, {len(cells)} cells: {'kept' if not missed else f'MISSED by {missed} figures'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
