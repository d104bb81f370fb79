"""Pairs of 5,000 start-ups beside networkx, and how much of the best pairing the weighed pairs hold.

networkx solves the very problem that ours solves in the end: the largest weight on the pairs that are
weighed. It is a program in Python: it does 500 and 1,000 start-ups, and its time for 5,000 is carried over by
how it grew between these two. ``measure(slow=True)`` lets it do all 5,000.
"""

from __future__ import annotations

import importlib.util
import math
import time
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.matching_rows.row import Row, median_seconds
from connector.matching.pairs import pairs
from connector.matching.pairs.blossom import best_pairing
from connector.matching.pairs.edges import edges_of, worth
from connector.matching.pairs.pairing import WEIGHED
from connector.matching.pairs.prices import bound, cheapest, prices
from connector.matching.pairs.sides import sides_of
from connector.parties import StartUp
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from connector.matching.pairs.edges import Edges

TODAY = date(2026, 3, 2)
STARTUPS, SMALL = 5_000, (500, 1_000)
LANGUAGES = {"fr": 0.4, "en": 0.2, "nl": 0.1, "ar": 0.1, "es": 0.05, "uk": 0.05, "tr": 0.05, "fa": 0.05}
COUNTRIES = ("BE", "FR", "NL", "DE", "MA", "TR", "SY", "UA", "CD", "IN", "CN", "BR", "SN", "US", "GB", "IT")
#: What is to be gained at least, of what no pairing can exceed.
LEAST_OF_BEST = 0.99


def crowd(number: int, seed: int) -> list[StartUp]:
    """Make start-ups with one to five needs, some offers, markets and languages, a few very common."""
    rng = np.random.default_rng(seed)
    needs, stages = taxonomy("needs").codes, taxonomy("stages").codes
    common = 1.0 / np.arange(1, len(COUNTRIES) + 1)
    made = []
    for one in range(number):
        mixed = rng.permutation(needs)
        wanted, offered = int(rng.integers(1, 6)), int(rng.integers(0, 4))
        spoken = rng.choice(
            list(LANGUAGES), int(rng.integers(1, 3)), replace=False, p=list(LANGUAGES.values())
        )
        sought, known = (
            rng.choice(COUNTRIES, most, replace=False, p=common / common.sum()).tolist()
            for most in (int(rng.integers(0, 4)), int(rng.integers(1, 3)))
        )
        made.append(
            StartUp(
                id=f"s{one:05}",
                name=f"Start-up {one}",
                stage=str(rng.choice(stages)),
                languages={str(language): "B2" for language in spoken},
                needs={str(need): int(rng.integers(1, 6)) for need in mixed[:wanted]},
                offers=frozenset(mixed[wanted : wanted + offered].tolist()),
                markets_sought=frozenset(sought),
                markets_known=frozenset(known),
            )
        )
    return made


def measure(*, slow: bool = False) -> list[Row]:
    """Return the rows about pairs."""
    task = f"pairs of {STARTUPS:,} start-ups"
    startups = crowd(STARTUPS, 1)
    start = time.perf_counter()
    found = pairs(startups, today=TODAY)
    seconds = time.perf_counter() - start
    edges = edges_of(sides_of(startups, TODAY), across_only=False)
    price = prices(edges)
    weighed = edges.take(cheapest(edges, price, WEIGHED))
    quality = (
        f"{len(found.pairs):,} pairs; at least {found.of_best:.4f} of any pairing; "
        f"{found.weighed:,} of {found.possible:,} pairs weighed"
    )
    rows = [
        Row(
            task,
            "ours",
            seconds,
            quality,
            f"at least {LEAST_OF_BEST} of any pairing",
            found.of_best >= LEAST_OF_BEST,
        ),
        Row(f"{task}, matching alone", "ours (rustworkx)", median_seconds(lambda: best_pairing(weighed), 3)),
        _by_weight_alone(edges, bound(edges, price), task),
        _loss(),
    ]
    if importlib.util.find_spec("networkx") is not None:
        rows += _networkx(weighed, task, slow=slow)
    return rows


def _by_weight_alone(edges: Edges, most: float, task: str) -> Row:
    """Weigh each start-up's pairs of the largest gain: what one would do without prices."""
    start = time.perf_counter()
    plain = edges.take(cheapest(edges, np.zeros(edges.startups), WEIGHED))
    met = best_pairing(plain)
    seconds = time.perf_counter() - start
    return Row(
        f"{task}, the largest gains weighed",
        "rustworkx without prices",
        seconds,
        f"{len(met):,} pairs; {_gained(plain, met) / most:.4f} of the bound",
    )


def _loss() -> Row:
    """Compare with weighing everything, where that is quick."""
    startups = crowd(SMALL[-1], 2)
    every = edges_of(sides_of(startups, TODAY), across_only=False)
    some = every.take(cheapest(every, prices(every), WEIGHED))
    start = time.perf_counter()
    best = _gained(every, best_pairing(every))
    seconds = time.perf_counter() - start
    lost = 1.0 - _gained(some, best_pairing(some)) / best
    task = f"pairs of {SMALL[-1]:,} start-ups, all {len(every):,} pairs weighed"
    return Row(task, "rustworkx", seconds, f"weighing {WEIGHED} each loses {lost:.2e}")


def _gained(edges: Edges, met: list[tuple[int, int]]) -> float:
    chosen = np.isin(edges.first * edges.startups + edges.second, [a * edges.startups + b for a, b in met])
    return float(worth(edges)[chosen].sum())


def _networkx(weighed: Edges, task: str, *, slow: bool) -> list[Row]:
    if slow:
        return [Row(f"{task}, matching alone", "networkx", _seconds_of_networkx(weighed), "same weight")]
    taken = []
    for number in SMALL:
        edges = edges_of(sides_of(crowd(number, 2), TODAY), across_only=False)
        taken.append(_seconds_of_networkx(edges.take(cheapest(edges, prices(edges), WEIGHED))))
    power = math.log(taken[1] / taken[0]) / math.log(SMALL[1] / SMALL[0])
    carried = taken[1] * (STARTUPS / SMALL[1]) ** power
    small = f"matching alone, {SMALL[1]:,} start-ups"
    return [
        Row(small, "networkx", taken[1], "same weight"),
        Row(f"{task}, matching alone", "networkx, carried over", carried, f"grows by the power {power:.2f}"),
    ]


def _seconds_of_networkx(edges: Edges) -> float:
    """Time networkx on some edges, and see that it finds the same weight."""
    import networkx as nx  # noqa: PLC0415 - the peer is not always there

    graph = nx.Graph()
    graph.add_weighted_edges_from(
        zip(edges.first.tolist(), edges.second.tolist(), edges.weight.tolist(), strict=True)
    )
    start = time.perf_counter()
    met = nx.max_weight_matching(graph)
    seconds = time.perf_counter() - start
    theirs = sum(graph.edges[pair]["weight"] for pair in met)
    ours = sum(graph.edges[pair]["weight"] for pair in best_pairing(edges))
    if ours != theirs:
        raise AssertionError(f"networkx finds a weight of {theirs}, rustworkx {ours}")
    return seconds
