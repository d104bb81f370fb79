"""Does a company's rank depend on its size? The second gate of the method.

    python benchmarks/rank_by_size.py --cities 200

Cities of forty companies with identical true shares and 9 to 1,000 leaders, rated and ranked as any others.
The expected rank is regressed on the logarithm of the number of leaders. Over the cities the mean slope may
not differ from 0 by more than half a place of the forty, beyond what chance explains (Bonferroni-adjusted
over the cases, at 5 %): without a margin, enough cities would find any difference. Beside it, for comparison,
draws from Dirichlet posteriors: with one half for each group, and with the prior pooled over the city.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import argparse
from itertools import product

import numpy as np
from scipy.stats import norm
from threadpoolctl import threadpool_info, threadpool_limits

from rating.composite import Framework, load_framework
from rating.data import Attribute, Company, Cube, Group, Headcount, Ladder, Level
from rating.indices import iqv
from rating.inference import fit_pooled_prior, process_shares
from rating.pipeline import rate
from rating.ranking import Ranks, pooled_draws, rank_draws

GROUPS, COMPANIES, DRAWS = (2, 5, 7), 40, 400
#: Places of all, and the probability to fail by chance.
MARGIN, DOUBT = 0.5, 0.05
SIZES = np.unique(np.rint(np.geomspace(9, 1000, COMPANIES))).astype(int)
SHAPES = {
    "even": lambda k: np.full(k, 1.0 / k),
    "geometric": lambda k: 0.5 ** np.arange(1, k + 1) / (1.0 - 0.5**k),
    "dominant": lambda k: np.array([0.8, *[0.2 / (k - 1)] * (k - 1)]),
}


LADDER = Ladder((Level("leaders", "Leaders", 1, True),))


def framework() -> Framework:
    """Return a framework whose score is the evenness of one attribute."""
    return load_framework("management-diversity-2016").restricted_to(["origin"])


def rated(counts: np.ndarray, rng: np.random.Generator) -> Ranks:
    """Rank a city as the product does."""
    groups = tuple(Group(f"g{number}", f"Group {number}") for number in range(counts.shape[1]))
    cube = Cube(
        Attribute("origin", "Origin", groups, len(groups)), counts[:, None], np.zeros((len(counts), 1))
    )
    companies = tuple(Company(f"k{number}", f"Company {number:03d}") for number in range(len(counts)))
    city = Headcount("2026", LADDER, companies, {"origin": cube}, counts.sum(axis=1, keepdims=True))
    return rank_draws(pooled_draws(rate(city, framework(), rng=rng, draws=DRAWS).draws))


def flat(counts: np.ndarray, rng: np.random.Generator) -> Ranks:
    """Rank by flat posteriors."""
    return _ranked(counts, np.full(counts.shape[1], 0.5), rng)


def pooled(counts: np.ndarray, rng: np.random.Generator) -> Ranks:
    """Rank by posteriors with the prior of the city."""
    return _ranked(counts, fit_pooled_prior(counts).alpha, rng)


def _ranked(counts: np.ndarray, alpha: np.ndarray, rng: np.random.Generator) -> Ranks:
    return rank_draws(iqv(process_shares(counts, alpha, DRAWS, rng)).astype(np.float32))


METHODS = {"as rated": rated, "flat prior": flat, "pooled prior": pooled}


def slopes(method: str, shape: str, groups: int, cities: int, rng: np.random.Generator) -> np.ndarray:
    """Return for each city by how many places of forty the rank changes from 9 to 1,000 people."""
    shares = SHAPES[shape](groups)
    span = np.log(SIZES / SIZES[0]) / np.log(SIZES[-1] / SIZES[0])
    found = []
    for _ in range(cities):
        counts = rng.multinomial(SIZES, shares).astype(float)
        ranks = METHODS[method](counts, rng)
        found.append(np.polyfit(span, ranks.expected, 1)[0])
    return np.array(found)


def main() -> int:
    """Print the slopes; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cities", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    cases = list(product(SHAPES, GROUPS))
    missed = 0
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        for method, (shape, groups) in product(METHODS, cases):
            found = slopes(method, shape, groups, options.cities, rng)
            error = found.std(ddof=1) / np.sqrt(len(found))
            beyond = abs(found.mean()) - MARGIN
            is_missed = beyond > 0 and norm.sf(beyond / max(error, 1e-12)) < DOUBT / len(cases)
            missed += is_missed and method == "as rated"
            said = "too much" if is_missed else ""
            print(
                f"{method:15}{shape:10} k = {groups}   {found.mean():+6.2f} places (+- {error:.2f})  {said}",
                flush=True,
            )
    print(f"gate, {len(cases)} cases: {'kept' if not missed else f'MISSED in {missed}'}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
