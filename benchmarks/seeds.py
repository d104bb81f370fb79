"""How much the figures of a rating depend on the seed, and how long a company takes.

    python benchmarks/seeds.py

A city of sixty companies of 12, 30 and 100 leaders is rated with several seeds, on one thread. For every size
it prints the standard deviation of the score and of the ends of its interval over the seeds, in points,
beside the mean width of the interval, and the time a company takes.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba looks for a package named coverage, which the script beside this one is not

import argparse
import time

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from rating.composite import Framework, load_framework
from rating.data import Attribute, Benchmark, Company, Cube, Group, Headcount, Ladder, Level
from rating.pipeline import rate

STAFF, LEADERS, EACH = 100, (12, 30, 100), 20
LADDER = Ladder((Level("staff", "Staff", 0, False), Level("leaders", "Leaders", 1, True)))
SHARES = {
    "gender": (0.4, 0.6),
    "origin": (0.6, 0.2, 0.1, 0.07, 0.03),
    "age": (0.1, 0.3, 0.4, 0.2),
    "seniority": (0.4, 0.3, 0.2, 0.1),
}
CITY = Benchmark("the city", {"gender": np.array([0.5, 0.5]), "origin": np.array([0.5, 0.2, 0.1, 0.1, 0.1])})
CASES = (
    ("management-diversity-2016", ("gender",), None),
    ("management-diversity-2016", ("origin",), None),
    ("management-diversity-2016", tuple(SHARES), None),
    ("diversity-advantage-2026", ("gender", "origin"), CITY),
)


def city(rng: np.random.Generator) -> Headcount:
    """Draw the people of sixty companies, by size."""
    people = np.repeat(LEADERS, EACH)
    sizes = np.stack([np.full(len(people), STAFF), people], axis=1)
    cubes = {}
    for code, shares in SHARES.items():
        groups = tuple(Group(f"g{number}", f"Group {number}") for number in range(len(shares)))
        counts = rng.multinomial(sizes, shares).astype(float)
        cubes[code] = Cube(Attribute(code, code, groups, len(groups)), counts, np.zeros(sizes.shape))
    companies = tuple(Company(f"k{number}", f"Company {number:03d}") for number in range(len(people)))
    return Headcount("2026", LADDER, companies, cubes, sizes.astype(float))


def measure(headcount: Headcount, framework: Framework, benchmark: Benchmark | None, seeds: int) -> None:
    """Print the lines of one framework."""
    found, seconds = [], []
    for seed in range(seeds):
        start = time.perf_counter()
        score = rate(headcount, framework, rng=np.random.default_rng(seed), benchmark=benchmark).score[
            "process"
        ]
        seconds.append(time.perf_counter() - start)
        found.append([score.value, score.low, score.high])
    points = np.array(found)
    spread = points.std(axis=0, ddof=1).reshape(3, len(LEADERS), EACH).mean(axis=2)
    width = (points[:, 2] - points[:, 1]).mean(axis=0).reshape(len(LEADERS), EACH).mean(axis=1)
    each = 1000.0 * float(np.median(seconds)) / len(headcount.companies)
    print(f"{framework.name}, {', '.join(framework.criteria)}: {each:.1f} ms a company")
    for size, (value, low, high), wide in zip(LEADERS, spread.T, width, strict=True):
        print(f"  {size:4} leaders: score {value:.2f}, ends {low:.2f} and {high:.2f}, width {wide:.1f}")


def main() -> None:
    """Print all cases."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", type=int, default=8)
    options = parser.parse_args()
    headcount = city(np.random.default_rng(1))
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        rate(
            headcount, load_framework(CASES[0][0]), rng=np.random.default_rng(1)
        )  # compiled before the clock
        for name, criteria, benchmark in CASES:
            measure(headcount, load_framework(name).restricted_to(criteria), benchmark, options.seeds)


if __name__ == "__main__":
    main()
