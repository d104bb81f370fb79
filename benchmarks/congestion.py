"""Accepted introductions under the lists of each policy, beside plain lists by score, by simulation.

    python benchmarks/congestion.py [--only main] [--replications 100] [--json]

The scenarios stand in `benchmarks/congestion.toml`, with the model of who accepts whom: it is not the one by
which ``balance`` reckons (there, all who ask are alike to an offer). Only lists are used here: start-ups ask
the first ones on them, and no offer keeps a place for anybody.

Intervals are for the mean over replications, at 95 %; those of ratios come from the same draws in pairs. The
exit status is 1 if a target of the scenario file is missed.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # numba and others look for a package named coverage, which coverage.py here is not

import argparse
import json
import math
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from connector.matching.congestion import POLICIES, allocate

SCENARIOS = Path(__file__).parent / "congestion.toml"
PLAIN = "plain top-k"
#: What lists by score times odds would do that do not begin with introductions.
PRICES = "odds alone"


@dataclass(frozen=True)
class Line:
    """What came of one policy in one scenario.

    Attributes
    ----------
    scenario, policy
        Which.
    accepted, interval
        Accepted introductions: the mean, and its interval.
    ratio, ratio_interval
        Over those under plain lists.
    startups
        Start-ups with at least one accepted introduction, mean.
    score
        Of accepted introductions, mean.
    target, is_kept
        What the ratio is to reach, and whether it does; None where nothing is promised.
    """

    scenario: str
    policy: str
    accepted: float
    interval: tuple[float, float]
    ratio: float
    ratio_interval: tuple[float, float]
    startups: float
    score: float
    target: float | None
    is_kept: bool | None


def draw_scores(scenario: dict[str, Any], rng: np.random.Generator) -> np.ndarray:
    """Draw the scores of all pairs, shape (n, m)."""
    share = scenario["popularity"]
    popularity = rng.random(scenario["offers"])
    fit = rng.random((scenario["startups"], scenario["offers"]))
    return (share * popularity + (1.0 - share) * fit).astype(np.float32)


def accepted(lists: np.ndarray, scores: np.ndarray, scenario: dict[str, Any], luck: np.ndarray) -> np.ndarray:
    """Return the start-ups and offers of accepted introductions, shape (accepted, 2)."""
    asked = lists[:, : scenario["asks"]]
    startups, columns = np.nonzero(asked >= 0)
    offers = asked[startups, columns]
    merit = {"score": scores, "lottery": luck}[scenario["accepts"]][startups, offers]
    order = np.lexsort((-merit, offers))
    startups, offers = startups[order], offers[order]
    place = np.arange(len(offers)) - np.searchsorted(offers, offers)
    is_accepted = place < scenario["capacity"]
    return np.stack([startups[is_accepted], offers[is_accepted]], axis=1)


def replicate(scenario: dict[str, Any], rng: np.random.Generator) -> dict[str, tuple[int, int, float]]:
    """Return accepted introductions, start-ups with at least one, and the mean score, by policy."""
    scores = draw_scores(scenario, rng)
    luck = rng.random(scores.shape)
    offers = np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    capacity = np.full(scores.shape[1], float(scenario["capacity"]))
    lists = {PLAIN: np.argsort(-scores, axis=1, kind="stable")}
    for policy in POLICIES:
        found = allocate(policy, offers, scores, capacity, asks=scenario["asks"])
        lists[policy] = found.lists
        if policy == "balance":
            lists[PRICES] = np.argsort(-scores * found.odds, axis=1, kind="stable")
    outcome = {}
    for policy, shown in lists.items():
        pairs = accepted(shown, scores, scenario, luck)
        outcome[policy] = (
            len(pairs),
            len(np.unique(pairs[:, 0])),
            float(scores[pairs[:, 0], pairs[:, 1]].mean()),
        )
    return outcome


def simulate(name: str, scenario: dict[str, Any], replications: int, seed: int) -> list[Line]:
    """Return what came of each policy."""
    streams = np.random.default_rng(seed).spawn(replications)
    runs = [replicate(scenario, rng) for rng in streams]
    plain = np.array([run[PLAIN][0] for run in runs], dtype=float)
    lines = []
    for policy in runs[0]:
        counts, startups, score = np.array([run[policy] for run in runs], dtype=float).T
        ratio = counts.mean() / plain.mean()
        # the ratio of two means of the same draws, by the delta method
        spread = np.std(counts - ratio * plain, ddof=1) / plain.mean() if replications > 1 else math.nan
        target = scenario["target"] if policy == "balance" else None
        lines.append(
            Line(
                name,
                policy,
                float(counts.mean()),
                around(float(counts.mean()), float(np.std(counts, ddof=1)), replications),
                float(ratio),
                around(float(ratio), float(spread), replications),
                float(startups.mean()),
                float(score.mean()),
                target,
                None if target is None else bool(ratio >= target),
            )
        )
    return lines


def around(mean: float, deviation: float, replications: int) -> tuple[float, float]:
    """Return the interval of a mean at 95 %."""
    reach = 1.96 * deviation / math.sqrt(replications)
    return mean - reach, mean + reach


def show(line: Line) -> str:
    """Return a line to be printed."""
    low, high = line.interval
    least, most = line.ratio_interval
    text = (
        f"  {line.policy:<11} {line.accepted:7.1f} accepted [{low:.1f}, {high:.1f}]   x{line.ratio:.3f} "
        f"[{least:.3f}, {most:.3f}]   {line.startups:6.1f} start-ups   mean score {line.score:.3f}"
    )
    if line.target is None:
        return text
    return f"{text}   target x{line.target}: {'met' if line.is_kept else 'MISSED'}"


def main() -> int:
    """Print what came of each policy in each scenario; return 1 if a target is missed."""
    stated = tomllib.loads(SCENARIOS.read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", choices=sorted(stated["scenarios"]), action="append")
    parser.add_argument("--replications", type=int, default=stated["replications"])
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    lines = []
    for name, scenario in stated["scenarios"].items():
        if wanted.only and name not in wanted.only:
            continue
        if not wanted.json:
            print(f"{name}: {scenario['title']}")
            print(
                f"  {scenario['startups']:,} start-ups ask {scenario['asks']} each; "
                f"{scenario['offers']} offers of {scenario['capacity']} places; "
                f"popularity {scenario['popularity']}; accepts by {scenario['accepts']}; "
                f"{wanted.replications} replications"
            )
        for line in simulate(name, scenario, wanted.replications, stated["seed"]):
            lines.append(line)
            if not wanted.json:
                print(show(line))
    if wanted.json:
        print(json.dumps([asdict(line) for line in lines], indent=1))
    return int(any(line.is_kept is False for line in lines))


if __name__ == "__main__":
    sys.exit(main())
