"""Units compared pair by pair."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.composite.outranking import COMPARISONS, MOST_PROVEN, best_order, copeland, support

TABLES = arrays(
    np.float64, st.tuples(st.integers(2, 6), st.integers(1, 4)), elements=st.integers(0, 4).map(float)
)


def agreed(preference: np.ndarray, order: tuple[int, ...]) -> float:
    return sum(preference[a, b] for place, a in enumerate(order) for b in order[place + 1 :])


def test_support_is_the_weight_that_speaks_for_a_unit() -> None:
    values = np.array([[1.0, 5.0, 2.0], [2.0, 4.0, 2.0], [np.nan, 9.0, np.nan]])
    found = support(values, values, np.array([1.0, 2.0, 1.0]))
    np.testing.assert_allclose(found, [[0.5, 0.625, 0.0], [0.375, 0.5, 0.0], [1.0, 1.0, 0.5]])


@given(TABLES)
def test_support_for_and_against_are_the_whole(values: np.ndarray) -> None:
    found = support(values, values, np.ones(values.shape[1]))
    np.testing.assert_allclose(found + found.T, 1.0)
    balance = np.where(np.abs(found - 0.5) < 1e-9, 0.0, np.sign(found - 0.5))
    assert copeland(values, values, np.ones(values.shape[1])).tolist() == balance.sum(axis=1).tolist()


@settings(deadline=None)
@given(TABLES)
def test_no_order_agrees_more_than_the_best_one(values: np.ndarray) -> None:
    preference = support(values, values, np.arange(1.0, values.shape[1] + 1.0))
    order, proven = best_order(preference)
    assert proven
    most = max(agreed(preference, other) for other in permutations(range(len(values))))
    assert agreed(preference, tuple(order)) == pytest.approx(most)


def test_a_circle_of_three_is_broken_at_its_weakest_link() -> None:
    """Condorcet: a beats b by 8 of 13, b beats c by 9, c beats a by 7: the last counts least."""
    preference = np.array([[0.5, 8 / 13, 6 / 13], [5 / 13, 0.5, 9 / 13], [7 / 13, 4 / 13, 0.5]])
    assert best_order(preference)[0].tolist() == [0, 1, 2]


@pytest.mark.parametrize("method", COMPARISONS)
@given(values=TABLES)
def test_a_unit_that_is_ahead_in_everything_stands_first(method: str, values: np.ndarray) -> None:
    best = np.vstack([values, values.max(axis=0) + 1.0])
    how, weights = COMPARISONS[method], np.ones(values.shape[1])
    scores = how.place(best, how.learn(best, weights), weights)
    assert scores.argmax() == len(values)
    assert (scores[:-1] < scores[-1]).all()


def test_a_newcomer_stands_where_it_fits_best() -> None:
    values = np.arange(12.0).reshape(4, 3)
    how, weights = COMPARISONS["outranking"], np.ones(3)
    learned = how.learn(values, weights)
    assert how.place(values, learned, weights).tolist() == [1.0, 2.0, 3.0, 4.0]
    assert how.place(values[2:3] + 0.5, learned, weights).tolist() == [3.5]


def test_many_units_are_put_in_an_order_that_no_move_improves() -> None:
    values = np.random.default_rng(3).normal(size=(MOST_PROVEN + 20, 3))
    preference = support(values, values, np.ones(3))
    order, proven = best_order(preference)
    assert not proven
    assert sorted(order) == list(range(len(values)))
    found = agreed(preference, tuple(order))
    for place in range(len(order) - 1):
        swapped = order.copy()
        swapped[[place, place + 1]] = swapped[[place + 1, place]]
        assert agreed(preference, tuple(swapped)) <= found + 1e-9


@given(values=TABLES, seed=st.integers(0, 99))
@settings(deadline=None, max_examples=40)
def test_no_place_depends_on_the_order_of_rows(values: np.ndarray, seed: int) -> None:
    how, weights = COMPARISONS["outranking"], np.ones(values.shape[1])
    scores = how.place(values, how.learn(values, weights), weights)
    mixed = np.random.default_rng(seed).permutation(len(values))
    again = how.place(values[mixed], how.learn(values[mixed], weights), weights)
    assert again.tolist() == scores[mixed].tolist()


def test_neighbours_that_nothing_speaks_for_share_a_place() -> None:
    how, weights = COMPARISONS["outranking"], np.ones(2)
    values = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])
    assert how.place(values, how.learn(values, weights), weights).tolist() == [3.0, 3.0, 1.0]
