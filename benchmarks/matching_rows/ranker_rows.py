"""Learning to rank 750,000 rows of 30 features beside LightGBM's LambdaMART.

15,000 lists of 50 rows. What fits is the sum of twelve effects, of pairs and triples that work together, of
steps and of the better of two, and luck (Gumbel): the best three of a list get the grades 3, 2 and 1. Every
effect rises, as signals do. The first 12,000 lists are learned from, the last 3,000 are ranked. All methods
see the same numbers; LightGBM has two threads, ours one. Beside the time on the wall stands the processor's:
on a machine with other work it is the steadier, most of all for threads that wait for each other.

With ``slow`` there are two more tasks: the same with two effects that fall again beyond the middle, which
shows what the promise costs that a better signal never lowers a score; and the whole of `learn` on as many
rows of the engine's own signals, with settings, calibration, gate, importance and card.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.matching_rows.row import Row
from connector.matching.learning.evaluation import gains, ndcg
from connector.matching.learning.features import features
from connector.matching.learning.lists import Lists
from connector.matching.learning.ranker import learn
from connector.matching.learning.ranker.boosted import Growth, fit_boosted, thinned
from connector.matching.learning.ranker.choices import choices_of
from connector.matching.learning.ranker.logit import fit_logit
from connector.matching.learning.ranker.trees import sum_of_trees
from connector.matching.learning.shown import Shown
from connector.matching.scoring import declared_weights
from connector.matching.signals import shelf

if TYPE_CHECKING:
    from collections.abc import Callable

    from connector.matching.columns.types import Doubles, Integers

LISTS, LEARNED_FROM, ITEMS, FEATURES = 15_000, 12_000, 50, 30
TREES, GROWTH, STRENGTH, THREADS = 200, Growth(200, 16, 50), 1.0, 2
#: Standard deviation of what fits, in units in which that of luck is 1.28.
FIT, UNKNOWN, GRADES = 1.32, 0.1, (3, 2, 1)
LEAST_SHARE = 0.98
TARGET = f"nDCG@10 at least {LEAST_SHARE:.0%} of the best"
ROWS = f"learned ranker, {LISTS * ITEMS // 1000}k rows x {FEATURES}"


class Task(NamedTuple):
    """What is ranked.

    Attributes
    ----------
    values
        Shape (rows, features).
    grades
        Shape (rows,).
    """

    values: Doubles
    grades: Integers

    @property
    def until(self) -> int:
        """First row of the lists that are ranked."""
        return LEARNED_FROM * ITEMS

    def reached(self, scores: Doubles) -> float:
        """Return nDCG@10 of scores of the rows that are ranked."""
        lists = Lists(np.repeat(np.arange(LISTS - LEARNED_FROM), ITEMS))
        ties = np.arange(len(scores))
        gain = gains(self.grades[self.until :])
        return ndcg(lists.ranks(scores, ties), gain, lists, ties).value


def task(seed: int, *, is_rising: bool = True) -> Task:
    """Make a task; equal seeds make equal ones."""
    rng = np.random.default_rng(seed)
    x = rng.beta(1.2, 1.2, (LISTS * ITEMS, FEATURES)) * (rng.random((LISTS * ITEMS, FEATURES)) > UNKNOWN)
    fit = x[:, :12] @ np.linspace(0.6, 0.12, 12)
    fit += 2.0 * np.minimum(x[:, 0], x[:, 1]) + 1.5 * x[:, 2] * x[:, 3]
    fit += 1.5 * ((x[:, 4] > 0.5) & (x[:, 5] > 0.5)) + (x[:, 6] > 0.7)
    fit += 1.5 * x[:, 12] * x[:, 13] * x[:, 14] + np.maximum(x[:, 15], x[:, 16])
    if not is_rising:
        fit += (1.0 - 2.0 * np.abs(x[:, 17] - 0.5)) + (1.0 - 2.0 * np.abs(x[:, 18] - 0.5))
    fit *= FIT / fit.std()
    order = np.argsort(-(fit + rng.gumbel(size=len(fit))).reshape(LISTS, ITEMS), axis=1)
    grades = np.zeros((LISTS, ITEMS), np.int64)
    np.put_along_axis(grades, order[:, : len(GRADES)], np.array(GRADES)[None, :], axis=1)
    return Task(x, grades.ravel())


def boosted(given: Task) -> Doubles:
    """Rank by ours."""
    grades, until = given.grades[: given.until], given.until
    kept, weights = thinned(grades > 0, np.random.default_rng(0).permutation(until))
    weights *= np.where(grades[kept] > 0, gains(grades[kept]), 1.0)
    with threadpool_limits(1, user_api="openmp"):
        grown = fit_boosted(given.values[kept], grades[kept] > 0, weights, GROWTH)
    return np.asarray(sum_of_trees(grown.trees, given.values[until:], grown.base))


def logit(given: Task) -> Doubles:
    """Rank by our conditional logit, with nothing declared."""
    until = given.until
    lists = Lists(np.repeat(np.arange(LEARNED_FROM), ITEMS))
    choices = choices_of(given.values[:until], gains(given.grades[:until]), np.zeros(until), lists)
    return np.asarray(given.values[until:] @ fit_logit(choices, np.zeros(FEATURES), STRENGTH))


def lambdamart(given: Task, *, threads: int = THREADS, is_held: bool = False) -> Doubles:
    """Rank by LightGBM, 200 trees and otherwise as it comes; or held to rising effects too."""
    from lightgbm import LGBMRanker  # noqa: PLC0415 - a peer that not every machine has

    held = {"monotone_constraints": [1] * FEATURES} if is_held else {}
    ranker = LGBMRanker(objective="lambdarank", n_estimators=TREES, n_jobs=threads, verbose=-1, **held)
    until = given.until
    ranker.fit(given.values[:until], given.grades[:until], group=[ITEMS] * LEARNED_FROM)
    return np.asarray(ranker.predict(given.values[until:]))


def measure(*, slow: bool = False) -> list[Row]:
    """Return the rows of `matching_speed.py`."""
    methods: dict[str, Callable[[Task], Doubles]] = {
        "ours": boosted,
        "LightGBM lambdarank": lambdamart,
        "conditional logit": logit,
    }
    if not slow:
        return compared(ROWS, task(51), methods)
    methods["LightGBM, one thread"] = lambda given: lambdamart(given, threads=1)
    methods["LightGBM, one thread, rising too"] = lambda given: lambdamart(given, threads=1, is_held=True)
    falling = compared(f"{ROWS}, two effects that fall", task(52, is_rising=False), methods, target="")
    return [*compared(ROWS, task(51), methods), *falling, whole()]


def compared(
    name: str, given: Task, methods: dict[str, Callable[[Task], Doubles]], *, target: str = TARGET
) -> list[Row]:
    """Return a row for each method, with its nDCG@10 and its share of the best."""
    taken, used, reached = {}, {}, {}
    for method, rank in methods.items():
        start, before = time.perf_counter(), time.process_time()
        scores = rank(given)
        taken[method], used[method] = time.perf_counter() - start, time.process_time() - before
        reached[method] = given.reached(scores)
    most = max(reached.values())
    return [
        Row(
            task=name,
            method=method,
            seconds=taken[method],
            quality=f"nDCG@10 {found:.4f}, {found / most:.1%} of the best; processor {used[method]:.1f} s",
            target=target if method == "ours" else "",
            is_kept=found >= LEAST_SHARE * most if method == "ours" and target else None,
        )
        for method, found in reached.items()
    ]


def whole() -> Row:
    """Return a row for all of `learn` on as many rows of the engine's own signals."""
    codes, rng = tuple(shelf()), np.random.default_rng(53)
    rows = LISTS * ITEMS
    is_known = rng.random((rows, len(codes))) > UNKNOWN
    value = rng.random((rows, len(codes))) * is_known
    weights = declared_weights()
    declared = value @ np.array([weights.of[code] for code in codes])
    position = np.argsort(np.argsort(-declared.reshape(LISTS, ITEMS), axis=1), axis=1).ravel() + 1.0
    fit = 4.0 * value[:, ::-1] @ np.linspace(0.0, 1.0, len(codes)) + 2.0 * np.minimum(
        value[:, 0], value[:, 1]
    )
    chance = 1.0 / (1.0 + np.exp(2.0 + fit.mean() - fit)) / position
    in_list = np.repeat(np.arange(LISTS), ITEMS)
    shown = Shown(
        startup=in_list,
        offer=np.tile(np.arange(ITEMS), LISTS),
        in_list=in_list,
        day=730_000 + in_list // 20,
        position=position,
        grade=((rng.random(rows) < chance) * rng.integers(1, 4, rows)).astype(np.int8),
        counts=np.ones(rows, np.bool_),
    )
    start = time.perf_counter()
    with threadpool_limits(1, user_api="openmp"):
        learned = learn(shown, features(codes, value), weights, rng=rng)
    taken = time.perf_counter() - start
    facts = learned.card.decision.facts
    gain = f"{facts['gain']:.1f} ({facts['low']:.1f} to {facts['high']:.1f}) points of nDCG@10 gained"
    return Row(
        task=f"learn with gate and card, {rows // 1000}k rows x {len(codes)} signals",
        method="ours",
        seconds=taken,
        quality=f"in use: {learned.card.in_use}, {gain}",
    )
