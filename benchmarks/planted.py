"""Planted associations: found as large as they are, covered as often as promised, none where there is none.

    python benchmarks/planted.py [--replications 4000]

Panels of 300 companies in 5 years and of 1,000 in 8. Every company's true share varies around its own level
with a standard deviation of .06 (levels with .12), and is seen on 9 or 30 leaders, as a share; the outcome
has a level of each company (.10) and year (.02), the planted slope times the true share, and errors of .05.
Of the product's model within companies, over all replications of a panel: how often its 90 % interval for
the corrected slope covers the planted one, how often p is below 5 % where nothing was planted, the mean
corrected slope where the panel is informative, and how wide the interval is. The same panels without the
correction beside it. The program fails where a figure leaves what is asked for.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

from rating.performance.models import MODELS, partialled
from rating.performance.observations import Observations
from rating.performance.regression.clustered import cr2
from rating.performance.regression.errors_in_variables import corrected
from rating.performance.regression.groups import Groups

if TYPE_CHECKING:
    from rating.performance.regression.partialled import Partialled

SIZES, LEADERS, SLOPES = ((300, 5), (1_000, 8)), (9, 30), (0.0, 0.05, 0.1, 0.3)
LEVEL, LEAST_COVERED, MOST_BIAS, ALARMS = 0.9, 0.88, 0.15, 0.05
WITHIN = next(model for model in MODELS if model.key == "within")
AT_ONCE, MOSTLY = 50, 0.5


@dataclass(frozen=True)
class Cell:
    """What the replications of one panel say, arrays of shape (replications,)."""

    naive: np.ndarray
    slope: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p_value: np.ndarray

    def joined(self, other: Cell) -> Cell:
        """Put two together."""
        names = self.__dataclass_fields__
        return Cell(*(np.concatenate((getattr(self, name), getattr(other, name))) for name in names))


def replicated(companies: int, years: int, leaders: int, seed: int) -> list[Cell]:
    """Return for every planted slope what `AT_ONCE` panels say; the panels differ in nothing else."""
    rng = np.random.default_rng([seed, companies, leaders])
    company = Groups(np.repeat(np.arange(companies), years), companies)
    year = np.tile(np.arange(years), companies)
    told: list[list[tuple[float, ...]]] = [[] for _ in SLOPES]
    with threadpool_limits(1):
        for _ in range(AT_ONCE):
            level = np.clip(rng.normal(0.3, 0.12, companies), 0.05, 0.6)[company.codes]
            true = np.clip(level + rng.normal(0.0, 0.06, len(year)), 0.01, 0.99)
            seen = rng.binomial(leaders, true) / leaders
            rest = rng.normal(0, 0.1, companies)[company.codes] + rng.normal(0, 0.02, years)[year]
            rest += rng.normal(0, 0.05, len(year))
            errors = seen * (1.0 - seen) / (leaders - 1)
            rows = Observations(
                company, company, np.arange(len(year)), year, seen, rest, np.empty((len(year), 0)),
                error_variance=errors,
            )  # fmt: skip
            base = partialled(WITHIN, rows)
            effect = base.nuisance.taken_out(true)
            for slope, its in zip(SLOPES, told, strict=True):
                its.append(one(replace(base, outcome=base.outcome + slope * effect), errors))
    return [Cell(*np.array(its).T) for its in told]


def one(part: Partialled, errors: np.ndarray) -> tuple[float, ...]:
    """Return what one panel says."""
    found = corrected(part, errors, LEVEL)
    return part.slope, found.slope, found.low, found.high, cr2(part).p_value(part.slope)


def row(name: str, planted: float, cell: Cell) -> tuple[str, bool]:
    """Return a line of the table, and whether it is as asked for."""
    count = len(cell.slope)
    covered = float(np.mean((cell.low <= planted) & (planted <= cell.high)))
    informative = float(np.mean(~np.isnan(cell.slope)))
    alarms = float(np.mean(cell.p_value < ALARMS))
    slope = float(np.nanmean(cell.slope)) if informative else float("nan")
    width = float(np.median(cell.high - cell.low))
    sound = covered >= LEAST_COVERED
    # where most replications are refused, there is no slope to be wrong
    if planted and informative > MOSTLY:
        sound &= abs(slope / planted - 1.0) <= MOST_BIAS
    if not planted:
        # three standard errors: sixteen cells and four of them tested, all at once
        sound &= abs(alarms - ALARMS) <= 3.0 * (ALARMS * (1 - ALARMS) / count) ** 0.5
    bias = f"{slope / planted - 1:+8.1%}" if planted else f"{'':8}"
    told = f"{name:22}{planted:7.2f}{covered:9.3f}{alarms:9.4f}{np.mean(cell.naive):8.3f}{slope:9.3f}"
    return f"{told} {bias}{informative:9.1%}{width:8.2f}  {'' if sound else 'MISSED'}", sound


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--replications", type=int, default=4_000)
    batches = -(-arguments.parse_args().replications // AT_ONCE)
    print(f"{batches * AT_ONCE:,} replications of each panel")
    print("panel                 planted  covered  p < .05   naive corrected    bias informative width")
    sound = True
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for (companies, years), leaders in product(SIZES, LEADERS):
            jobs = [pool.submit(replicated, companies, years, leaders, seed) for seed in range(batches)]
            for place, planted in enumerate(SLOPES):
                parts = [job.result()[place] for job in jobs]
                cell = parts[0]
                for part in parts[1:]:
                    cell = cell.joined(part)
                line, fine = row(f"{companies:,} x {years}, {leaders} leaders", planted, cell)
                print(line, flush=True)
                sound &= fine
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
