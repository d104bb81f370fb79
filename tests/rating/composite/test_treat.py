"""Outliers: what is moved, what is put on a log scale, and what stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kurtosis as scipy_kurtosis
from scipy.stats import skew as scipy_skew

from rating.composite.treat import (
    TREATMENTS,
    Limits,
    Treatment,
    is_outlier_case,
    kurtosis,
    logarithm,
    skewness,
    winsorise,
    winsorise_or_log,
)

VALUES = arrays(np.float64, st.integers(4, 30), elements=st.integers(-1000, 1000).map(float))


def test_golden_skewness_kurtosis_and_winsorised_point() -> None:
    """Values of the project's method, section 9."""
    values = np.array([1.0, 2.0, 4.0, 8.0, 100.0])
    assert skewness(values) == pytest.approx(2.214758375, abs=1e-9)
    assert kurtosis(values) == pytest.approx(4.92155307, abs=1e-8)
    ten = np.array([*range(1, 11), 100.0])
    assert winsorise(ten, Limits()).apply(ten)[-1] == 10.0


@given(VALUES)
def test_moments_are_those_of_scipy(values: np.ndarray) -> None:
    if np.ptp(values) == 0:
        assert np.isnan(skewness(values))
        assert np.isnan(kurtosis(values))
    else:
        assert skewness(values) == pytest.approx(float(scipy_skew(values, bias=False)), abs=1e-8)
        assert kurtosis(values) == pytest.approx(float(scipy_kurtosis(values, bias=False)), abs=1e-8)


@pytest.mark.parametrize("method", TREATMENTS)
@given(values=VALUES)
def test_treatment_keeps_the_order_of_units(method: str, values: np.ndarray) -> None:
    done = TREATMENTS[method].treat(values, Limits()).apply(values)
    order = values.argsort(kind="stable")
    assert (np.diff(done[order]) >= 0).all()


@given(VALUES)
def test_what_is_no_outlier_case_stays_as_it_is(values: np.ndarray) -> None:
    treatment = winsorise_or_log(values, Limits())
    if not is_outlier_case(values, Limits()):
        assert treatment == Treatment()


@given(VALUES)
def test_treating_mirrored_values_gives_the_mirror_image(values: np.ndarray) -> None:
    there = winsorise_or_log(values, Limits()).apply(values)
    back = -winsorise_or_log(-values, Limits()).apply(-values)
    np.testing.assert_allclose(there, back, atol=1e-9)


def test_points_are_moved_one_after_the_other_until_it_suffices() -> None:
    values = np.array([*np.linspace(0, 1, 40), 5.0, 30.0])
    treatment = winsorise(values, Limits())
    assert (treatment.high, treatment.moved) == (1.0, 2)
    assert is_outlier_case(np.clip(values, None, 5.0), Limits())
    assert not is_outlier_case(treatment.apply(values), Limits())


def test_when_the_steps_do_not_suffice_the_untouched_values_go_on_a_log_scale() -> None:
    values = np.exp(np.linspace(0.0, 9.0, 60))
    limits = Limits(points=2)
    assert is_outlier_case(winsorise(values, limits).apply(values), limits)
    treatment = winsorise_or_log(values, limits)
    expected = np.log(values - values.min() + 0.01 * (values.max() - values.min()))
    np.testing.assert_allclose(treatment.apply(values), expected)
    assert treatment == logarithm(values)


def test_gaps_are_neither_looked_at_nor_filled() -> None:
    values = np.array([np.nan, *range(1, 11), 100.0])
    assert np.isnan(winsorise_or_log(values, Limits()).apply(values)[0])
    assert winsorise_or_log(values, Limits()).high == 10.0
