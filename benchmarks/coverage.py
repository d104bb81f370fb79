"""Do the 90 % intervals cover what they say? The gate of the method, cell by cell.

    python benchmarks/coverage.py --replications 5000 --processes 2
    python benchmarks/coverage.py --replications 200 --sizes 8,60 --groups 5

A cell is a number of people n, a number of groups k, true shares and a response rate, for one of two targets:
the workforce as counted (a fixed workforce of n, of whom some answer) and the process behind it (all who
answer are drawn from the true shares). In each replication people answer, the intervals are computed by
`rating.inference` as in a rating, and it is noted whether they hold the truth.

Figures: Blau, Shannon, Hill number of order 2, IQV (as counted: over its attainable maximum), parity with a
benchmark half-way between geometric and even shares, a pillar (mean evenness of four attributes of the cell,
0 to 100) and a score (geometric mean of two pillars: diversity reached of that of the benchmark, at most all
of it, and parity, each the mean of four attributes, 1 to 100). Of the pillar as a process also the band: does
the run of bands that would be shown hold the true one? The intervals are drawn with half the samples that a
rating takes unless told otherwise: that saves time and does not flatter them.

Verdict: a cell fails where its coverage is below 88 % beyond what chance explains: a one-sided binomial test,
Bonferroni-adjusted over all cells and figures of the run, at 5 %. A correct method thus fails a run with a
probability of 5 % at most, and not one in twenty cells. Left out are only pillar and score as counted where a
rating withholds them, by a rule on what is observed (`rating.pipeline.source.FEWEST_SEEN`).

`--method` takes others for comparison: `flat` and `pooled` are Dirichlet posteriors, with one half for each
group and with a prior fitted to a city of a hundred companies, a quarter of each of the four make-ups;
`bootstrap` are percentiles of people drawn again from those seen.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import argparse
import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.stats import binom
from threadpoolctl import threadpool_info, threadpool_limits

from rating.indices import blau, hill, iqv, parity, shannon
from rating.inference import completed_counts, fit_pooled_prior, process_shares
from rating.inference.confidence import confidence
from rating.inference.paths import whole_people
from rating.inference.supposed import Counted, Process
from rating.pipeline.source import FEWEST_SEEN
from rating.ranking import band_probabilities, band_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rating.inference.confidence import Statistic


GATE, LEVEL, DOUBT = 0.88, 0.90, 0.05
SIZES, GROUPS, RESPONSES = (8, 9, 15, 30, 60, 150, 500), (2, 5, 10), (0.3, 0.6, 1.0)
TARGETS = ("process", "counted")
SHAPES = {
    "even": lambda k: np.full(k, 1.0 / k),
    "geometric": lambda k: 0.5 ** np.arange(1, k + 1) / (1.0 - 0.5**k),
    "dominant": lambda k: np.array([0.8, *[0.2 / (k - 1)] * (k - 1)]),
    "two groups": lambda k: np.array([0.6, 0.4, *[0.0] * (k - 2)]),
}
ATTRIBUTES = 4
ENDS = np.array([(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
#: Lower ends of the bands A to E, and how many draws decide.
BANDS, DRAWS = (80.0, 65.0, 50.0, 35.0, 0.0), 1000
_AT_ONCE = 64
_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Cell:
    """What is simulated."""

    target: str
    people: int
    groups: int
    shape: str
    response: float

    @property
    def answers(self) -> int:
        """How many people answer, at least one."""
        return max(1, round(self.people * self.response))

    @property
    def is_too_thin(self) -> bool:
        """Whether a rating gives neither pillars nor a score as counted."""
        return self.target == "counted" and self.groups > 2 and self.answers < FEWEST_SEEN


@dataclass(frozen=True)
class Covered:
    """How often an interval held the truth."""

    cell: Cell
    figure: str
    replications: int
    held: int
    width: float

    @property
    def coverage(self) -> float:
        """Share of the replications."""
        return self.held / self.replications

    @property
    def chance(self) -> float:
        """How probable so few are at a coverage that is just good enough."""
        return float(binom.cdf(self.held, self.replications, GATE))


def benchmark(k: int) -> np.ndarray:
    """Return the population that parity is judged by."""
    return np.asarray((SHAPES["geometric"](k) + SHAPES["even"](k)) / 2.0)


def variety(people: Sequence[np.ndarray], whole: float | None) -> Mapping[str, np.ndarray]:
    """Compute the indices of one attribute; `whole`: the number of people as counted."""
    (counts,) = people
    n = None if whole is None else np.full(counts.shape[:-1], whole)
    return {
        "Blau": blau(counts),
        "Shannon": shannon(counts),
        "Hill 2": hill(counts),
        "IQV": iqv(counts, people=n),
    }


def parities(people: Sequence[np.ndarray]) -> Mapping[str, np.ndarray]:
    """Compute the parity of one attribute."""
    (counts,) = people
    return {"parity": parity(counts, benchmark(counts.shape[-1]))}


def pillars(people: Sequence[np.ndarray], whole: float | None) -> Mapping[str, np.ndarray]:
    """Compute a pillar over the attributes: their mean evenness."""
    n = None if whole is None else np.full(people[0].shape[:-1], whole)
    return {"pillar": 100.0 * np.mean([iqv(counts, people=n) for counts in people], axis=0)}


def scores(people: Sequence[np.ndarray]) -> Mapping[str, np.ndarray]:
    """Compute a score of two pillars over the attributes: reached diversity, and parity."""
    population = benchmark(people[0].shape[-1])
    most = float(hill(population)) - 1.0
    reached = np.mean([np.minimum((hill(counts) - 1.0) / most, 1.0) for counts in people], axis=0)
    likeness = np.mean([parity(counts, population) for counts in people], axis=0)
    return {"score": np.sqrt((1.0 + 99.0 * reached) * (1.0 + 99.0 * likeness))}


def run(cell: Cell, replications: int, seed: int, name: str = "rated") -> list[Covered]:
    """Simulate a cell."""
    method = METHODS[name]
    entropy = [seed, *(ord(letter) for letter in json.dumps(asdict(cell), sort_keys=True))]
    rng = np.random.default_rng(entropy)
    shares = SHAPES[cell.shape](cell.groups)
    even, population = SHAPES["even"](cell.groups), benchmark(cell.groups)
    workforce = whole_people(shares[None] * cell.people, np.array([float(cell.people)]))[0]
    whole = float(cell.people) if cell.target == "counted" else None
    truth = workforce if cell.target == "counted" else shares
    seen = [_answers(cell, shares, workforce, replications, rng) for _ in range(ATTRIBUTES)]
    joined = [
        (_alike(seen), even[None], lambda people: pillars(people, whole)),
        (seen, np.array([even, population]), scores),
    ]
    found = []
    for parts, starts, figures in (
        (_alike(seen[:1]), even[None], lambda people: variety(people, whole)),
        (seen[:1], population[None], parities),
        *([] if cell.is_too_thin else joined),
    ):
        held: dict[str, list[np.ndarray]] = {}
        aim = {code: float(value) for code, value in figures([truth] * len(parts)).items()}
        rows = np.concatenate(parts, axis=1)
        distinct, place = np.unique(rows, axis=0, return_inverse=True)
        for begin in range(0, len(distinct), _AT_ONCE):
            block = np.split(distinct[begin : begin + _AT_ONCE], len(parts), axis=1)
            for code, distribution in method(cell, block, starts, figures, rng).items():
                ends = distribution.quantiles(ENDS)
                kept = (ends[:, 0] - _TOLERANCE <= aim[code]) & (aim[code] <= ends[:, 1] + _TOLERANCE)
                held.setdefault(code, []).append(np.stack([kept, ends[:, 1] - ends[:, 0]], axis=1))
                if code == "pillar" and cell.target == "process":
                    held.setdefault("band", []).append(_banded(distribution, aim[code]))
        for code, blocks in held.items():
            kept, width = np.concatenate(blocks)[place].T
            found.append(Covered(cell, code, replications, int(kept.sum()), float(width.mean())))
    return found


def _alike(seen: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Order groups and attributes by size where a figure does not tell them apart: fewer cases to look at."""
    ordered = -np.sort(-np.stack(seen, axis=1), axis=2)  # (replications, attributes, k)
    for group in range(ordered.shape[2] - 1, -1, -1):
        place = np.argsort(-ordered[:, :, group], axis=1, kind="stable")
        ordered = np.take_along_axis(ordered, place[:, :, None], axis=1)
    return [np.asarray(part) for part in np.moveaxis(ordered, 1, 0)]


def _banded(distribution: Distribution, truth: float) -> np.ndarray:
    """Tell whether the bands shown hold the true one, and how many are shown, shape (companies, 2)."""
    runs = band_runs(band_probabilities(distribution.draws(DRAWS).astype(np.float32), BANDS))
    true = int(np.argmax(truth >= np.array(BANDS) - _TOLERANCE))
    return np.stack([(runs[:, 0] <= true) & (true <= runs[:, 1]), runs[:, 1] - runs[:, 0] + 1], axis=1)


def _answers(
    cell: Cell, shares: np.ndarray, workforce: np.ndarray, replications: int, rng: np.random.Generator
) -> np.ndarray:
    if cell.target == "process":
        return rng.multinomial(cell.answers, shares, size=replications).astype(float)
    members = workforce.astype(np.int64)
    return rng.multivariate_hypergeometric(members, cell.answers, size=replications).astype(float)


def rated(
    cell: Cell,
    parts: Sequence[np.ndarray],
    starts: np.ndarray,
    figures: Statistic,
    rng: np.random.Generator,
) -> Mapping[str, Distribution]:
    """Do as a rating does."""
    peers = SHAPES["even"](cell.groups)
    if cell.target == "process":
        return confidence([Process(part, peers, starts) for part in parts], figures, rng)
    missing = np.full(len(parts[0]), float(cell.people - cell.answers))
    return confidence([Counted(part, peers, starts, missing) for part in parts], figures, rng)


class Distribution(Protocol):
    """What `Confidence` can do."""

    def quantiles(self, levels: np.ndarray) -> np.ndarray:
        """Return quantiles, shape (companies, levels)."""

    def draws(self, count: int) -> np.ndarray:
        """Return draws, shape (companies, count)."""


@dataclass(frozen=True)
class Drawn:
    """Draws of a figure, shape (companies, D), read as a distribution."""

    values: np.ndarray

    def quantiles(self, levels: np.ndarray) -> np.ndarray:
        """Return quantiles, shape (companies, levels)."""
        return np.asarray(np.quantile(self.values, levels, axis=1).T)

    def draws(self, _count: int) -> np.ndarray:
        """Return the draws."""
        return self.values


def posterior(
    alpha_of: Callable[[Cell, np.random.Generator], np.ndarray],
) -> Callable[..., Mapping[str, Distribution]]:
    """Return the method that draws from Dirichlet posteriors."""

    def method(
        cell: Cell,
        parts: Sequence[np.ndarray],
        _starts: np.ndarray,
        figures: Statistic,
        rng: np.random.Generator,
    ) -> Mapping[str, Distribution]:
        alpha = alpha_of(cell, rng)
        if cell.target == "process":
            people = [process_shares(part, alpha, DRAWS, rng) for part in parts]
        else:
            missing = np.full(len(parts[0]), float(cell.people - cell.answers))
            people = [completed_counts(part, missing, alpha, DRAWS, rng) for part in parts]
        return {code: Drawn(values) for code, values in figures(people).items()}

    return method


def of_a_city(cell: Cell, rng: np.random.Generator) -> np.ndarray:
    """Return the prior fitted to companies of all make-ups with as many people as the cell."""
    shares = np.repeat([shape(cell.groups) for shape in SHAPES.values()], 25, axis=0)
    return fit_pooled_prior(rng.multinomial(cell.answers, shares).astype(float)).alpha


def bootstrap(
    cell: Cell,
    parts: Sequence[np.ndarray],
    _starts: np.ndarray,
    figures: Statistic,
    rng: np.random.Generator,
) -> Mapping[str, Distribution]:
    """Draw people again from those seen."""
    again = [
        rng.multinomial(cell.answers, part[:, None] / cell.answers, size=(len(part), DRAWS)).astype(float)
        for part in parts
    ]
    return {code: Drawn(values) for code, values in figures(again).items()}


METHODS: Mapping[str, Callable[..., Mapping[str, Distribution]]] = {
    "rated": rated,
    "flat": posterior(lambda cell, _rng: np.full(cell.groups, 0.5)),
    "pooled": posterior(of_a_city),
    "bootstrap": bootstrap,
}


def cells(options: argparse.Namespace) -> list[Cell]:
    """Return the cells that were asked for; a census as counted is a point and needs no interval."""
    return [
        Cell(*cell)
        for cell in product(options.targets, options.sizes, options.groups, SHAPES, options.responses)
        if cell[0] == "process" or cell[4] < 1.0
    ]


def show(results: list[Covered], seconds: float) -> int:
    """Print table and verdict; returns the exit status."""
    figures = list(dict.fromkeys(result.figure for result in results))
    by_cell: dict[Cell, dict[str, Covered]] = {}
    for result in results:
        by_cell.setdefault(result.cell, {})[result.figure] = result
    print("| target | n | k | shares | answers | " + " | ".join(figures) + " |")
    print("|---|---|---|---|---|" + "---|" * len(figures))
    for cell, row in by_cell.items():
        values = " | ".join(
            f"{row[figure].coverage:.3f} ({row[figure].width:.3g})" if figure in row else ""
            for figure in figures
        )
        print(f"| {cell.target} | {cell.people} | {cell.groups} | {cell.shape} | {cell.answers} | {values} |")
    print("\ncoverage of 90 % intervals (mean width in the unit of the figure)\n")
    for figure in figures:
        of_figure = [result for result in results if result.figure == figure]
        worst = min(of_figure, key=lambda result: result.coverage)
        mean = np.mean([result.coverage for result in of_figure])
        below = sum(result.coverage < GATE for result in of_figure)
        print(
            f"{figure:8} mean {mean:.3f}, lowest {worst.coverage:.3f} in {worst.cell}, below {GATE}: {below}"
        )
    withheld = sum(cell.is_too_thin for cell in by_cell) / len(by_cell)
    limit = DOUBT / len(results)
    failed = [result for result in results if result.chance < limit]
    print(
        f"\n{len(by_cell)} cells, {len(results)} intervals, {results[0].replications} replications each, "
        f"pillars and scores withheld in {withheld:.1%} of the cells, {seconds:.0f} s\n"
        f"gate {GATE} at a multiplicity-adjusted p of {limit:.1e}: "
        + ("kept" if not failed else f"MISSED in {len(failed)}: {failed}")
    )
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )

    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(",")]

    def shares(text: str) -> list[float]:
        return [float(part) for part in text.split(",")]

    parser.add_argument("--replications", type=int, default=5000)
    parser.add_argument("--sizes", type=numbers, default=SIZES, help="numbers of people, with commas")
    parser.add_argument("--groups", type=numbers, default=GROUPS, help="numbers of groups")
    parser.add_argument("--responses", type=shares, default=RESPONSES, help="response rates")
    parser.add_argument("--targets", type=lambda text: text.split(","), default=TARGETS)
    parser.add_argument("--method", choices=METHODS, default="rated")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> int:
    """Print the table; returns the exit status."""
    options = arguments()
    wanted = cells(options)
    start = time.perf_counter()
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}", file=sys.stderr)
    results: list[Covered] = []
    with ProcessPoolExecutor(options.processes) as pool:
        jobs = [pool.submit(run, cell, options.replications, options.seed, options.method) for cell in wanted]
        for done, job in enumerate(jobs, start=1):
            results += job.result()
            print(f"\r{done} of {len(jobs)} cells", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return show(results, time.perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
