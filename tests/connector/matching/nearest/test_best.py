"""The best of each row, against a sort of the whole row."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.matching.nearest import best, packed


def sorted_best(scores: np.ndarray, is_allowed: np.ndarray, k: int) -> tuple[list, list]:
    """Sort every row by score, then by column, in plain Python."""
    indices, values = [], []
    for row, flags in zip(scores.tolist(), is_allowed.tolist(), strict=True):
        fit = [(-s, c) for c, (s, may) in enumerate(zip(row, flags, strict=True)) if may and s > -np.inf]
        fit = sorted(fit)[:k]
        indices.append([c for _, c in fit] + [-1] * (k - len(fit)))
        values.append([-s for s, _ in fit] + [-np.inf] * (k - len(fit)))
    return indices, values


def rows_of_scores(seed: int, rows: int, columns: int, decimals: int, holes: float) -> np.ndarray:
    """Draw scores, with ties if there are few decimals, and some that cannot be chosen."""
    rng = np.random.default_rng(seed)
    scores = rng.standard_normal((rows, columns)).round(decimals).astype(np.float32)
    scores[rng.random(scores.shape) < holes] = np.nan
    scores[rng.random(scores.shape) < holes / 2] = -np.inf
    return scores


@settings(max_examples=60)
@given(
    st.integers(0, 9999),
    st.integers(0, 3),
    st.sampled_from([1, 2, 31, 32, 33, 70, 200, 500]),
    st.sampled_from([0, 1, 6]),
    st.sampled_from([0.0, 0.2, 0.97]),
    st.sampled_from([1, 2, 3, 20, 60, 300]),
    st.sampled_from([0.0, 0.02, 0.5, 1.0]),
)
def test_the_best_are_the_first_of_the_sorted_row(  # noqa: PLR0917 - what hypothesis draws
    seed: int, rows: int, columns: int, decimals: int, holes: float, k: int, share: float
) -> None:
    scores = rows_of_scores(seed, rows, columns, decimals, holes)
    flags = np.random.default_rng(seed + 1).random(scores.shape) < share
    expected = sorted_best(scores, flags, k)
    for mask in (flags, packed(flags)):
        indices, values = best(scores, mask, k)
        assert (indices.tolist(), values.tolist()) == expected


@pytest.mark.parametrize("k", [1, 20, 50, 300])
@pytest.mark.parametrize("decimals", [1, 7])
def test_the_best_of_long_rows_are_the_first_of_the_sorted_row(k: int, decimals: int) -> None:
    scores = rows_of_scores(3, 50, 2003, decimals, 0.01)
    indices, values = best(scores, None, k)
    assert (indices.tolist(), values.tolist()) == sorted_best(scores, np.ones(scores.shape, bool), k)


@pytest.mark.parametrize("order", [1, -1])
def test_sorted_rows_are_no_exception(order: int) -> None:
    scores = np.tile(np.arange(1000, dtype=np.float32)[::order], (2, 1))
    indices, _ = best(scores, None, 4)
    first = [999, 998, 997, 996] if order == 1 else [0, 1, 2, 3]
    assert indices.tolist() == [first, first]


def test_equal_scores_go_by_column_also_zeros_of_both_signs() -> None:
    scores = np.array([[0.0, -0.0, 0.0, -1.0] * 20], np.float32)
    assert best(scores, None, 5)[0].tolist() == [[0, 1, 2, 4, 5]]


def test_infinite_scores_come_first() -> None:
    scores = np.array([[1.0, np.inf, 2.0, np.inf]], np.float32)
    assert best(scores, None, 3)[0].tolist() == [[1, 3, 2]]


def test_nobody_is_chosen_where_nobody_is_allowed() -> None:
    indices, values = best(np.ones((1, 40), np.float32), np.zeros((1, 40), bool), 2)
    assert (indices.tolist(), values.tolist()) == ([[-1, -1]], [[-np.inf, -np.inf]])


def test_what_is_chosen_does_not_change_the_scores() -> None:
    scores = rows_of_scores(1, 3, 100, 3, 0.1)
    before = scores.copy()
    best(scores, np.zeros(scores.shape, bool), 5)
    assert np.array_equal(scores, before, equal_nan=True)


@pytest.mark.parametrize("k", [0, -1])
def test_less_than_one_is_refused(k: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        best(np.ones((1, 4), np.float32), None, k)


def test_scores_without_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        best(np.ones(4, np.float32), None, 1)
