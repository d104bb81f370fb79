"""Climate scales beside pandas and statsmodels, in one process on the same answers, and how far gaps err.

    python benchmarks/climate.py

Reliability: 1,000 companies of 100 people and 8 items, from rows to one alpha a company; pandas has
`groupby().cov()`. Pooled means: 40 groups of 50 people and 10,000 of 5, from rows to shrunken means;
statsmodels has `MixedLM` by REML. Both are checked to give the same figures first.

Errors: mean squared error of the largest gap between groups, raw and pooled, and how often the 90 % interval
holds the true one, over 2,000 invented companies a cell with a standard deviation of 0.8 within groups.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from statsmodels.regression.mixed_linear_model import MixedLM
from threadpoolctl import threadpool_info, threadpool_limits

from rating.climate import Item, Scale, sums_of
from rating.indices.alpha import alpha
from rating.inference.group_means import pool_group_means
from rating.inference.group_spread import estimate_tau, shrink

if TYPE_CHECKING:
    from collections.abc import Callable

COMPANIES, PEOPLE, ITEMS = 1_000, 100, 8
GROUPS = ((40, 50), (10_000, 5))  # how many, of how many people
REPLICATIONS, WITHIN = 2_000, 0.8
SIZES = ((60, 40), (200, 12), (40, 30, 10), (150, 60, 25, 9, 5), (12, 10, 8, 8, 6, 5, 5))
TAUS = (0.0, 0.15, 0.3, 0.6)


def median_seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the median time of some runs."""
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def report(what: str, peer: str, ours: Callable[[], np.ndarray], theirs: Callable[[], np.ndarray]) -> None:
    """Print both times, after both have given the same."""
    np.testing.assert_allclose(ours(), theirs(), atol=1e-3)
    here, there = median_seconds(ours, 9), median_seconds(theirs, 5)
    print(f"{what:<24} ours {1000 * here:7.1f} ms   {peer} {1000 * there:7.1f} ms   x{there / here:,.1f}")


def reliability(rng: np.random.Generator) -> None:
    """Compare alphas of companies."""
    people = COMPANIES * PEOPLE
    company = np.repeat(np.arange(COMPANIES), PEOPLE)
    rows = np.clip(np.rint(3 + 0.7 * rng.normal(size=(people, 1)) + rng.normal(size=(people, ITEMS))), 1, 5)
    scale = Scale("climate", tuple(Item(f"item{number}") for number in range(ITEMS)))
    frame = pd.DataFrame(rows)

    def theirs() -> np.ndarray:
        tables = frame.groupby(company).cov().to_numpy().reshape(COMPANIES, ITEMS, ITEMS)
        own = tables.trace(axis1=1, axis2=2)
        return np.asarray(ITEMS / (ITEMS - 1) * (1 - own / tables.sum(axis=(1, 2))))

    report(
        "alpha of 1,000",
        "pandas     ",
        lambda: alpha(sums_of(rows, scale, group=company, groups=COMPANIES).covariances()),
        theirs,
    )


def pooled_means(rng: np.random.Generator, groups: int, size: int) -> None:
    """Compare shrunken means."""
    group = np.repeat(np.arange(groups), size)
    people = groups * size
    rows = np.clip(np.rint(3.4 + 0.4 * rng.normal(size=groups)[group] + 0.9 * rng.normal(size=people)), 1, 5)
    scale = Scale("one", (Item("item"),))

    def ours() -> np.ndarray:
        sums = sums_of(rows[:, None], scale, group=group, groups=groups)
        means, variances = sums.means(), sums.mean_variances()
        return shrink(means, variances, estimate_tau(means, variances))[0]

    def theirs() -> np.ndarray:
        fit = MixedLM(rows, np.ones((people, 1)), groups=group).fit(reml=True)
        return fit.fe_params[0] + np.array([effect.iloc[0] for effect in fit.random_effects.values()])

    report(f"shrunken means of {groups:,}", "statsmodels", ours, theirs)


def errors(rng: np.random.Generator) -> None:
    """Print the errors of the largest gap."""
    print("\nlargest gap: mean squared error raw, pooled; ratio; share of intervals that hold it")
    for sizes in SIZES:
        variances = WITHIN**2 / np.array(sizes)
        for tau in TAUS:
            true = 3.5 + tau * rng.normal(size=(REPLICATIONS, len(sizes)))
            seen = true + np.sqrt(variances) * rng.normal(size=true.shape)
            found = [pool_group_means(own, variances, rng=rng, draws=500) for own in seen]
            gap = np.ptp(true, axis=1)
            raw = np.mean((np.ptp(seen, axis=1) - gap) ** 2)
            ours = np.mean((np.array([own.largest_gap for own in found]) - gap) ** 2)
            held = np.mean([own.gap_low <= at <= own.gap_high for own, at in zip(found, gap, strict=True)])
            cell = f"{' '.join(map(str, sizes)):<20} tau {tau:4.2f}"
            print(f"{cell}   {raw:.4f}   {ours:.4f}   {ours / raw:.2f}   {100 * held:.0f} %")


def main() -> None:
    """Print the ratios and the errors."""
    rng = np.random.default_rng(1)
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        reliability(rng)
        for groups, size in GROUPS:
            pooled_means(rng, groups, size)
        errors(rng)


if __name__ == "__main__":
    main()
