"""Raking meets the margins, keeps the odds ratios, and says in words what cannot be met."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.inference.raking import CannotRakeError, Margin, rake

#: companies, level, site, contract
TABLES = arrays(np.float64, (2, 3, 2, 2), elements=st.integers(1, 60).map(float))


def margin_of(table: np.ndarray, *axes: int) -> Margin:
    others = tuple(axis for axis in range(1, table.ndim) if axis - 1 not in axes)
    return Margin(axes, table.sum(axis=others))


def odds_ratios(table: np.ndarray) -> np.ndarray:
    """Return the odds ratios of neighbouring levels and sites, within each contract."""
    logs = np.log(table)
    return np.diff(np.diff(logs, axis=1), axis=2)


@given(TABLES, TABLES)
def test_the_margins_are_met(sample: np.ndarray, truth: np.ndarray) -> None:
    margins = [margin_of(truth, 0), margin_of(truth, 1), margin_of(truth, 2)]
    raked = rake(sample, margins)
    for margin in margins:
        found = margin_of(raked.table, *margin.axes).totals
        np.testing.assert_allclose(found, margin.totals, rtol=1e-9)
    assert (raked.gap <= 1e-9).all()
    np.testing.assert_array_equal(raked.trimmed, 0)


@given(TABLES, TABLES)
def test_a_margin_of_two_axes_is_met_too(sample: np.ndarray, truth: np.ndarray) -> None:
    margins = [margin_of(truth, 0, 2), margin_of(truth, 1)]
    raked = rake(sample, margins)
    for margin in margins:
        found = margin_of(raked.table, *margin.axes).totals
        np.testing.assert_allclose(found, margin.totals, rtol=1e-9)


@given(TABLES)
def test_a_table_that_fits_is_left_as_it_is(sample: np.ndarray) -> None:
    raked = rake(sample, [margin_of(sample, 0), margin_of(sample, 1, 2)])
    np.testing.assert_array_equal(raked.table, sample)
    np.testing.assert_array_equal(raked.passes, 0)
    np.testing.assert_allclose(raked.effective, sample.sum(axis=(1, 2, 3)))


@given(TABLES, TABLES)
def test_odds_ratios_stay_those_of_the_sample(sample: np.ndarray, truth: np.ndarray) -> None:
    raked = rake(sample, [margin_of(truth, 0), margin_of(truth, 1), margin_of(truth, 2)])
    np.testing.assert_allclose(odds_ratios(raked.table), odds_ratios(sample), atol=1e-9)


@given(TABLES, TABLES)
def test_one_margin_is_post_stratification(sample: np.ndarray, truth: np.ndarray) -> None:
    raked = rake(sample, [margin_of(truth, 0)])
    known, seen = truth.sum(axis=(2, 3)), sample.sum(axis=(2, 3))
    np.testing.assert_allclose(raked.table, sample * (known / seen)[:, :, None, None])
    weights = known / seen  # one weight a level: Kish by hand
    effective = (weights * seen).sum(axis=1) ** 2 / (weights**2 * seen).sum(axis=1)
    np.testing.assert_allclose(raked.effective, effective)


@given(TABLES, TABLES)
def test_a_company_is_raked_as_if_it_were_alone(sample: np.ndarray, truth: np.ndarray) -> None:
    both = rake(sample, [margin_of(truth, 0), margin_of(truth, 1)])
    for company in range(2):
        one = slice(company, company + 1)
        alone = rake(sample[one], [margin_of(truth[one], 0), margin_of(truth[one], 1)])
        np.testing.assert_array_equal(alone.table, both.table[one])
        assert alone.passes[0] == both.passes[company]


def test_two_by_two_by_hand() -> None:
    """Independent sample: the fit is the product of the margins, found in one pass."""
    raked = rake([[[1.0, 1.0], [1.0, 1.0]]], [Margin((0,), np.array([[30.0, 10.0]])),
                                             Margin((1,), np.array([[16.0, 24.0]]))])  # fmt: skip
    np.testing.assert_allclose(raked.table, [[[12.0, 18.0], [4.0, 6.0]]])
    assert raked.passes.tolist() == [1]
    np.testing.assert_allclose(raked.effective, 40.0**2 / (144 + 324 + 16 + 36))


def test_squared_weights_make_the_effective_number_of_weighted_answers() -> None:
    weights = np.array([1.0, 1.0, 4.0])  # one answer of weight 1 and 1 in the first cell, of 4 in the second
    raked = rake([[2.0, 4.0]], [Margin((0,), np.array([[2.0, 4.0]]))], squares=[[2.0, 16.0]])
    assert raked.effective[0] == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_what_is_unknown_stays_unknown_and_harms_nobody_else() -> None:
    sample = np.array([[1.0, np.nan], [1.0, 3.0], [2.0, 2.0]])
    raked = rake(sample, [Margin((0,), np.array([[5.0, 5.0], [np.nan, 4.0], [6.0, 2.0]]))])
    assert np.isnan(raked.table[:2]).all()
    assert np.isnan(raked.effective[:2]).all()
    np.testing.assert_allclose(raked.table[2], [6.0, 2.0])


def test_margins_of_zero_empty_the_cells() -> None:
    raked = rake([[3.0, 5.0], [1.0, 1.0]], [Margin((0,), np.array([[0.0, 8.0], [0.0, 0.0]]))])
    np.testing.assert_array_equal(raked.table, [[0.0, 8.0], [0.0, 0.0]])
    assert np.isnan(raked.effective[1])


def test_a_target_without_anybody_is_refused_and_the_companies_are_named() -> None:
    sample = np.array([[[3.0, 2.0], [1.0, 1.0]], [[0.0, 0.0], [4.0, 1.0]]])
    margin = Margin((0,), np.array([[5.0, 5.0], [5.0, 5.0]]))
    with pytest.raises(CannotRakeError, match="people where the sample has nobody") as caught:
        rake(sample, [margin])
    assert caught.value.companies == (1,)
    assert "1 of 2 companies, first the one at position 1" in str(caught.value)


def test_margins_that_disagree_in_total_are_refused() -> None:
    margins = [Margin((0,), np.array([[5.0, 5.0]])), Margin((1,), np.array([[5.0, 6.0]]))]
    with pytest.raises(CannotRakeError, match="disagree in their total"):
        rake(np.ones((1, 2, 2)), margins)


def test_empty_cells_that_do_not_allow_the_margins_are_told() -> None:
    """The first row can only fill the first column, which is wanted smaller than the row."""
    margins = [Margin((0,), np.array([[8.0, 2.0]])), Margin((1,), np.array([[5.0, 5.0]]))]
    with pytest.raises(CannotRakeError, match="not met after 50 passes"):
        rake([[[1.0, 0.0], [1.0, 1.0]]], margins, most_passes=50)


def test_trimmed_factors_stay_within_the_bounds_and_the_rest_is_reported() -> None:
    sample = np.array([[1.0, 99.0], [40.0, 60.0]])
    margin = Margin((0,), np.array([[500.0, 500.0], [450.0, 550.0]]))
    raked = rake(sample, [margin], bounds=(0.3, 3.0))
    relative = raked.factors / (margin.totals.sum(axis=1) / sample.sum(axis=1))[:, None]
    assert (relative >= 0.3 - 1e-12).all()
    assert (relative <= 3.0 + 1e-12).all()
    assert raked.trimmed.tolist() == [1, 0]
    assert raked.gap[0] == pytest.approx(0.47)  # 30 of 1,000 people where 500 are known
    assert raked.gap[1] < 1e-9
    free = rake(sample, [margin])
    assert raked.effective[0] > free.effective[0]


@given(TABLES, TABLES)
def test_wide_bounds_change_nothing(sample: np.ndarray, truth: np.ndarray) -> None:
    margins = [margin_of(truth, 0), margin_of(truth, 1)]
    free, bounded = rake(sample, margins), rake(sample, margins, bounds=(0.0, 1e9))
    np.testing.assert_allclose(bounded.table, free.table, rtol=1e-9)
    np.testing.assert_array_equal(bounded.trimmed, 0)


ONE = Margin((0,), np.ones((1, 2)))


@pytest.mark.parametrize(
    ("faulty", "words"),
    [
        (partial(rake, np.ones(2), [ONE]), "is none"),
        (partial(rake, np.ones((1, 2)), [ONE], squares=np.ones((1, 3))), "is none"),
        (partial(rake, np.ones((1, 2)), []), "at least one margin"),
        (partial(rake, np.ones((1, 2)), [Margin((1,), np.ones((1, 2)))]), "not ascending axes of 1"),
        (partial(rake, np.ones((1, 2, 2)), [Margin((1, 0), np.ones((1, 2, 2)))]), "not ascending axes"),
        (partial(rake, np.ones((1, 3)), [ONE]), "a margin over"),
        (partial(rake, -np.ones((1, 2)), [ONE]), "fewer than nobody"),
        (partial(rake, np.ones((1, 2)), [ONE], bounds=(1.5, 2.0)), "no room"),
    ],
)
def test_what_cannot_be_meant_is_refused(faulty: partial[object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        faulty()
