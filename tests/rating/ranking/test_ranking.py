"""Ranks, bands and separability against definitions written out the slow way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.ranking import band_probabilities, band_runs, inseparable, rank_draws, superiority


def scores(companies: int, draws: int, *, seed: int = 5, decimals: int | None = None) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.normal(rng.normal(50, 10, size=(companies, 1)), 5, size=(companies, draws))
    return (values if decimals is None else values.round(decimals)).astype(np.float32)


def slow_ranks(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    best = 1 + (values[None] > values[:, None]).sum(axis=1)
    worst = (values[None] >= values[:, None]).sum(axis=1)
    return best, worst


@pytest.mark.parametrize("decimals", [None, 0, -1])
def test_ranks_follow_their_definition_also_with_ties(decimals: int | None) -> None:
    values = scores(30, 200, decimals=decimals)
    best, worst = slow_ranks(values)
    ranks = rank_draws(values)
    np.testing.assert_allclose(ranks.expected, (best.mean(axis=1) + worst.mean(axis=1)) / 2)
    np.testing.assert_array_equal(ranks.low, np.sort(best, axis=1)[:, 10])
    np.testing.assert_array_equal(ranks.high, np.sort(worst, axis=1)[:, 189])


def test_ranks_add_up() -> None:
    assert rank_draws(scores(40, 100)).expected.sum() == pytest.approx(40 * 41 / 2)


def test_equal_companies_share_all_places() -> None:
    ranks = rank_draws(np.full((4, 100), 100.0, dtype=np.float32))
    assert (ranks.low.tolist(), ranks.high.tolist()) == ([1] * 4, [4] * 4)


def test_certain_scores_give_certain_ranks() -> None:
    ranks = rank_draws(np.repeat(np.array([[10.0], [30.0], [20.0]], dtype=np.float32), 100, axis=1))
    assert (ranks.low.tolist(), ranks.high.tolist()) == ([3, 1, 2], [3, 1, 2])


def test_band_probabilities_by_hand() -> None:
    draws = np.array([[85, 81, 79, 66], [20, 40, 60, 90]], dtype=np.float32)
    probabilities = band_probabilities(draws, [80, 65, 50, 35, 0])
    np.testing.assert_allclose(probabilities, [[0.5, 0.5, 0, 0, 0], [0.25, 0, 0.25, 0.25, 0.25]])


@pytest.mark.parametrize(
    ("probabilities", "run"),
    [
        ([0.92, 0.08, 0, 0, 0], [0, 0]),
        ([0.5, 0.45, 0.05, 0, 0], [0, 1]),
        ([0, 0.05, 0.45, 0.45, 0.05], [2, 3]),
        ([0.3, 0.2, 0.2, 0.2, 0.1], [0, 3]),
        ([0.2, 0.2, 0.2, 0.2, 0.2], [0, 4]),
        ([0.1, 0.8, 0.1, 0, 0], [0, 1]),
    ],
)
def test_the_shortest_secure_run(probabilities: list[float], run: list[int]) -> None:
    assert band_runs(np.array([probabilities])).tolist() == [run]


@given(st.lists(st.floats(0.001, 1), min_size=5, max_size=5))
def test_a_run_is_secure_and_no_shorter_one_is(weights: list[float]) -> None:
    probabilities = np.array(weights) / sum(weights)
    first, last = band_runs(probabilities[None])[0]
    assert probabilities[first : last + 1].sum() >= 0.9 - 1e-9
    shorter = last - first
    for start in range(5 - shorter + 1):
        assert probabilities[start : start + shorter].sum() < 0.9 + 1e-9


def test_superiority_is_the_share_of_all_pairs_of_draws() -> None:
    values = scores(12, 400)
    blocks = np.vstack([block for _, block in superiority(values)])
    slow = np.array([[(a[:, None] > b[None]).mean() for b in values] for a in values])
    off_diagonal = ~np.eye(12, dtype=bool)
    np.testing.assert_allclose(blocks[off_diagonal], slow[off_diagonal], atol=0.01)
    np.testing.assert_allclose(blocks + blocks.T, 1.0, atol=1e-5)


def test_lists_of_what_cannot_be_told_apart_are_mutual_and_leave_oneself_out() -> None:
    counts, others = inseparable(scores(20, 400))
    assert others is not None
    assert [len(found) for found in others] == counts.tolist()
    for company, found in enumerate(others):
        assert company not in found
        assert all(company in others[other] for other in found)


def test_above_two_hundred_companies_they_are_only_counted() -> None:
    assert inseparable(scores(200, 50))[1] is not None
    counts, others = inseparable(scores(201, 50))
    assert others is None
    assert counts.min() >= 0


@pytest.mark.parametrize("decimals", [None, 0, -1])
def test_probabilities_of_the_first_places_follow_their_definition(decimals: int | None) -> None:
    """Of companies that are equal each is as likely as the others to have any of the places they share."""
    values = scores(12, 50, decimals=decimals)
    best, worst = slow_ranks(values)
    found = rank_draws(values, tops=(1, 3, 12)).top
    for k, chance in found.items():
        places = np.arange(1, 13)[:, None, None]
        shared = (places >= best) & (places <= worst)
        expected = (shared & (places <= k)).sum(axis=0) / shared.sum(axis=0)
        np.testing.assert_allclose(chance, expected.mean(axis=1))
        assert chance.sum() == pytest.approx(k)
    assert found[12].tolist() == [1.0] * 12
