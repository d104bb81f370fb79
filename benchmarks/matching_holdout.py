"""Who meets whom next: our engine beside popularity, item-kNN, ALS, BPR and BM25 on a temporal hold-out.

    python benchmarks/matching_holdout.py --train TRAIN.csv --test TEST.csv [--attributes FILE] [--json]
    python benchmarks/matching_holdout.py --train TRAIN.csv --cut 2019

The second cuts the train file at a moment (in years) and takes what came later for the test.

TRAIN.csv holds pairs (company, investor, date or year, attributes) before a day, TEST.csv those of companies
that appear later. Every method learns and chooses its settings inside the train file (the same cuts of the
past for all), then ranks investors for each company of the test file by what is stated of it. Only after all
lists are made is the column `investor` of the test file read, by the scorer.

Peers are libraries as practitioners use them: item-kNN, ALS and BPR of `implicit`, with what companies state
as further items (or users), BM25 of `bm25s` over the words of names and of what is stated.

Prints recall@10, hit@10, nDCG@10 and MRR, means over companies, with 95 % bootstrap intervals over companies,
and the paired differences of ours to each method.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

# the peers' folder instead of this one: numba looks for a package named coverage, which a script here is not
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parent / "matching_peers"))
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import csv
import datetime as dt
import json
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import factors
import neighbours
import numpy as np
import popularity
import text
from past import past_of

from connector.matching.learning.engagement import Engagement, Newcomer, history_of, learn_engagement
from connector.matching.learning.engagement.model import moments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from past import Past

    from connector.matching.learning.engagement import History

K = 10
DRAWS = 2_000
METRICS = ("recall@10", "hit@10", "ndcg@10", "mrr")
OURS = "ours"
WHO = {"company", "investor", "date", "year"}


@dataclass(frozen=True)
class Peer:
    """A method with the settings it may choose from."""

    scores: Callable[..., np.ndarray]
    settings: Sequence[Mapping[str, float]]


PEERS = {
    "popularity": Peer(popularity.popularity, popularity.POPULARITY),
    "time-decayed popularity": Peer(popularity.decayed_popularity, popularity.DECAYED),
    "item-kNN": Peer(neighbours.item_knn, neighbours.SETTINGS),
    "ALS": Peer(factors.als, factors.ALS),
    "BPR": Peer(factors.bpr, factors.BPR),
    "BM25": Peer(text.bm25, text.SETTINGS),
}


def main() -> int:
    """Rank, then score."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--train", type=Path, required=True)
    test = parser.add_mutually_exclusive_group(required=True)
    test.add_argument("--test", type=Path)
    test.add_argument("--cut", type=float, metavar="YEAR")
    parser.add_argument("--attributes", type=Path, help="More on companies: a table with a column company.")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for path in (asked.train, asked.test, asked.attributes):
        if path is not None and not path.is_file():
            parser.error(f"there is no file {path}")
    with tempfile.TemporaryDirectory() as folder:
        if asked.cut is not None:
            asked.train, asked.test = cut(asked.train, asked.cut, Path(folder))
        report = compared(asked)
    print(json.dumps(report, indent=1) if asked.json else told(report))
    return 0


def compared(asked: argparse.Namespace) -> dict[str, object]:
    """Rank with every method, then score."""
    more = attributes_of(asked.attributes)
    history = history_of(engagements(asked.train, more))
    described = {one.startup: one for one in companies(asked.train, more)}
    newcomers = companies(asked.test, more)
    known = set(history.startups)
    everybody = len(newcomers)
    newcomers = [one for one in newcomers if one.startup not in known]
    lists: dict[str, list[list[str]]] = {}
    chosen: dict[str, Mapping[str, float]] = {}
    seconds: dict[str, float] = {}
    start = time.perf_counter()
    lists[OURS] = our_lists(history, newcomers)
    seconds[OURS] = time.perf_counter() - start
    for name, peer in PEERS.items():
        start = time.perf_counter()
        chosen[name] = best_setting(peer, history, described)
        lists[name] = peer_lists(peer, chosen[name], history, described, newcomers)
        seconds[name] = time.perf_counter() - start
    report = score(lists, newcomers, asked.test, set(history.offers), np.random.default_rng(asked.seed))
    report["companies_known_before"] = everybody - len(newcomers)
    report["settings"] = chosen
    report["seconds"] = {name: round(taken, 2) for name, taken in seconds.items()}
    return report


def our_lists(history: History, newcomers: Sequence[Newcomer]) -> list[list[str]]:
    """Learn with the connector's engine and rank."""
    model = learn_engagement(history)
    return first(model.probabilities(newcomers), history)


def best_setting(peer: Peer, history: History, described: Mapping[str, Newcomer]) -> Mapping[str, float]:
    """Return the setting with the highest mean recall@10 at the cuts of the past."""
    if len(peer.settings) == 1:
        return peer.settings[0]
    total = np.zeros(len(peer.settings))
    for moment in moments(history):
        before, after = history.before(moment), history.new_since(moment)
        is_known = np.bincount(before.offer, minlength=len(history.offers)) > 0
        truth: dict[str, set[str]] = {}
        for startup, offer in zip(after.startup, after.offer, strict=True):
            if is_known[offer]:
                truth.setdefault(history.startups[startup], set()).add(history.offers[offer])
        newcomers = [described[name] for name in truth]
        past = past_of(before, moment, described, newcomers)
        for number, setting in enumerate(peer.settings):
            lists = first(masked(peer.scores(past, **setting), past), history)
            total[number] += sum(
                len(truth[one.startup].intersection(found[:K])) / len(truth[one.startup])
                for one, found in zip(newcomers, lists, strict=True)
            )
    return peer.settings[int(total.argmax())]


def peer_lists(
    peer: Peer,
    setting: Mapping[str, float],
    history: History,
    described: Mapping[str, Newcomer],
    newcomers: Sequence[Newcomer],
) -> list[list[str]]:
    """Learn with a peer on the whole history and rank."""
    past = past_of(history, float(history.time.max()), described, newcomers)
    return first(masked(peer.scores(past, **setting), past), history)


def masked(scores: np.ndarray, past: Past) -> np.ndarray:
    """Return scores in which unknown offers come last and equal ones by popularity."""
    shares = past.counts / past.counts.max()
    spread = np.abs(scores).max(initial=0) or 1.0
    return np.where(past.is_known, scores + 1e-9 * spread * shares, -np.inf)


def first(scores: np.ndarray, history: History, depth: int = 100) -> list[list[str]]:
    """Return the best offers of each row, best first; the reciprocal rank is looked for in all of them."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :depth]
    return [[history.offers[column] for column in row] for row in order]


# ------------------------------------------------------------------------------------------ reading


def rows(path: Path, leave_out: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    """Read a table without some of its columns."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            {name: value or "" for name, value in row.items() if name not in leave_out}
            for row in csv.DictReader(lines)
        ]


def cut(path: Path, when: float, folder: Path) -> tuple[Path, Path]:
    """Write the pairs before a moment, and those of companies that appear later, as two tables."""
    table = rows(path)
    before = [row for row in table if (moment(row) or 0.0) < when]
    known = {row["company"] for row in before}
    after = [row for row in table if (moment(row) or 0.0) >= when and row["company"] not in known]
    paths = folder / "train.csv", folder / "test.csv"
    for part, target in zip((before, after), paths, strict=True):
        with target.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(table[0]))
            writer.writeheader()
            writer.writerows(part)
    return paths


def attributes_of(path: Path | None) -> Mapping[str, Mapping[str, str]]:
    """Read what else is known of companies."""
    if path is None:
        return {}
    return {row["company"]: {n: v for n, v in row.items() if n not in WHO} for row in rows(path)}


def traits(row: Mapping[str, str], more: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return what is stated of the company of a row."""
    own = {name: value for name, value in row.items() if name not in WHO}
    return {**more.get(row["company"], {}), **own}


def engagements(path: Path, more: Mapping[str, Mapping[str, str]]) -> list[Engagement]:
    """Read the pairs of the train file; an undated one counts as the oldest."""
    table = rows(path)
    times = [moment(row) for row in table]
    oldest = min((when for when in times if when is not None), default=0.0)
    return [
        Engagement(
            startup=row["company"],
            offer=row["investor"],
            time=oldest if when is None else when,
            traits=traits(row, more),
            name=row["company"],
        )
        for row, when in zip(table, times, strict=True)
    ]


def moment(row: Mapping[str, str]) -> float | None:
    """Return when, in years."""
    if row.get("year"):
        return float(row["year"])
    if not row.get("date"):
        return None
    day = dt.date.fromisoformat(row["date"][:10])
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def companies(path: Path, more: Mapping[str, Mapping[str, str]]) -> list[Newcomer]:
    """Read the companies of a file without the column that says whom they met."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows(path, leave_out=frozenset({"investor"})):
        described = found.setdefault(row["company"], [])
        if (stated := traits(row, more)) not in described:
            described.append(stated)
    return [Newcomer(name, tuple(described), name) for name, described in found.items()]


# ------------------------------------------------------------------------------------------ scoring


def score(
    lists: Mapping[str, list[list[str]]],
    newcomers: Sequence[Newcomer],
    test: Path,
    known: set[str],
    rng: np.random.Generator,
) -> dict[str, object]:
    """Read whom the companies met and compare. Nothing is ranked any more."""
    truth: dict[str, set[str]] = {}
    unknown: set[tuple[str, str]] = set()
    new = {one.startup for one in newcomers}
    for row in rows(test):
        if row["company"] not in new:
            continue
        if row["investor"] in known:
            truth.setdefault(row["company"], set()).add(row["investor"])
        else:
            unknown.add((row["company"], row["investor"]))
    if not truth:
        raise SystemExit("No company of the test file met an investor that the train file knows.")
    counted = [number for number, one in enumerate(newcomers) if one.startup in truth]
    values = {
        name: np.array([measured(ranked[n], truth[newcomers[n].startup]) for n in counted]).reshape(-1, 4)
        for name, ranked in lists.items()
    }
    draws = rng.integers(0, len(counted), (DRAWS, len(counted)))
    found: dict[str, object] = {
        "companies": len(counted),
        "companies_without_known_investor": len(newcomers) - len(counted),
        "pairs": sum(len(truth[newcomers[n].startup]) for n in counted),
        "pairs_with_unknown_investor": len(unknown),
        "methods": {name: with_intervals(own, draws) for name, own in values.items()},
        "ours_minus": {
            name: with_intervals(values[OURS] - own, draws) for name, own in values.items() if name != OURS
        },
    }
    return found


def measured(ranked: Sequence[str], truth: set[str]) -> tuple[float, float, float, float]:
    """Return recall@10, hit@10, nDCG@10 and the reciprocal rank of one list."""
    hits = [one in truth for one in ranked[:K]]
    gain = sum(hit / np.log2(place + 2) for place, hit in enumerate(hits))
    ideal = sum(1 / np.log2(place + 2) for place in range(min(len(truth), K)))
    reciprocal = next((1 / (place + 1) for place, one in enumerate(ranked) if one in truth), 0.0)
    return sum(hits) / len(truth), float(any(hits)), float(gain / ideal), reciprocal


def with_intervals(values: np.ndarray, draws: np.ndarray) -> dict[str, dict[str, object]]:
    """Return the mean of each metric with its 95 % percentile bootstrap interval over companies."""
    return {
        metric: {
            "estimate": round(float(values[:, column].mean()), 4),
            "interval": [
                round(float(bound), 4)
                for bound in np.quantile(values[draws, column].mean(axis=1), (0.025, 0.975))
            ],
        }
        for column, metric in enumerate(METRICS)
    }


def told(report: Mapping[str, object]) -> str:
    """Say the report as a table."""
    lines = [
        f"{report['companies']} companies, {report['pairs']} pairs",
        f"left out: {report['pairs_with_unknown_investor']} pairs with investors unknown to the train file",
        f"left out: {report['companies_without_known_investor']} companies that have no other pairs",
        f"left out: {report['companies_known_before']} companies that the train file knows",
        "",
        f"{'method':<26}" + "".join(f"{metric:>26}" for metric in METRICS) + f"{'seconds':>9}",
    ]
    for title, key in (("", "methods"), ("ours minus", "ours_minus")):
        lines += [title] if title else []
        for name, metrics in report[key].items():
            cells = "".join(
                f"{m['estimate']:>10.3f} [{m['interval'][0]:>6.3f}, {m['interval'][1]:>6.3f}]"
                for m in metrics.values()
            )
            taken = f"{report['seconds'][name]:>9.1f}" if key == "methods" else ""
            lines.append(f"{name:<26}{cells}{taken}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
