"""Reliability and agreement: golden values, laws, and what each index refuses to say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import f_oneway

from rating.indices.alpha import alpha, alpha_interval
from rating.indices.icc import icc_of_groups, icc_of_ratings
from rating.indices.omega import omega
from rating.indices.r_wg import answer_variance, r_wg, uniform_variance
from tests.builders import read_csv

if TYPE_CHECKING:
    from collections.abc import Callable

REFERENCE = Path(__file__).parents[2] / "reference" / "climate.csv"
FORMS = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")


def covariance(rows: object) -> np.ndarray:
    return np.cov(np.array(rows, dtype=float), rowvar=False)


def interval(rows: list[list[float]]) -> tuple[np.ndarray, np.ndarray]:
    return alpha_interval(alpha(covariance(rows)), len(rows), len(rows[0]), 0.9)


QUANTITIES: dict[str, Callable[[list], object]] = {
    "alpha": lambda rows: alpha(covariance(rows)),
    "alpha_low": lambda rows: interval(rows)[0],
    "alpha_high": lambda rows: interval(rows)[1],
    **{form: lambda rows, form=form: getattr(icc_of_ratings(rows), form) for form in FORMS},
    "omega": lambda table: omega(table).value,
    "first_loading": lambda table: omega(table).loadings[0],
    "group_icc1": lambda sums: icc_of_groups(*sums).icc1,
    "group_icc2": lambda sums: icc_of_groups(*sums).icc2,
    "group_size": lambda sums: icc_of_groups(*sums).group_size,
    "r_wg": lambda given: r_wg(*given).value,
    "answer_variance": answer_variance,
}
GOLDEN = [row for row in read_csv(REFERENCE) if row["quantity"] in QUANTITIES]

answers = st.tuples(st.integers(3, 12), st.integers(2, 6)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(1, 5).map(float))
)


@pytest.mark.parametrize("row", GOLDEN, ids=[f"{n} {row['quantity']}" for n, row in enumerate(GOLDEN)])
def test_golden_value(row: dict[str, str]) -> None:
    value = float(QUANTITIES[row["quantity"]](json.loads(row["input"])))
    assert value == pytest.approx(float(row["expected"]), abs=float(row["tolerance"]))


def test_every_quantity_has_a_golden_value() -> None:
    assert {row["quantity"] for row in GOLDEN} == set(QUANTITIES)
    assert all(row["source"] for row in GOLDEN)


# ---------------------------------------------------------------- alpha


@given(answers)
def test_alpha_is_the_consistency_of_the_mean_of_raters(rows: np.ndarray) -> None:
    assume(rows.sum(axis=1).var() > 0)
    np.testing.assert_allclose(alpha(covariance(rows)), icc_of_ratings(rows).icc3k, atol=1e-9)


@given(answers, st.randoms(use_true_random=False))
def test_the_order_of_items_and_a_common_unit_do_not_change_alpha(rows: np.ndarray, random: object) -> None:
    assume(rows.sum(axis=1).var() > 0)
    order = list(range(rows.shape[1]))
    random.shuffle(order)
    np.testing.assert_allclose(
        alpha(covariance(3.0 * rows[:, order] - 1.0)), alpha(covariance(rows)), atol=1e-9
    )


def test_alpha_is_vectorised_over_companies() -> None:
    tables = np.random.default_rng(2).normal(size=(4, 3, 30, 5))
    many = alpha(np.array([[covariance(rows) for rows in row] for row in tables]))
    assert many.shape == (4, 3)
    assert many[2, 1] == alpha(covariance(tables[2, 1]))


@pytest.mark.parametrize(
    "table", [[[1.0]], [[0.0, 0.0], [0.0, 0.0]], [[1.0, -1.0], [-1.0, 1.0]]],
    ids=["one item", "nobody differs", "items that cancel"],
)  # fmt: skip
def test_alpha_is_unknown_where_nothing_can_go_together(table: list[list[float]]) -> None:
    assert np.isnan(alpha(table))


def test_answers_that_cancel_leave_no_variance_but_rounding() -> None:
    nearly = -1.0 + 1e-15
    assert np.isnan(alpha([[1.0, nearly], [nearly, 1.0]]))


def test_feldts_interval_is_unknown_for_one_person_and_for_one_item() -> None:
    assert np.isnan(alpha_interval(0.7, [0, 1], 5, 0.9)).all()
    assert np.isnan(alpha_interval(0.7, 30, 1, 0.9)).all()


def test_feldts_interval_of_a_perfect_scale_is_a_point() -> None:
    low, high = alpha_interval(1.0, 30, 5, 0.9)
    assert (float(low), float(high)) == (1.0, 1.0)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 90.0])
def test_a_level_outside_0_to_1_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        alpha_interval(0.7, 30, 5, confidence)


@pytest.mark.parametrize(("people", "items", "share"), [(8, 3, 0.3), (15, 5, 0.5), (40, 8, 0.2)])
def test_feldts_interval_holds_the_truth_as_often_as_it_says(people: int, items: int, share: float) -> None:
    """90 % nominal; 4,000 replications give it a standard error of 0.5 points."""
    rng = np.random.default_rng(people)
    common = rng.normal(size=(4000, people, 1)) * np.sqrt(share)
    rows = common + rng.normal(size=(4000, people, items)) * np.sqrt(1.0 - share)
    left = rows - rows.mean(axis=1, keepdims=True)
    low, high = alpha_interval(alpha(np.einsum("rpi,rpj->rij", left, left)), people, items, 0.9)
    truth = items * share / (1.0 + (items - 1) * share)
    assert np.mean((low <= truth) & (truth <= high)) == pytest.approx(0.9, abs=0.02)


# ---------------------------------------------------------------- omega


def model(loadings: list[float], unique: list[float]) -> np.ndarray:
    return np.outer(loadings, loadings) + np.diag(unique)


loading = st.floats(0.3, 0.9)


@given(st.lists(loading, min_size=3, max_size=8), st.data())
def test_a_factor_that_is_there_is_found_in_the_units_of_the_items(
    loadings: list[float], data: st.DataObject
) -> None:
    strong = np.array(loadings)
    units = np.array(data.draw(st.lists(st.floats(0.5, 2.0), min_size=len(strong), max_size=len(strong))))
    found = omega(model(strong * units, (1 - strong**2) * units**2))
    common = float(strong @ units) ** 2
    assert found.is_converged
    assert not found.is_heywood
    np.testing.assert_allclose(found.loadings, strong, atol=1e-4)
    assert found.value == pytest.approx(common / (common + (1 - strong**2) @ units**2), abs=1e-5)
    assert found.residual < 1e-4


@given(st.lists(loading, min_size=3, max_size=8))
def test_omega_is_at_least_alpha_under_one_factor(loadings: list[float]) -> None:
    table = model(loadings, [1 - own**2 for own in loadings])
    assert omega(table).value >= float(alpha(table)) - 1e-6


def test_omega_equals_alpha_where_all_loadings_are_alike() -> None:
    table = model([0.8] * 4, [0.3, 0.5, 0.7, 0.9])
    assert omega(table).value == pytest.approx(float(alpha(table)), abs=1e-9)


def test_statsmodels_finds_the_same_loadings_by_principal_axes() -> None:
    """A second implementation: iterated principal axes rest where minimum residuals do."""
    from statsmodels.multivariate.factor import Factor  # noqa: PLC0415 - slow to import, needed here only

    rng = np.random.default_rng(11)
    for _ in range(5):
        people = rng.normal(size=(60, 1)) * rng.uniform(0.5, 0.9, size=6) + rng.normal(size=(60, 6)) * 0.7
        correlations = np.corrcoef(people, rowvar=False)
        theirs = Factor(corr=correlations, n_factor=1, method="pa").fit(maxiter=5000, tol=1e-13)
        np.testing.assert_allclose(
            np.abs(omega(correlations).loadings), np.abs(theirs.loadings[:, 0]), atol=1e-6
        )


def test_a_heywood_case_is_told_and_stays_within_bounds() -> None:
    found = omega([[1.0, 0.9, 0.8], [0.9, 1.0, 0.5], [0.8, 0.5, 1.0]])
    assert found.is_heywood
    assert np.abs(found.loadings).max() <= 1.0
    assert 0.0 <= found.value <= 1.0


def test_one_factor_that_does_not_fit_leaves_a_residual() -> None:
    two_pairs = np.kron(np.eye(2), np.full((2, 2), 0.8)) + 0.2 * np.eye(4)
    assert omega(two_pairs).residual > 0.2


def test_an_item_without_variance_adds_nothing() -> None:
    table = model([0.8, 0.7, 0.6], [0.4, 0.5, 0.6])
    wider = np.zeros((4, 4))
    wider[:3, :3] = table
    assert omega(wider).value == pytest.approx(omega(table).value, abs=1e-9)
    assert omega(wider).loadings[3] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    "table",
    [
        [[1.0]],
        [[1.0, 0.5], [0.5, 1.0]],
        [[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0], [0.0, 0.0, 0.0]],
        np.zeros((3, 3)),
        np.full((3, 3), np.nan),
    ],
    ids=["one item", "two items", "two that vary", "nobody differs", "one person"],
)
def test_omega_is_unknown_where_one_factor_is_not_identified(table: object) -> None:
    found = omega(table)
    assert np.isnan(found.value)
    assert (found.is_heywood, found.is_converged) == (False, False)


def test_items_that_cancel_have_no_omega() -> None:
    opposite = np.array([1.0, -1.0, 1.0, -1.0])
    assert np.isnan(omega(np.outer(opposite, opposite)).value)


def test_omega_of_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="items, items"):
        omega([1.0, 2.0])


# ---------------------------------------------------------------- ICC


def sums(groups: list[np.ndarray]) -> tuple[list[float], list[float], list[float]]:
    return (
        [float(len(own)) for own in groups],
        [float(own.sum()) for own in groups],
        [float((own**2).sum()) for own in groups],
    )


def test_the_mean_squares_give_the_f_of_scipy() -> None:
    rng = np.random.default_rng(3)
    for _ in range(10):
        groups = [rng.integers(1, 6, size=size).astype(float) for size in rng.integers(2, 30, size=5)]
        found = icc_of_groups(*sums(groups))
        assert float(found.between / found.within) == pytest.approx(f_oneway(*groups).statistic)


@given(answers)
def test_groups_of_equal_size_agree_with_the_table_of_raters(rows: np.ndarray) -> None:
    own, table = icc_of_groups(*sums(list(rows))), icc_of_ratings(rows)
    np.testing.assert_allclose(own.icc1, table.icc1, atol=1e-9)
    np.testing.assert_allclose(own.icc2, table.icc1k, atol=1e-9)
    assert float(own.group_size) == pytest.approx(rows.shape[1])


@given(answers)
def test_the_mean_of_raters_follows_spearman_and_brown(rows: np.ndarray) -> None:
    found, k = icc_of_ratings(rows), rows.shape[1]
    for one, mean in ((found.icc1, found.icc1k), (found.icc2, found.icc2k), (found.icc3, found.icc3k)):
        assume(not np.isnan(mean))
        assert one <= 1.0 + 1e-12
        np.testing.assert_allclose(mean * (1.0 + (k - 1) * one), k * one, atol=1e-6, rtol=1e-6)


@given(answers, st.integers(-3, 3))
def test_a_rater_who_is_always_higher_changes_agreement_but_not_consistency(
    rows: np.ndarray, shift: int
) -> None:
    moved = rows.copy()
    moved[:, 0] += shift
    np.testing.assert_allclose(icc_of_ratings(moved).icc3, icc_of_ratings(rows).icc3, atol=1e-9)


@given(st.lists(arrays(np.float64, st.integers(1, 9), elements=st.integers(1, 5).map(float)), min_size=2))
def test_icc_of_groups_stays_in_range_and_ignores_empty_groups_and_order(groups: list[np.ndarray]) -> None:
    found = icc_of_groups(*sums(groups))
    for value in (found.icc1, found.icc2):
        assert np.isnan(value) or value <= 1.0 + 1e-12
    if not np.isnan(found.icc1):
        assert found.icc1 >= -1.0 / (found.group_size - 1.0) - 1e-9
    shuffled = icc_of_groups(*sums([*groups[::-1], np.zeros(0)]))
    np.testing.assert_allclose(shuffled.icc1, found.icc1, atol=1e-9)
    np.testing.assert_allclose(shuffled.group_size, found.group_size)


@pytest.mark.parametrize(
    "groups",
    [[[1.0, 2.0]], [[1.0], [2.0], [4.0]], [[3.1, 3.1], [3.1, 3.1, 3.1]]],
    ids=["one group", "groups of one person", "nobody differs"],
)
def test_icc_is_unknown_without_two_kinds_of_variance(groups: list[list[float]]) -> None:
    found = icc_of_groups(*sums([np.array(own) for own in groups]))
    assert np.isnan(found.icc1)
    assert np.isnan(found.icc2)


def test_icc_is_1_where_people_of_a_group_answer_alike() -> None:
    found = icc_of_groups(*sums([np.full(3, 4.1), np.full(7, 2.3)]))
    assert (float(found.icc1), float(found.icc2)) == (1.0, 1.0)


def test_equal_means_give_the_smallest_icc_and_no_reliability() -> None:
    found = icc_of_groups(*sums([np.array([1.0, 5.0]), np.array([2.0, 4.0])]))
    assert float(found.icc1) == -1.0
    assert np.isnan(found.icc2)


@pytest.mark.parametrize("rows", [[[1.0, 2.0]], [[1.0], [2.0]], [[1.0, np.nan], [2.0, 3.0]], [[4.4] * 3] * 3])
def test_ratings_of_one_target_one_rater_missing_or_alike_give_nan(rows: list[list[float]]) -> None:
    assert np.isnan([getattr(icc_of_ratings(rows), form) for form in FORMS]).all()


def test_the_mean_of_raters_is_unknown_where_its_divisor_is_not_above_nothing() -> None:
    """Targets that differ less than chance would have them: -3 for one rater, and 3 for the mean of two."""
    found = icc_of_ratings([[1, 3], [2, 2], [3, 1]])
    assert found.icc2 == pytest.approx(-3)
    assert np.isnan(found.icc2k)
    assert np.isnan(icc_of_ratings([[3, 3, 1], [3, 1, 4], [4, 2, 1]]).icc2k)


def test_no_targets_have_no_correlation() -> None:
    assert np.isnan(icc_of_ratings(np.empty((2, 0, 3))).icc1).tolist() == [True, True]


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="at least nobody"):
        icc_of_groups([-1, 2], [0, 1], [0, 1])


def test_indices_are_vectorised_over_leading_axes() -> None:
    tables = np.random.default_rng(4).integers(1, 6, size=(3, 2, 9, 4)).astype(float)
    ratings = icc_of_ratings(tables)
    grouped = icc_of_groups(np.full((3, 2, 9), 4.0), tables.sum(axis=-1), (tables**2).sum(axis=-1))
    assert ratings.icc2.shape == grouped.icc1.shape == (3, 2)
    np.testing.assert_allclose(grouped.icc1, ratings.icc1)
    np.testing.assert_allclose(ratings.icc2k[1, 1], icc_of_ratings(tables[1, 1]).icc2k)


# ---------------------------------------------------------------- r_wg

variances = st.integers(1, 8).flatmap(lambda j: arrays(np.float64, (4, j), elements=st.floats(0.0, 5.0)))


@given(variances, st.floats(0.2, 4.0))
def test_r_wg_lies_between_0_and_1_and_is_0_exactly_beyond_the_null(own: np.ndarray, null: float) -> None:
    found = r_wg(own, null)
    assert ((found.value >= 0.0) & (found.value <= 1.0)).all()
    np.testing.assert_array_equal(found.is_truncated, own.mean(axis=-1) / null > 1.0)
    assert (found.value[found.is_truncated] == 0.0).all()


@given(variances)
def test_a_null_that_varies_less_asks_for_more_agreement(own: np.ndarray) -> None:
    strict, usual = r_wg(own, answer_variance([0.05, 0.15, 0.2, 0.35, 0.25])), r_wg(own, 2.0)
    assert (strict.value <= usual.value + 1e-12).all()


@given(st.floats(0.0, 2.0), st.integers(1, 10))
def test_r_wg_of_several_items_is_that_of_one_stepped_up(own: float, items: int) -> None:
    one = float(r_wg([own], 2.0).value)
    stepped = items * one / (1.0 + (items - 1) * one)
    assert float(r_wg([own] * items, 2.0).value) == pytest.approx(stepped, abs=1e-12)


def test_people_of_one_mind_agree_fully_and_one_person_is_unknown() -> None:
    found = r_wg([[0.0, 0.0], [np.nan, np.nan]], 2.0)
    assert found.value[0] == 1.0
    assert np.isnan(found.value[1])
    assert found.is_truncated.tolist() == [False, False]


def test_the_uniform_null_is_that_of_even_shares() -> None:
    for options in range(2, 12):
        assert answer_variance(np.ones(options)) == pytest.approx(uniform_variance(options))
    assert np.isnan(answer_variance([0, 0]))


def test_impossible_nulls_are_refused() -> None:
    for impossible in (lambda: uniform_variance(1), lambda: answer_variance([1.0])):
        with pytest.raises(ValueError, match="options"):
            impossible()
    with pytest.raises(ValueError, match="negative"):
        answer_variance([0.5, -0.1])
    for null in (0.0, float("nan")):
        with pytest.raises(ValueError, match="has to vary"):
            r_wg([1.0], null)
