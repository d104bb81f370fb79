"""The range under bounded odds: a point where all answered, the estimate at odds of 1, never narrower."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.indices import blau, iqv, shannon
from rating.inference.nonresponse import MOST_GROUPS, SensitivityRange, index_sensitivity, share_sensitivity

COUNTS = st.integers(2, 4).flatmap(
    lambda k: arrays(np.float64, (3, k), elements=st.integers(0, 80).map(float))
).filter(lambda counts: (counts.sum(axis=1) > 0).all())  # fmt: skip
MISSING = arrays(np.float64, 3, elements=st.integers(0, 90).map(float))
BOUNDS = st.floats(1.0, 4.0)
INDICES = pytest.mark.parametrize("index", [blau, shannon, iqv])


def ends(found: SensitivityRange) -> np.ndarray:
    return np.stack([found.low, found.estimate, found.high])


def test_range_of_a_share_by_hand() -> None:
    """20 of 50 answers, 50 missing, odds 2: q / (1 - q) = 1/3 ... 4/3, so q = 1/4 ... 4/7."""
    found = share_sensitivity([20.0, 30.0], 50.0)
    np.testing.assert_allclose(ends(found)[:, 0], [(0.4 + 1 / 4) / 2, 0.4, (0.4 + 4 / 7) / 2])


@given(COUNTS, MISSING, BOUNDS)
def test_shares_of_two_groups_are_mirror_images(counts: np.ndarray, missing: np.ndarray, odds: float) -> None:
    found = share_sensitivity(counts[:, :2] + 1.0, missing, odds)
    np.testing.assert_allclose(found.low[:, 0], 1.0 - found.high[:, 1])


@given(COUNTS, BOUNDS)
def test_where_all_answered_the_range_is_a_point(counts: np.ndarray, odds: float) -> None:
    for found in (
        share_sensitivity(counts, np.zeros(3), odds),
        index_sensitivity(blau, counts, np.zeros(3), odds),
    ):
        np.testing.assert_array_equal(found.low, found.estimate)
        np.testing.assert_array_equal(found.high, found.estimate)


@given(COUNTS, MISSING)
def test_odds_of_one_are_the_estimate(counts: np.ndarray, missing: np.ndarray) -> None:
    shares = share_sensitivity(counts, missing, 1.0)
    np.testing.assert_allclose(shares.low, counts / counts.sum(axis=1, keepdims=True), atol=1e-12)
    np.testing.assert_allclose(shares.high, shares.low, atol=1e-12)
    found = index_sensitivity(shannon, counts, missing, 1.0)
    for end in ends(found):
        np.testing.assert_allclose(end, shannon(counts), atol=1e-12)


@given(COUNTS, MISSING, BOUNDS, BOUNDS)
def test_wider_odds_give_wider_ranges_of_shares(
    counts: np.ndarray, missing: np.ndarray, one: float, other: float
) -> None:
    inner = share_sensitivity(counts, missing, min(one, other))
    outer = share_sensitivity(counts, missing, max(one, other))
    assert (outer.low <= inner.low + 1e-12).all()
    assert (outer.high >= inner.high - 1e-12).all()
    assert (inner.low <= inner.estimate + 1e-12).all()
    assert (inner.high >= inner.estimate - 1e-12).all()


@INDICES
@settings(max_examples=30)
@given(counts=COUNTS, missing=MISSING, one=BOUNDS, other=BOUNDS)
def test_wider_odds_give_wider_ranges_of_an_index(
    index: object, counts: np.ndarray, missing: np.ndarray, one: float, other: float
) -> None:
    inner = index_sensitivity(index, counts, missing, min(one, other))
    outer = index_sensitivity(index, counts, missing, max(one, other))
    assert (outer.low <= inner.low + 1e-9).all()
    assert (outer.high >= inner.high - 1e-6).all()  # a search ends before the very top
    assert (inner.low <= inner.estimate + 1e-12).all()
    assert (inner.high >= inner.estimate - 1e-12).all()


@INDICES
@settings(max_examples=15)
@given(counts=COUNTS.filter(lambda counts: counts.shape[1] < 4), missing=MISSING, odds=BOUNDS)
def test_no_point_of_a_fine_grid_lies_outside_and_the_ends_are_nearly_reached(
    index: object, counts: np.ndarray, missing: np.ndarray, odds: float
) -> None:
    found = index_sensitivity(index, counts, missing, odds)
    groups = counts.shape[1]
    axis = np.linspace(-0.5, 0.5, 81 if groups == 2 else 41) * np.log(odds)
    tilts = np.exp(np.stack(np.meshgrid(*[axis] * groups), axis=-1).reshape(-1, groups))
    rest = counts[:, None] * tilts
    rest *= missing[:, None, None] / rest.sum(axis=-1, keepdims=True)
    values = index(counts[:, None] + rest)
    np.testing.assert_allclose(found.low, values.min(axis=1), atol=1e-9)  # concave: at a corner
    assert (found.high >= values.max(axis=1) - 1e-9).all()
    np.testing.assert_allclose(found.high, values.max(axis=1), atol=2e-3)  # as fine as the grid


def test_an_index_that_is_a_share_has_the_range_of_the_share() -> None:
    counts, missing = np.array([[20.0, 25.0, 5.0], [9.0, 1.0, 0.0]]), np.array([50.0, 3.0])
    closed = share_sensitivity(counts, missing, 3.0)
    found = index_sensitivity(lambda people: people[..., 0] / people.sum(axis=-1), counts, missing, 3.0)
    np.testing.assert_allclose(ends(found), ends(closed)[..., 0])


def test_even_shares_within_reach_are_the_largest_variety() -> None:
    found = index_sensitivity(blau, [[45.0, 40.0, 35.0]], [100.0])
    assert found.high[0] == pytest.approx(2 / 3, abs=1e-9)


def test_a_company_has_the_same_range_among_others() -> None:
    rng = np.random.default_rng(5)
    counts, missing = rng.integers(0, 40, (700, 8)).astype(float), rng.integers(1, 200, 700).astype(float)
    together = index_sensitivity(shannon, counts, missing)
    for company in (0, 333, 699):
        one = slice(company, company + 1)
        alone = index_sensitivity(shannon, counts[one], missing[one])
        np.testing.assert_allclose(ends(alone)[:, 0], ends(together)[:, company], rtol=1e-12)


def test_nobody_who_answered_and_unknown_numbers_give_nan() -> None:
    counts, missing = np.array([[0.0, 0.0], [np.nan, 2.0], [1.0, 2.0], [1.0, 2.0]]), np.array(
        [5.0, 1.0, np.nan, 1.0]
    )  # fmt: skip
    assert np.isnan(ends(index_sensitivity(blau, counts, missing))[:, :3]).all()
    assert np.isnan(ends(share_sensitivity(counts, missing))[:, :3]).all()
    assert not np.isnan(ends(index_sensitivity(blau, counts, missing))[:, 3]).any()


def test_a_group_that_nobody_named_keeps_the_share_zero() -> None:
    found = share_sensitivity([10.0, 0.0], 10.0)
    assert ends(found)[:, 1].tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("odds", [0.5, np.inf, np.nan])
def test_odds_below_one_are_refused(odds: float) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        share_sensitivity([1.0, 1.0], 1.0, odds)


def test_what_cannot_be_meant_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        share_sensitivity([[1.0, 1.0]], [1.0, 2.0])
    with pytest.raises(ValueError, match="fewer than nobody"):
        share_sensitivity([1.0, -1.0], 1.0)
    with pytest.raises(ValueError, match="at most 12 groups"):
        index_sensitivity(blau, np.ones((1, MOST_GROUPS + 1)), [1.0])
