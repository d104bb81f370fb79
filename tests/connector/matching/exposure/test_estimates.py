"""Shares and waiting times beside other implementations."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from statsmodels.duration.survfunc import SurvfuncRight

from connector.matching.exposure.estimates import median_wait, wilson


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_share_is_that_of_scipy(counts: tuple[int, int]) -> None:
    accepted, introduced = counts
    expected = binomtest(accepted, introduced).proportion_ci(0.95, method="wilson")
    found = wilson(accepted, introduced, 0.95)
    assert found == pytest.approx((accepted / introduced, expected.low, expected.high), abs=1e-9)


@given(st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=2, max_size=40))
def test_the_median_wait_is_the_day_on_which_half_are_answered(waits: list[tuple[int, bool]]) -> None:
    """A second implementation, in exact fractions."""
    left, median = Fraction(1), None
    for day in sorted({day for day, _ in waits}):
        waiting = sum(own >= day for own, _ in waits)
        left *= 1 - Fraction(sum(own == day and is_answered for own, is_answered in waits), waiting)
        if median is None and left <= Fraction(1, 2):
            median = day
    found = median_wait(np.array([w for w, _ in waits], float), np.array([a for _, a in waits]), 0.95)
    assert found.median == median
    assert found.low is None or median is None or found.low <= median
    assert found.high is None or found.low <= median <= found.high


def test_the_interval_of_the_median_wait_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        waited = np.ceil(rng.exponential(30.0, 60))
        answered = rng.random(60) < 0.8
        with np.errstate(divide="ignore", invalid="ignore"):
            low, high = SurvfuncRight(waited, answered.astype(float)).quantile_ci(0.5, method="cloglog")
        found = median_wait(waited, answered, 0.95)
        assert (found.low, found.high) == (low, None if np.isinf(high) else high)


def test_the_interval_covers_the_true_median() -> None:
    rng = np.random.default_rng(5)
    covered = []
    for _ in range(200):
        true, until = rng.exponential(30.0 / np.log(2.0), 80), rng.uniform(20.0, 200.0, 80)
        found = median_wait(np.ceil(np.minimum(true, until)), true <= until, 0.95)
        covered.append(found.low <= 31 and (found.high is None or found.high >= 30))
    assert 0.92 <= np.mean(covered) <= 0.99


def test_those_who_still_wait_are_not_left_out() -> None:
    """Twenty quick answers among a hundred do not make a quick group."""
    waited = np.array([2.0] * 20 + [90.0] * 80)
    assert median_wait(waited, waited < 10, 0.95) == (None, None, None)


def test_all_answers_on_one_day_are_that_day() -> None:
    assert median_wait(np.full(40, 7.0), np.ones(40, bool), 0.95) == (7, 7, 7)
