"""Regressions on panels beside statsmodels, pyfixest and lme4, one thread each.

    python benchmarks/performance.py [--every 32]

REML of a random level for 10,000 companies of 5 years; 1,024 specifications (all choices among ten controls)
with companies' effects taken out and errors clustered by company, 1,500 companies of 6 years; least squares
with 12 controls and clustered errors on 50,000 rows. Medians. Estimates have to agree: with pyfixest, lme4
and least squares to 1e-6; statsmodels stops its search for variances earlier, and how far it is off is told.
pyfixest is asked for every 32nd specification (--every 1 for all), and its time scaled up. lme4 is timed by R
itself, around `lmer` alone; where R or lme4 is not there, its row says so.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import threadpool_limits

# numba, which pyfixest loads, would take benchmarks of the same name for its own modules
sys.path.pop(0)

import pandas as pd
import pyfixest
import statsmodels.api as sm
from statsmodels.regression.mixed_linear_model import MixedLM

from rating.performance.regression.clustered import cr1
from rating.performance.regression.fixed_effects import FixedEffects
from rating.performance.regression.groups import Groups
from rating.performance.regression.many import Columns, Regression
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import Partialled
from rating.performance.regression.random_intercept import random_intercept

if TYPE_CHECKING:
    from collections.abc import Callable

SAME = 1e-6
LME4 = """
suppressMessages(library(lme4))
table <- read.csv("{file}")
exact <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10), calc.derivs = FALSE)
fitted <- function() lmer({formula}, table, REML = TRUE, control = exact)
taken <- replicate(3, system.time(fitted())[["elapsed"]])
fit <- fitted()
cat(sprintf("%.15g\\n", c(median(taken), fixef(fit), as.data.frame(VarCorr(fit))$vcov)))
"""


def median_seconds(work: Callable[[], object], times: int) -> float:
    """Return the median time of some calls."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def told(name: str, target: float, ours: float, peers: dict[str, tuple[float, float]]) -> bool:
    """Print ours beside peers, each with its time and how far it is off; return whether ours is in time."""
    missed = "" if ours <= target else ", MISSED"
    print(f"{name}: {1000 * ours:,.1f} ms (target {1000 * target:,.0f} ms{missed})")
    for peer, (seconds, off) in peers.items():
        print(f"    {peer:24}{1000 * seconds:>12,.1f} ms  {seconds / ours:>8,.0f} x   off by {off:.1e}")
    return ours <= target


def off(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Return the largest relative difference."""
    return float(np.max(np.abs(ours - theirs) / np.abs(theirs)))


def random_intercepts(rng: np.random.Generator) -> tuple[bool, float]:
    """Measure REML."""
    company = np.repeat(np.arange(10_000), 5)
    controls = rng.normal(size=(len(company), 5))
    outcome = controls.sum(axis=1) + rng.normal(size=10_000)[company] + rng.normal(size=len(company))
    columns = np.column_stack((np.ones(len(company)), controls))
    groups = Groups.of(company)
    ours = median_seconds(lambda: random_intercept(columns, outcome, Groups.of(company)), 21)
    fit = random_intercept(columns, outcome, groups)
    found = np.append(fit.coefficients, (fit.between, fit.within))
    start = time.perf_counter()
    with warnings.catch_warnings(action="ignore"):
        theirs = MixedLM(outcome, columns, groups=company).fit(reml=True)
    seconds = time.perf_counter() - start
    expected = np.array([*theirs.fe_params, theirs.cov_re[0, 0], theirs.scale])
    peers = {"statsmodels MixedLM": (seconds, off(found, expected))}
    by_r = lme4(pd.DataFrame(columns[:, 1:], columns=list("abcde")).assign(y=outcome, company=company))
    exact = 0.0
    if by_r is not None:
        exact = off(found, by_r[1:])
        peers["lme4"] = (float(by_r[0]), exact)
    fine = told("random intercepts, REML, 50,000 rows, 10,000 companies", 0.010, ours, peers)
    if by_r is None:
        print("    lme4: not measured, R or the package is not there")
    return fine, exact


def lme4(table: pd.DataFrame) -> np.ndarray | None:
    """Return lme4's median seconds, coefficients and variances; None where it is not there."""
    script = shutil.which("Rscript")
    if script is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.csv"
        table.to_csv(file, index=False)
        code = LME4.format(file=file, formula="y ~ a + b + c + d + e + (1 | company)")
        done = subprocess.run([script, "-e", code], capture_output=True, text=True, check=False)
    return np.array(done.stdout.split(), dtype=float) if done.returncode == 0 else None


def specifications(rng: np.random.Generator, every: int) -> tuple[bool, float]:
    """Measure very many regressions."""
    company = np.repeat(np.arange(1_500), 6)
    level = rng.normal(size=(1_500, 12))[company]
    values = level + rng.normal(size=(len(company), 12))
    values[:, 1] += values[:, 0] + 0.3 * values[:, 2:].sum(axis=1)
    choices = list(chain.from_iterable(combinations(range(2, 12), size) for size in range(11)))
    regressions = [Regression(0, 1, choice) for choice in choices]

    def all_of_them() -> tuple[np.ndarray, np.ndarray]:
        groups = Groups.of(company)
        nuisance = Nuisance(len(company), FixedEffects(groups))
        columns = Columns(nuisance.taken_out(values), groups, nuisance.parameters_beside(groups))
        found = columns.fit(regressions)
        return found.slopes, found.standard_errors

    ours = median_seconds(all_of_them, 5)
    found = np.column_stack(all_of_them())
    names = ["x", "y", *"abcdefghij"]
    table = pd.DataFrame(values, columns=names).assign(company=company)

    def one(choice: tuple[int, ...]) -> tuple[float, float]:
        formula = " + ".join(["y ~ x", *(names[number] for number in choice)]) + " | company"
        fit = pyfixest.feols(formula, table, vcov={"CRV1": "company"}, fixef_rm="none")
        return float(fit.coef()["x"]), float(fit.se()["x"])

    one(choices[-1])  # what is compiled on first use is not counted
    asked = list(range(0, len(choices), every))
    start = time.perf_counter()
    theirs = np.array([one(choices[place]) for place in asked])
    seconds = (time.perf_counter() - start) * len(choices) / len(asked)
    difference = off(found[asked], theirs)
    peer = f"pyfixest, {len(asked):,} of them" if every > 1 else "pyfixest"
    return told(
        "1,024 specifications, clustered errors, 9,000 rows", 3.0, ours, {peer: (seconds, difference)}
    ), difference


def least_squares(rng: np.random.Generator) -> tuple[bool, float]:
    """Measure one regression."""
    company = np.repeat(np.arange(10_000), 5)
    columns = rng.normal(size=(len(company), 13)) + rng.normal(size=(10_000, 1))[company]
    outcome = columns.sum(axis=1) + rng.normal(size=10_000)[company] + rng.normal(size=len(company))

    def ours() -> tuple[float, float]:
        nuisance = Nuisance(len(company), None, columns[:, 1:])
        part = Partialled.of(columns[:, 0], outcome, nuisance, Groups.of(company))
        return part.slope, cr1(part).standard_error

    def theirs() -> tuple[float, float]:
        model = sm.OLS(outcome, sm.add_constant(columns))
        fit = model.fit(cov_type="cluster", cov_kwds={"groups": company})
        return float(fit.params[1]), float(fit.bse[1])

    seconds, peer = median_seconds(ours, 21), median_seconds(theirs, 5)
    difference = off(np.array(ours()), np.array(theirs()))
    return told(
        "least squares, CR1, 50,000 rows, 13 columns", 0.010, seconds, {"statsmodels OLS": (peer, difference)}
    ), difference


def main() -> int:
    """Measure and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument(
        "--every", type=int, default=32, help="of the specifications pyfixest is asked for"
    )
    every = arguments.parse_args().every
    rng = np.random.default_rng(1)
    with threadpool_limits(1):
        results = [random_intercepts(rng), specifications(rng, every), least_squares(rng)]
    same = all(difference <= SAME for _, difference in results)
    if not same:
        print("ESTIMATES DISAGREE")
    return 0 if same and all(fine for fine, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
