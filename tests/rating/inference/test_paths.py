"""Paths of compositions: where they begin, what they pass through, where they end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.inference.paths import (
    END,
    OBSERVED,
    PATHS,
    START,
    completion_towards,
    straight,
    tilted,
    whole_people,
)

EVEN = np.full((1, 4), 0.25)
SEEN = np.array([[0.5, 0.3, 0.15, 0.05]])


@pytest.mark.parametrize("path", PATHS)
def test_a_path_begins_at_its_start_and_passes_through_what_was_observed(path: object) -> None:
    assert callable(path)
    shares = path(EVEN, SEEN, np.array([[START, OBSERVED, END]]))
    np.testing.assert_allclose(shares[0, 0], EVEN[0])
    np.testing.assert_allclose(shares[0, 1], SEEN[0])
    np.testing.assert_allclose(shares[0, 2], [1.0, 0.0, 0.0, 0.0], atol=1e-12)


@pytest.mark.parametrize("path", PATHS)
def test_diversity_falls_along_a_path_from_even_shares(path: object) -> None:
    assert callable(path)
    shares = path(EVEN, SEEN, np.linspace(START, END, 41)[None])
    np.testing.assert_allclose(shares.sum(axis=-1), 1.0)
    assert (np.diff((shares**2).sum(axis=-1)) > -1e-12).all()


def test_a_tilted_path_keeps_the_order_of_groups_and_a_straight_one_lets_one_grow() -> None:
    at = np.array([[1.5]])
    tilt, line = tilted(EVEN, SEEN, at)[0, 0], straight(EVEN, SEEN, at)[0, 0]
    np.testing.assert_allclose(tilt, SEEN[0] ** 2 / (SEEN[0] ** 2).sum())
    np.testing.assert_allclose(line, [0.75, 0.15, 0.075, 0.025])


def test_the_straight_path_grows_the_group_in_excess_of_its_start() -> None:
    start = np.array([[0.7, 0.2, 0.1]])
    shares = straight(start, np.array([[0.6, 0.1, 0.3]]), np.array([[END]]))
    np.testing.assert_array_equal(shares[0, 0], [0.0, 0.0, 1.0])


@given(
    arrays(np.float64, (3, 5), elements=st.integers(0, 40).map(float)),
    st.integers(1, 60),
    arrays(np.float64, 5, elements=st.integers(1, 9).map(float)),
)
def test_a_completion_fills_up_the_groups_that_fall_short_most(
    counts: np.ndarray, missing: int, weights: np.ndarray
) -> None:
    start = weights / weights.sum()
    shares = completion_towards(start, counts, np.full(3, float(missing)))
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    levels = (counts + shares * missing) / start
    for company in range(3):
        filled = levels[company][shares[company] > 1e-12]
        assert filled.max() == pytest.approx(filled.min())
        assert (levels[company][shares[company] <= 1e-12] >= filled.max() * (1 - 1e-9)).all()


@given(arrays(np.float64, (2, 3, 4), elements=st.integers(1, 30).map(float)), st.integers(0, 50))
def test_people_are_rounded_to_their_total(weights: np.ndarray, total: int) -> None:
    people = weights / weights.sum(axis=-1, keepdims=True) * total
    rounded = whole_people(people, np.full(2, float(total)))
    np.testing.assert_array_equal(rounded.sum(axis=-1), np.full((2, 3), total))
    np.testing.assert_array_equal(rounded, np.rint(rounded))
    assert (np.abs(rounded - people) < 1.0).all()
