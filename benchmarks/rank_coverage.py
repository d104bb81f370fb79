"""Do rank intervals hold the true rank? Cities through `rate` and `rank`.

    python benchmarks/rank_coverage.py --cities 60

Companies of 9 to 1,000 leaders, whose true shares are drawn around those of their city: far apart, alike, or
nearly the same (Dirichlet concentrations of 14, 100 and 1,000). Each is rated by one criterion or by four. Of
the 90 % intervals of the score, of the bands shown and of the 90 % rank intervals it is counted how many hold
the truth, over all companies; of the ranks also over the fifth with the highest and the lowest true scores,
which are the hardest. Of the 95 % rank confidence sets it is counted how often the marginal set of a
company holds, how often the simultaneous sets of all companies of a city hold, and how often the set of those
that may be the three best holds all three. The probability of being among the first three, of those where it
is above a half, is set beside how many were.

Verdict: a case fails where an interval holds in less than 88 % of the companies on average, or a set in less
than 94 %, beyond what chance between cities explains, Bonferroni-adjusted, at 5 %.

    python benchmarks/rank_coverage.py --cities 4000 --criteria gender --companies 12
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba looks for a package named coverage, which the script beside this one is not

import argparse
from itertools import product

import numpy as np
from scipy.stats import norm
from threadpoolctl import threadpool_info, threadpool_limits

from rating.composite import load_framework
from rating.data import Attribute, Company, Cube, Group, Headcount, Ladder, Level
from rating.indices import iqv
from rating.pipeline import rank, rate
from rating.ranking import rank_draws

GATE, SETS_GATE, DOUBT, DRAWS = 0.88, 0.94, 0.05, 1000
#: Among the first so many; and what is likely enough to be counted.
TOP, LIKELY = 3, 0.5
COMPANIES, CONCENTRATIONS = (12, 40), (14, 100, 1000)
GATES = {"score": GATE, "band": GATE, "rank": GATE} | dict.fromkeys(
    ("marginal", "simultaneous", "best"), SETS_GATE
)
LADDER = Ladder((Level("leaders", "Leaders", 1, True),))
FRAMEWORK = load_framework("management-diversity-2016")
SHARES = {
    "gender": (0.35, 0.65),
    "origin": (0.6, 0.2, 0.1, 0.06, 0.04),
    "age": (0.1, 0.25, 0.3, 0.25, 0.1),
    "seniority": (0.3, 0.3, 0.2, 0.1, 0.1),
}
CRITERIA = (("gender",), ("origin",), tuple(SHARES))


def city(counts: dict[str, np.ndarray]) -> Headcount:
    """Return the headcounts of leaders by attribute, shape (companies, k) each."""
    people = next(iter(counts.values())).sum(axis=1, keepdims=True)
    cubes = {}
    for code, table in counts.items():
        groups = tuple(Group(f"g{number}", f"Group {number}") for number in range(table.shape[1]))
        attribute = Attribute(code, code, groups, len(groups))
        cubes[code] = Cube(attribute, table[:, None].astype(float), np.zeros((len(table), 1)))
    companies = tuple(Company(f"k{number}", f"Company {number:03d}") for number in range(len(people)))
    return Headcount("2026", LADDER, companies, cubes, people.astype(float))


def simulate(
    criteria: tuple[str, ...], concentration: float, companies: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return what held the truth in one city, each of shape (companies,)."""
    people = np.rint(np.exp(rng.uniform(np.log(9), np.log(1000), companies))).astype(int)
    shares = {
        code: rng.dirichlet(np.array(SHARES[code]) * concentration, size=companies) for code in criteria
    }
    truth = 100.0 * np.mean([iqv(part) for part in shares.values()], axis=0)
    framework = FRAMEWORK.restricted_to(criteria)
    counts = {code: rng.multinomial(people, part) for code, part in shares.items()}
    ratings = rate(city(counts), framework, rng=rng, draws=DRAWS)
    ranking = rank(ratings)
    assert ranking.ranks is not None, "there are enough companies"  # noqa: S101 - a benchmark
    score, ranks, alone = ratings.score["process"], ranking.ranks, rank_draws(ratings.draws)
    place = (-truth).argsort().argsort() + 1
    lowers = np.array([band.lower for band in framework.bands])
    band = (truth[:, None] >= lowers).argmax(axis=1)
    fifth = np.minimum(place - 1, companies - place) < companies / 5
    held = (ranks.low <= place) & (place <= ranks.high)
    assert ranking.sets is not None, "as above"  # noqa: S101
    marginal, simultaneous = ranking.sets.marginal, ranking.sets.simultaneous
    chance, first = ranks.top[TOP], place <= TOP
    return {
        "marginal": (marginal.low <= place) & (place <= marginal.high),
        "simultaneous": ((simultaneous.low <= place) & (place <= simultaneous.high)).all(keepdims=True),
        "best": ranking.sets.best(TOP)[first].all(keepdims=True),
        "set width": (simultaneous.high - simultaneous.low + 1) / companies,
        "found": first[chance >= LIKELY],
        "said": chance[chance >= LIKELY],
        "score": (score.low <= truth) & (truth <= score.high),
        "band": (ranking.bands[:, 0] <= band) & (band <= ranking.bands[:, 1]),
        "rank": held,
        "first and last": held[fifth],
        "not pooled": (alone.low <= place) & (place <= alone.high),
        "width": (ranks.high - ranks.low + 1) / companies,
    }


def main() -> int:
    """Print the table; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cities", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--criteria", choices=["gender", "origin", "all"], help="only these")
    parser.add_argument("--companies", type=int, choices=COMPANIES, help="only cities of so many")
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    cases = [
        case
        for case in product(CRITERIA, COMPANIES, CONCENTRATIONS)
        if options.criteria in {None, "all" if len(case[0]) > 1 else case[0][0]}
        and options.companies in {None, case[1]}
    ]
    missed = []
    with threadpool_limits(1):
        print(f"BLAS threads: {[pool['num_threads'] for pool in threadpool_info()]}")
        print(
            "criteria companies concentration | score band rank first+last not-pooled, width of ranks | "
            "sets: marginal simultaneous best-3, width of simultaneous | likely in top 3: said, found"
        )
        for criteria, companies, concentration in cases:
            cities = [simulate(criteria, concentration, companies, rng) for _ in range(options.cities)]
            likely = {name: np.concatenate([part.pop(name) for part in cities]) for name in ("said", "found")}
            found = {name: np.array([part[name].mean() for part in cities]) for name in cities[0]}
            for name, gate in GATES.items():
                error = max(found[name].std(ddof=1) / np.sqrt(len(cities)), 1e-12)
                if norm.cdf((found[name].mean() - gate) / error) < DOUBT / (len(GATES) * len(cases)):
                    missed.append((criteria, companies, concentration, name))
            means = {name: values.mean() for name, values in found.items()}
            print(
                f"{'all' if len(criteria) > 1 else criteria[0]:8} {companies:9} {concentration:13} | "
                + " ".join(f"{means[name]:.3f}" for name in ("score", "band", "rank", "first and last"))
                + f" {means['not pooled']:.3f}, {means['width']:.0%} | "
                + " ".join(f"{means[name]:.4f}" for name in ("marginal", "simultaneous", "best"))
                + f", {means['set width']:.0%} | {likely['said'].mean():.3f}"
                + f" {likely['found'].mean():.3f}",
                flush=True,
            )
    print(
        f"gates {GATE} and {SETS_GATE}, {len(cases)} cases: {'kept' if not missed else f'MISSED in {missed}'}"
    )
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
