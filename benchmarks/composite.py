"""Composite uncertainty: the ranks of many units under many specifications.

    python benchmarks/composite.py

10,000 units, 40 indicators in 8 pillars, 1,024 specifications drawn over weights, normalisations, means and
indicators left out: median rank and 5-95 % range of every unit. Beside it, in the same run, the same
specifications one by one with numpy and scipy (20 of them, scaled up). COINr's time is quoted from the
method's design: 83 ms a run for 51 units. Also the composite engine itself, from raw values to scores with
its record.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata
from threadpoolctl import threadpool_info, threadpool_limits

from rating.composite.aggregate import AGGREGATIONS
from rating.composite.tables import Table, TableFramework, compose
from rating.ranking.sensitivity import Choices, ScoreModel
from rating.ranking.sensitivity.choices import Runs, draw_runs
from rating.ranking.sensitivity.sensitivity import ranks_of, summarised

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS, INDICATORS, PILLARS, RUNS, ONE_BY_ONE = 10_000, 40, 8, 1024, 20
THREADS, TARGET = 2, 1.0
COINR_SECONDS_A_RUN = 0.083


def median_seconds(work: Callable[[], object], times: int = 5) -> float:
    """Return the median time of some calls."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def one_by_one(model: ScoreModel, runs: Runs, choices: Choices) -> None:
    """Rank run by run, as one would write it down."""
    normalised = {name: model.normalised(name) for name in choices.normalisations}
    for run in range(ONE_BY_ONE):
        values = normalised[choices.normalisations[runs.normalisation[run]]]
        names = choices.aggregations[runs.aggregation[run]]
        inner, outer = (
            own if name == "stated" else name for name, own in zip(names, model.aggregation, strict=True)
        )
        weights = runs.weights[run, :INDICATORS].copy()
        if runs.left_out[run] >= 0:
            weights[runs.left_out[run]] = 0.0
        pillars = [
            AGGREGATIONS[inner].mean(values[:, model.pillar == place].T, weights[model.pillar == place])
            for place in range(PILLARS)
        ]
        scores = AGGREGATIONS[outer].mean(np.array(pillars), runs.weights[run, INDICATORS:])
        rankdata(-scores)


def whole_run(model: ScoreModel, choices: Choices, threads: int) -> None:
    """Draw, score, rank and summarise all specifications."""
    sets = draw_runs(model, choices, RUNS // 2, np.random.default_rng(1))
    summarised(ranks_of(model, Runs.joined(list(sets)), choices, threads=threads))


def engine(units: int, rng: np.random.Generator) -> Callable[[], object]:
    """Return the composite engine with all of its steps, ready to go."""
    codes = [f"i{place}" for place in range(INDICATORS)]
    framework = TableFramework(
        title="steps",
        indicators=[{"code": code, "parent": f"p{place % PILLARS}"} for place, code in enumerate(codes)],
        aggregates=[{"code": "index"}, *({"code": f"p{p}", "parent": "index"} for p in range(PILLARS))],
        impute={"method": "median"},
        treat={"method": "winsorise_or_log"},
        normalise={"method": "min_max", "floor": 1},
        aggregate={"method": "geometric"},
    )
    values = np.exp(rng.normal(size=(units, INDICATORS)))
    table = Table(tuple(map(str, range(units))), tuple(codes), values)
    return lambda: compose(table, framework)


def main() -> None:
    """Measure and print."""
    rng = np.random.default_rng(1)
    model = ScoreModel(
        points=rng.uniform(1.0, 100.0, size=(UNITS, INDICATORS)),
        codes=tuple(f"i{place}" for place in range(INDICATORS)),
        pillar=np.arange(INDICATORS) % PILLARS,
        indicator_weights=np.ones(INDICATORS),
        pillar_weights=np.ones(PILLARS),
        aggregation=("arithmetic", "geometric"),
        floor=1.0,
    )
    choices = Choices()
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        print(f"{UNITS:,} units x {INDICATORS} indicators x {RUNS:,} specifications")
        ours = {
            threads: median_seconds(lambda t=threads: whole_run(model, choices, t))
            for threads in (1, THREADS)
        }
        runs, _ = draw_runs(model, choices, 64, rng)
        peer = median_seconds(lambda: one_by_one(model, runs, choices), 3) * RUNS / ONE_BY_ONE
        for threads, seconds in ours.items():
            met = f" (target {TARGET} s: {'kept' if seconds <= TARGET else 'MISSED'})" if threads > 1 else ""
            print(f"  ours, {threads} thread(s)      {seconds:7.2f} s{met}")
        print(f"  one by one in numpy  {peer:7.2f} s, {peer / ours[1]:.0f} times ours on one thread")
        coinr = COINR_SECONDS_A_RUN * RUNS
        print(f"  COINr, quoted        {coinr:7.2f} s for 51 units")
        for units in (51, 1000, UNITS):
            print(
                f"the engine's steps, {units:6,} units: {1000 * median_seconds(engine(units, rng)):7.1f} ms"
            )


if __name__ == "__main__":
    main()
