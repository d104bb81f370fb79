"""The best assignment under capacities, beside OR-tools as it is mostly written, SciPy, and greedy.

SciPy knows no capacities: each offer stands there once a place. It runs a tenth of the size; the full size,
with 40 million pairs, only with ``slow=True``.
"""

from __future__ import annotations

import time

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from benchmarks.matching_rows.row import Row, median_seconds
from connector.matching.assignment import best_assignment
from connector.matching.assignment.flow import PARTS, cheapest_flow
from connector.matching.stable import deferred_acceptance

LARGE, SMALL, WIDTH, PLACES = (20_000, 500), (2000, 50), 50, 40
TARGET = 1.0

Market = tuple[np.ndarray, np.ndarray, np.ndarray]


def market(applicants: int, offers: int) -> Market:
    """Draw scores, a third of them common to all; each applicant may go to fifty offers."""
    rng = np.random.default_rng(9)
    scores = (2 * rng.random((applicants, offers)) + rng.random(offers)).astype(np.float32) / 3
    shortlists = np.argsort(rng.random(scores.shape), axis=1)[:, :WIDTH]
    return np.take_along_axis(scores, shortlists, axis=1), np.full(offers, PLACES), shortlists


def worth(one: Market, places: np.ndarray) -> tuple[int, float]:
    """Return how many are placed, and the total of their scores."""
    scores, _, shortlists = one
    return int((places >= 0).sum()), float(scores[shortlists == places[:, None]].sum(dtype=float))


def measure(*, slow: bool = False) -> list[Row]:
    """Return the rows about assignment."""
    large, small = market(*LARGE), market(*SMALL)
    best = worth(large, best_assignment(*large))
    peers = [_scipy(small, SMALL)]
    if slow:
        peers.append(_scipy(large, LARGE))
    agrees = all(abs(row_best - peer_best) <= 1e-6 * peer_best for _, row_best, peer_best in peers)
    task = _task(LARGE)
    seconds, used = median_seconds(lambda: best_assignment(*large), 5), time.process_time()
    best_assignment(*large)
    busy = time.process_time() - used
    return [
        Row(
            task,
            "ours",
            seconds,
            f"processor {busy:.3f} s; placed {best[0]:,}, total {best[1]:,.3f}; as good as SciPy's: {agrees}",
            f"at most {TARGET:g} s, optimal",
            seconds <= TARGET and agrees,
        ),
        _all_pairs(large, best),
        _as_mostly_written(large, best),
        _greedy(large, best),
        Row(_task(SMALL), "ours", median_seconds(lambda: best_assignment(*small), 5)),
        *(row for rows, _, _ in peers for row in rows),
    ]


def _task(size: tuple[int, int]) -> str:
    return f"assignment {size[0]:,} x {size[1]}, {WIDTH} pairs each, {PLACES} places"


def _compared(one: Market, places: np.ndarray, best: tuple[int, float]) -> str:
    placed, total = worth(one, places)
    return f"placed {placed:,}, total {total:,.3f}, {1 - total / best[1]:.5%} below the best"


def _all_pairs(one: Market, best: tuple[int, float]) -> Row:
    """Give all pairs to OR-tools as arrays."""
    scores, places, shortlists = one
    rows = np.repeat(np.arange(len(scores)), WIDTH)
    costs = -np.rint(scores.ravel().astype(float) * PARTS).astype(np.int64)

    def solve() -> np.ndarray:
        is_used = cheapest_flow(rows, shortlists.ravel(), costs, len(scores), places)
        found = np.full(len(scores), -1)
        found[rows[is_used]] = shortlists.ravel()[is_used]
        return found

    seconds = median_seconds(solve, 3)
    return Row(_task(LARGE), "OR-tools, arrays of all pairs", seconds, _compared(one, solve(), best))


def _as_mostly_written(one: Market, best: tuple[int, float]) -> Row:
    """Write the flow arc by arc, with scores in thousandths."""
    scores, places, shortlists = one
    applicants, sink = len(scores), len(scores) + len(places)

    def solve() -> np.ndarray:
        network = SimpleMinCostFlow()
        for i in range(applicants):
            network.set_node_supply(i, 1)
            for k in range(WIDTH):
                j = int(shortlists[i, k])
                network.add_arc_with_capacity_and_unit_cost(
                    i, applicants + j, 1, -round(1000 * float(scores[i, k]))
                )
        for j, room in enumerate(places.tolist()):
            network.add_arc_with_capacity_and_unit_cost(applicants + j, sink, room, 0)
        network.set_node_supply(sink, -applicants)
        network.solve_max_flow_with_min_cost()
        found = np.full(applicants, -1)
        for arc in range(applicants * WIDTH):
            if network.flow(arc):
                found[network.tail(arc)] = network.head(arc) - applicants
        return found

    seconds = median_seconds(solve, 1)
    return Row(_task(LARGE), "OR-tools, arc by arc", seconds, _compared(one, solve(), best))


def _greedy(one: Market, best: tuple[int, float]) -> Row:
    """Take the best pair that is left, again and again."""
    scores, places, shortlists = one

    def solve() -> np.ndarray:
        found, left = [-1] * len(scores), places.tolist()
        rows, columns = np.unravel_index(np.argsort(-scores, axis=None, kind="stable"), scores.shape)
        for i, j in zip(rows.tolist(), shortlists[rows, columns].tolist(), strict=True):
            if found[i] < 0 and left[j]:
                found[i] = j
                left[j] -= 1
        return np.array(found)

    same = np.array_equal(solve(), deferred_acceptance(scores, scores, places, shortlists, asks=1)[:, 0])
    quality = f"{_compared(one, solve(), best)}; the stable assignment: {same}"
    return Row(_task(LARGE), "greedy", median_seconds(solve, 3), quality)


def _scipy(one: Market, size: tuple[int, int]) -> tuple[list[Row], float, float]:
    """Return SciPy's rows, our total and its total."""
    scores, places, shortlists = one
    place_of = np.repeat(np.arange(len(places)), places)
    starts = np.cumsum(places) - places
    columns = (starts[shortlists][:, :, None] + np.arange(PLACES)).reshape(len(scores), -1)
    values = np.repeat(scores.astype(float), PLACES, axis=1)
    sparse = csr_array(
        (1.0 + values.ravel(), columns.ravel(), np.arange(len(scores) + 1) * columns.shape[1]),
        shape=(len(scores), len(place_of)),
    )
    rounds = 3 if size == SMALL else 1

    def sparsely() -> np.ndarray:
        rows, found = min_weight_full_bipartite_matching(sparse, maximize=True)
        return place_of[found[np.argsort(rows)]]

    ours, (placed, theirs) = worth(one, best_assignment(*one)), worth(one, sparsely())
    rows = [
        Row(
            _task(size),
            "SciPy, min_weight_full_bipartite_matching",
            median_seconds(sparsely, rounds),
            f"placed {placed:,}, total {theirs:,.3f}",
        )
    ]
    if size == SMALL:
        dense = np.full(sparse.shape, -1e6)
        np.put_along_axis(dense, columns, values, axis=1)
        seconds = median_seconds(lambda: linear_sum_assignment(dense, maximize=True), rounds)
        total = dense[linear_sum_assignment(dense, maximize=True)].sum()
        rows.append(Row(_task(size), "SciPy, linear_sum_assignment", seconds, f"total {total:,.3f}"))
    return rows, ours[1], theirs
