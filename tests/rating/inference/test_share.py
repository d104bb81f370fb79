"""The interval of a share: other people's figures, exact ends, and the laws of every interval."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from rating.inference import CONFIDENCE, share_interval

PEOPLE = st.integers(1, 5000)
LEVELS = st.floats(0.5, 0.999)


@st.composite
def groups(draw: st.DrawFn) -> tuple[int, int]:
    total = draw(PEOPLE)
    return draw(st.integers(0, total)), total


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (1, 30, 0.0058963041381784615, 0.12309776840805109),
        (9, 30, 0.17971709459681853, 0.4476040420029727),
        (29, 30, 0.8769022315919489, 0.9941036958618216),
    ],
)
def test_it_is_the_jeffreys_interval(count: int, total: int, low: float, high: float) -> None:
    """From statsmodels 0.15.0: proportion_confint(count, total, alpha=0.1, method="jeffreys")."""
    assert share_interval(count, total, 0.9) == pytest.approx((low, high), rel=1e-12)


@pytest.mark.parametrize("confidence", [0.5, 0.8, CONFIDENCE, 0.99])
def test_between_its_ends_it_agrees_with_the_quantiles_of_scipy(confidence: float) -> None:
    total = 41
    count = np.arange(1, total)
    low, high = share_interval(count, total, confidence)
    posterior = beta(count + 0.5, total - count + 0.5)
    np.testing.assert_allclose(low, posterior.ppf((1 - confidence) / 2), rtol=1e-10)
    np.testing.assert_allclose(high, posterior.ppf((1 + confidence) / 2), rtol=1e-10)


def test_nobody_begins_at_zero_and_everybody_ends_at_one() -> None:
    low, high = share_interval([0, 30], 30, CONFIDENCE)
    assert (low[0], high[1]) == (0.0, 1.0)
    assert 0 < high[0] < 0.1
    assert low[1] == pytest.approx(1 - high[0], abs=1e-15)


def test_what_is_not_known_has_no_interval_and_neither_has_nobody() -> None:
    low, high = share_interval([np.nan, 3, 0, 3], [10, np.nan, 0, 10], CONFIDENCE)
    np.testing.assert_array_equal(np.isnan(low), [True, True, True, False])
    np.testing.assert_array_equal(np.isnan(high), [True, True, True, False])


def test_numbers_are_broadcast() -> None:
    low, high = share_interval(np.ones((3, 4, 2)), np.full((3, 4, 1), 2.0), CONFIDENCE)
    assert low.shape == high.shape == (3, 4, 2)
    assert np.ptp(low) == np.ptp(high) == 0


@pytest.mark.parametrize(("count", "total"), [(-1, 10), (11, 10), (1, 0)])
def test_impossible_groups_are_refused(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="at least nobody and at most everybody"):
        share_interval([2, count], [10, total], CONFIDENCE)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 90, float("nan")])
def test_impossible_levels_are_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        share_interval(1, 2, confidence)


@given(groups(), LEVELS)
def test_it_holds_the_share_and_stays_a_share(group: tuple[int, int], confidence: float) -> None:
    count, total = group
    low, high = share_interval(count, total, confidence)
    assert 0 <= low <= count / total <= high <= 1


@given(PEOPLE, st.floats(0, 1), LEVELS)
def test_it_holds_the_share_of_a_fraction_of_a_person_too(
    total: int, share: float, confidence: float
) -> None:
    low, high = share_interval(share * total, total, confidence)
    assert low <= share * total / total <= high


@given(groups(), LEVELS)
def test_everybody_else_has_the_mirror_image(group: tuple[int, int], confidence: float) -> None:
    count, total = group
    low, high = share_interval([count, total - count], total, confidence)
    assert low[0] == pytest.approx(1 - high[1], abs=1e-12)
    assert high[0] == pytest.approx(1 - low[1], abs=1e-12)


@given(st.integers(1, 400), LEVELS)
def test_more_people_of_the_group_move_both_ends_up(total: int, confidence: float) -> None:
    low, high = share_interval(np.arange(total + 1), total, confidence)
    assert (np.diff(low) > 0).all()
    assert (np.diff(high) > 0).all()


@given(groups(), st.floats(0.5, 0.95), st.floats(0.001, 0.049))
def test_more_confidence_is_a_wider_interval(group: tuple[int, int], confidence: float, more: float) -> None:
    low, high = share_interval(*group, confidence)
    lower, higher = share_interval(*group, confidence + more)
    assert lower <= low
    assert high <= higher


@given(groups(), st.integers(2, 50))
def test_the_same_share_among_more_people_is_surer(group: tuple[int, int], times: int) -> None:
    count, total = group
    low, high = share_interval([count, count * times], [total, total * times], CONFIDENCE)
    assert high[1] - low[1] < high[0] - low[0]
