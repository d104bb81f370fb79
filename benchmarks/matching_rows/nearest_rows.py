"""The 20 nearest of 2,000 items for 20,000 queries, beside the bare matrix product, faiss and numpy.

The target is a ratio to the bare product, so these two are timed in turns: what else the machine does in the
meantime hits both.
"""

from __future__ import annotations

import importlib.util
import statistics
import time
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.matching_rows.row import Row, median_seconds
from connector.matching.nearest import nearest, packed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

QUERIES, ITEMS, DIMENSIONS, WANTED = 20_000, 2000, 384, 20
TIMES_PRODUCT, ROUNDS = 1.4, 9
TASK = f"top {WANTED} of {QUERIES:,} x {ITEMS:,}, d = {DIMENSIONS}"


def unit_vectors(rng: np.random.Generator, number: int) -> np.ndarray:
    """Draw directions at random."""
    vectors = rng.standard_normal((number, DIMENSIONS), dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def medians_in_turns(work: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """Return how long each thing takes, in the middle of rounds in which all are done once."""
    taken: list[list[float]] = [[] for _ in work]
    for one in work:
        one()
    for _ in range(rounds):
        for one, times in zip(work, taken, strict=True):
            start = time.perf_counter()
            one()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]


def same_sets(indices: np.ndarray, products: np.ndarray) -> int:
    """Return in how many rows the chosen are those with the largest products, by another way."""
    others = np.argpartition(-products, WANTED, axis=1)[:, :WANTED]
    return int((np.sort(indices, axis=1) == np.sort(others, axis=1)).all(axis=1).sum())


def measure(*, slow: bool = False) -> list[Row]:  # noqa: ARG001 - nothing here is slow
    """Return the rows about the nearest."""
    rng = np.random.default_rng(11)
    queries, items = unit_vectors(rng, QUERIES), unit_vectors(rng, ITEMS)
    flags = rng.random((QUERIES, ITEMS)) < 0.5
    allowed = packed(flags)
    products = np.empty((QUERIES, ITEMS), np.float32)
    bare, masked, plain = medians_in_turns(
        [
            lambda: np.matmul(queries, items.T, out=products),
            lambda: nearest(queries, items, WANTED, allowed),
            lambda: nearest(queries, items, WANTED),
        ],
        ROUNDS,
    )
    rows = [Row(TASK, "bare matrix product", bare, "nothing is chosen")]
    for method, seconds, mask in (("ours, half allowed", masked, flags), ("ours, all allowed", plain, None)):
        chosen, _ = nearest(queries, items, WANTED, allowed if mask is not None else None)
        among = products if mask is None else np.where(mask, products, -np.inf)
        same = same_sets(chosen, among)
        rows.append(
            Row(
                TASK,
                method,
                seconds,
                f"x{seconds / bare:.2f} of the product; the very best in {same:,} of {QUERIES:,} rows",
                f"at most x{TIMES_PRODUCT} of the product, exact",
                seconds <= TIMES_PRODUCT * bare and same == QUERIES,
            )
        )
    return [*rows, *_faiss(queries, items, products), _numpy(queries, items)]


def _faiss(queries: np.ndarray, items: np.ndarray, products: np.ndarray) -> list[Row]:
    if importlib.util.find_spec("faiss") is None:
        return []
    faiss = importlib.import_module("faiss")
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(DIMENSIONS)
    index.add(items)
    seconds = median_seconds(lambda: index.search(queries, WANTED), 3)
    same = same_sets(index.search(queries, WANTED)[1], products)
    return [Row(TASK, "faiss IndexFlatIP, no mask", seconds, f"the very best in {same:,} rows")]


def _numpy(queries: np.ndarray, items: np.ndarray) -> Row:
    def chosen() -> np.ndarray:
        scores = queries @ items.T
        some = np.argpartition(scores, ITEMS - WANTED, axis=1)[:, -WANTED:]
        order = np.argsort(-np.take_along_axis(scores, some, axis=1), axis=1)
        return np.take_along_axis(some, order, axis=1)

    return Row(TASK, "numpy, product and argpartition", median_seconds(chosen, 3), "no mask")
