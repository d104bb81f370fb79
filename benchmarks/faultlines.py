"""Faultlines of teams: ASW, Fau, and their permutation nulls.

    python benchmarks/faultlines.py

Teams of random members: age from 22 to 65, two genders, five origins, weights .1, 1, 1. Each figure is the
median of seven runs over the same teams after one to warm up, for one team.

The peer of the indices is the R package asw.cluster, which is not run here: its times are quoted from the
project's method (two shared cores), so that ratio is between two runs. Run here, beside ours: the splits of a
team in the order of a Gray code, compiled alike; and scikit-learn's silhouette_score for the width of a given
grouping, where it is installed.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import importlib
import importlib.util
import os
import statistics
import time
from typing import TYPE_CHECKING

import numba
import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from rating.indices import theil_h
from rating.indices.average_silhouette_width import average_silhouette_width, silhouette_width
from rating.indices.fau import fau
from rating.indices.team_members import Team, coordinates
from rating.inference.permutation import permutation_null

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RUNS, PERMUTATIONS = 7, 999
#: Seconds of R's asw.cluster, quoted from the project's method, section 11.
QUOTED = {("ASW", 30): 6.9, ("Fau", 12): 0.72}
#: Milliseconds.
TARGETS = {("ASW", 30): 3.0, ("ASW", 500): 1000.0, ("Fau", 20): 5.0}


def random_teams(members: int, number: int) -> list[Team]:
    """Build teams of independent attributes."""
    rng = np.random.default_rng(members)
    return [
        Team(
            (
                rng.integers(22, 66, members).tolist(),
                rng.choice(list("fm"), members).tolist(),
                rng.choice(list("ABCDE"), members).tolist(),
            ),
            ("numeric", "category", "category"),
            (0.1, 1, 1),
        )
        for _ in range(number)
    ]


def milliseconds(
    work: Callable[[], object], parts: int = 1, clock: Callable[[], float] | None = None
) -> float:
    """Return the median time of a part, after one run to warm up."""
    clock = clock or time.perf_counter
    work()
    taken = []
    for _ in range(RUNS):
        start = clock()
        work()
        taken.append(clock() - start)
    return 1000 * statistics.median(taken) / parts


@numba.njit
def gray_code(centred: np.ndarray) -> float:
    """Return the largest sum of squares between two sides, one row changing sides at a time."""
    rows, columns = centred.shape
    here, side = np.zeros(columns), np.zeros(rows, np.int64)
    best, size = 0.0, 0
    for step in range(1, 1 << (rows - 1)):
        row = 0
        while not (step >> row) & 1:
            row += 1
        sign = 1 - 2 * side[row]
        side[row] += sign
        size += sign
        norm = 0.0
        for column in range(columns):
            here[column] += sign * centred[row, column]
            norm += here[column] * here[column]
        best = max(best, norm / (size * (rows - size)))
    return best * rows


def show_measure(name: str, measure: Callable[[Team], object], members: int, number: int) -> None:
    """Print the time for one team, its target and the quoted peer."""
    teams = random_teams(members, number)
    taken = milliseconds(lambda: [measure(team) for team in teams], number)
    # what the machine did for others meanwhile is not in the processor's time
    busy = milliseconds(lambda: [measure(team) for team in teams], number, time.process_time)
    target = TARGETS.get((name, members))
    quoted = QUOTED.get((name, members))
    line = f"{name}, n = {members:<4} {taken:9.3f} ms (processor {busy:.3f})"
    line += f"   target {target:.0f} ms" if target else ""
    print(line + (f"   R (quoted) {quoted} s: x{1000 * quoted / taken:,.0f}" if quoted else ""))


def show_pair(name: str, ours: float, peer: str, theirs: float) -> None:
    """Print two times of the same run."""
    print(f"{name:<34} {ours:9.3f} ms   {peer} {theirs:9.3f} ms: x{theirs / ours:.1f}")


def show_splits(members: int) -> None:
    """All splits of a team, beside a Gray code."""
    teams = random_teams(members, 3)
    centred = [place - place.mean(axis=0) for place in map(coordinates, teams)]
    walked = milliseconds(lambda: [gray_code(one) for one in centred], 3)
    show_pair(f"Fau, n = {members}", milliseconds(lambda: [fau(t) for t in teams], 3), "Gray code", walked)


def show_given_grouping(members: int) -> None:
    """Print the time for the width of a given grouping, beside scikit-learn."""
    (team,) = random_teams(members, 1)
    groups: Sequence[float | str] = team.values[2]
    ours = milliseconds(lambda: silhouette_width(team, groups))
    if importlib.util.find_spec("sklearn") is None:
        print(f"given grouping, n = {members:<15} {ours:9.3f} ms   scikit-learn is not installed")
        return
    score = importlib.import_module("sklearn.metrics").silhouette_score
    theirs = milliseconds(lambda: score(coordinates(team), groups))
    show_pair(f"given grouping, n = {members}", ours, "scikit-learn", theirs)


def show_nulls() -> None:
    """Print the times of permutation nulls."""
    (team,) = random_teams(10, 1)
    table = np.random.default_rng(1).integers(0, 20, (5, 8))
    for name, statistic, sample in (
        ("ASW, n = 10", average_silhouette_width, team),
        ("Fau, n = 10", fau, team),
        ("H, 5 x 8", theil_h, table),
    ):

        def null(statistic: Callable[..., object] = statistic, sample: Team | np.ndarray = sample) -> object:
            return permutation_null(
                statistic, sample, permutations=PERMUTATIONS, rng=np.random.default_rng(1)
            )

        print(f"null of {name + f', {PERMUTATIONS} permutations':<32} {milliseconds(null):9.1f} ms")


def main() -> None:
    """Print the figures."""
    with threadpool_limits(1):
        threads = [pool["num_threads"] for pool in threadpool_info()]
        load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
        print(f"BLAS threads: {threads}, kernels: one thread; {os.cpu_count()} cores, load {load}")
        print(f"numba {numba.__version__}, numpy {np.__version__}, medians of {RUNS}")
        for members, number in ((10, 10), (30, 10), (100, 3), (500, 1)):
            show_measure("ASW", average_silhouette_width, members, number)
        for members, number in ((12, 10), (20, 5), (24, 3), (100, 3), (500, 1)):
            show_measure("Fau", fau, members, number)
        for members in (12, 20, 22):
            show_splits(members)
        show_given_grouping(500)
        show_nulls()


if __name__ == "__main__":
    main()
