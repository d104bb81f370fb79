"""Stable assignment beside the package `matching`.

`matching` takes lists of preferences, which are made for it outside the time. It runs 1,000 x 50; 5,000 x
200, which takes it minutes and a recursion limit far above the usual, only with ``slow=True``.
"""

from __future__ import annotations

import importlib.util
import sys
import time
import warnings

import numpy as np

from benchmarks.matching_rows.row import Row, median_seconds
from connector.matching.stable import blocking_pairs, stable_assignment

#: Applicants, offers -> seconds.
TARGETS = {(5000, 200): 0.005, (1000, 50): 0.001}
ROUNDS, RECURSION = 51, 1_000_000


def market(applicants: int, offers: int, common: float = 0.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw full lists of both sides; a part of the scores may be common to all who give them."""
    rng = np.random.default_rng(3)
    wanted, given = rng.random((2, applicants, offers), dtype=np.float32)
    wanted = (1 - common) * wanted + common * rng.random(offers, dtype=np.float32)
    given = (1 - common) * given + common * rng.random((applicants, 1), dtype=np.float32)
    return wanted, given, np.full(offers, applicants // offers)


def measure(*, slow: bool = False) -> list[Row]:
    """Return the rows about stable assignment."""
    rows = []
    for (applicants, offers), target in TARGETS.items():
        task = f"stable assignment {applicants:,} x {offers}, full lists"
        one = market(applicants, offers)
        rows.append(_ours(task, "ours", one, target))
        rows.append(_ours(task, "ours, half the scores common to all", market(applicants, offers, 0.5)))
        rows.append(
            Row(
                task,
                "numpy, sorting one side",
                median_seconds(lambda one=one: np.argsort(-one[0], axis=1), 5),
                "what lists of preferences would cost; ours needs none",
            )
        )
        if importlib.util.find_spec("matching") is not None and (slow or applicants == 1000):
            rows.append(_peer(task, one))
    return rows


def _ours(
    task: str, method: str, one: tuple[np.ndarray, np.ndarray, np.ndarray], target: float | None = None
) -> Row:
    seconds = median_seconds(lambda: stable_assignment(*one), ROUNDS)
    used = time.process_time()
    for _ in range(ROUNDS):
        places = stable_assignment(*one)
    busy = 1000 * (time.process_time() - used) / ROUNDS
    blocking = blocking_pairs(*one, places)
    quality = f"processor {busy:.3f} ms; blocking pairs: {blocking}; placed: {(places >= 0).sum():,}"
    if target is None:
        return Row(task, method, seconds, quality)
    kept = seconds <= target and blocking == 0
    return Row(task, method, seconds, quality, f"at most {1000 * target:g} ms, no blocking pair", kept)


def _peer(task: str, one: tuple[np.ndarray, np.ndarray, np.ndarray]) -> Row:
    """Let the package `matching` solve it once."""
    solver = importlib.import_module("matching.games").HospitalResident
    wanted, given, capacities = one
    residents = {i: row.tolist() for i, row in enumerate(np.argsort(-wanted, axis=1, kind="stable"))}
    hospitals = {j: row.tolist() for j, row in enumerate(np.argsort(-given.T, axis=1, kind="stable"))}
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(RECURSION)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            game = solver.create_from_dictionaries(residents, hospitals, dict(enumerate(capacities.tolist())))
            start = time.perf_counter()
            found = game.solve(optimal="resident")
            seconds = time.perf_counter() - start
    finally:
        sys.setrecursionlimit(before)
    places = np.full(len(wanted), -1)
    for hospital, there in found.items():
        places[[resident.name for resident in there]] = hospital.name
    same = np.array_equal(places, stable_assignment(*one))
    return Row(task, "matching, HospitalResident", seconds, f"the same assignment as ours: {same}")
