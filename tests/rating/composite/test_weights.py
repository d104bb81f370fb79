"""Weights: stated, judged by people, or found in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from rating.composite.weights import (
    WEIGHTINGS,
    Bounds,
    benefit_of_the_doubt,
    consistency_ratio,
    from_budgets,
    from_pairs,
)
from rating.composite.weights.found import (
    correlations,
    entropy,
    factor_analysis,
    principal_component,
    varimax,
)
from rating.errors import CellError, DefinitionError

if TYPE_CHECKING:
    from collections.abc import Callable

RNG = np.random.default_rng(6)
TABLE = RNG.normal(size=(40, 5)) @ RNG.normal(size=(5, 5)) + 20.0


@pytest.mark.parametrize("method", WEIGHTINGS)
def test_weights_sum_to_one_whatever_the_scale_of_those_stated(method: str) -> None:
    judgements = {"pairwise": np.ones((5, 5)), "budget": np.ones((2, 5))}.get(method, np.empty((0, 5)))
    stated = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    weigh = WEIGHTINGS[method].weigh
    found = weigh(np.abs(TABLE), stated, judgements)
    assert found.sum() == pytest.approx(1.0)
    assert (found >= 0).all()
    np.testing.assert_allclose(weigh(np.abs(TABLE), 12.0 * stated, judgements), found)


def test_judgements_that_contradict_each_other_are_refused_with_the_place() -> None:
    """Six criteria of a school, after Saaty (1980): usable up to a ratio of 0.1."""
    judged = np.array(
        [
            [1, 4, 3, 1, 3, 4],
            [1 / 4, 1, 7, 3, 1 / 5, 1],
            [1 / 3, 1 / 7, 1, 1 / 5, 1 / 5, 1 / 6],
            [1, 1 / 3, 5, 1, 1, 1 / 3],
            [1 / 3, 5, 5, 1, 1, 3],
            [1 / 4, 1, 6, 3, 1 / 3, 1],
        ]
    )
    largest = np.linalg.eigvals(judged).real.max()
    assert consistency_ratio(judged) == pytest.approx((largest - 6) / 5 / 1.24)
    with pytest.raises(DefinitionError, match=r"consistency ratio 0\.23.*row \d, column \d"):
        from_pairs(judged)


@given(st.lists(st.floats(0.2, 5), min_size=1, max_size=9))
def test_judgements_that_agree_give_back_the_weights_behind_them(weights: list[float]) -> None:
    behind = np.array(weights) / sum(weights)
    judged = behind[:, None] / behind[None, :]
    np.testing.assert_allclose(from_pairs(judged), behind, rtol=1e-6)
    assert consistency_ratio(judged) == pytest.approx(0.0, abs=1e-9)


def test_judgements_that_make_no_sense_are_refused() -> None:
    with pytest.raises(DefinitionError, match="one over its counterpart"):
        from_pairs(np.array([[1.0, 2.0], [2.0, 1.0]]))
    with pytest.raises(DefinitionError, match="every expert gives"):
        from_budgets(np.array([[50.0, 50.0], [0.0, 0.0]]))


def test_a_budget_counts_every_expert_the_same() -> None:
    assert from_budgets(np.array([[1.0, 3.0], [50.0, 50.0]])).tolist() == [0.375, 0.625]


def test_the_first_component_is_that_of_scikit_learn() -> None:
    fitted = PCA(1).fit(StandardScaler().fit_transform(TABLE))
    np.testing.assert_allclose(principal_component(TABLE), fitted.components_[0] ** 2, atol=1e-9)


def test_correlations_are_those_of_numpy_and_leave_gaps_out_pair_by_pair() -> None:
    np.testing.assert_allclose(correlations(TABLE), np.corrcoef(TABLE.T), atol=1e-12)
    gaps = TABLE.copy()
    gaps[:7, 0] = np.nan
    np.testing.assert_allclose(
        correlations(gaps)[0, 1], np.corrcoef(TABLE[7:, 0], TABLE[7:, 1])[0, 1], atol=1e-12
    )
    constant = np.column_stack([TABLE[:, 0], np.full(40, 3.0)])
    assert correlations(constant).tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_factors_weigh_by_what_they_explain() -> None:
    """Three columns say one thing, two another: the first factor explains 3/5, each column a third of it."""
    first, second = RNG.normal(size=(2, 20_000))
    noise = 0.1 * RNG.normal(size=(20_000, 5))
    values = np.column_stack([first, first, first, second, second]) + noise
    np.testing.assert_allclose(factor_analysis(values), np.full(5, 0.2), atol=0.002)


def test_rotation_finds_the_simple_structure_and_keeps_what_each_column_shares() -> None:
    simple = np.array([[0.9, 0.0], [0.8, 0.0], [0.0, 0.7], [0.0, 0.6]])
    angle = 0.6
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    rotated = varimax(simple @ turn)
    np.testing.assert_allclose(np.sort(np.abs(rotated), axis=1), np.sort(simple, axis=1), atol=1e-8)
    np.testing.assert_allclose((rotated**2).sum(axis=1), (simple**2).sum(axis=1))


def test_entropy_weighs_what_tells_units_apart() -> None:
    same, different = np.full(4, 5.0), np.array([0.0, 0.0, 0.0, 20.0])
    np.testing.assert_allclose(entropy(np.column_stack([same, different])), [0.0, 1.0], atol=1e-12)
    assert entropy(np.column_stack([same, same])).tolist() == [0.5, 0.5]


def test_no_unit_finds_better_weights_than_benefit_of_the_doubt() -> None:
    values = RNG.uniform(0.2, 1.0, size=(12, 4))
    bounds = Bounds(0.15, 0.4)
    weights = benefit_of_the_doubt(values, values, bounds)
    scores = (weights * values).sum(axis=1)
    parts = weights / weights.sum(axis=1, keepdims=True)
    assert parts.min() >= 0.15 - 1e-9
    assert parts.max() <= 0.4 + 1e-9
    assert (values @ weights.T).max() <= 1.0 + 1e-9
    for others in RNG.dirichlet(np.ones(4), size=400):
        if others.min() >= 0.15 and others.max() <= 0.4:
            best = (values @ others).max()
            assert (values @ others / best <= scores + 1e-9).all()


def test_bounds_may_be_on_parts_of_the_score() -> None:
    values = RNG.uniform(0.2, 1.0, size=(6, 3))
    weights = benefit_of_the_doubt(values, values, Bounds(0.2, 0.5, "score"))
    parts = weights * values / (weights * values).sum(axis=1, keepdims=True)
    assert parts.min() >= 0.2 - 1e-9
    assert parts.max() <= 0.5 + 1e-9
    values[2, 1] = 0.0
    with pytest.raises(CellError, match="makes up nothing of a score") as caught:
        benefit_of_the_doubt(values, values, Bounds(0.2, 0.5, "score"))
    assert caught.value.row == 2


def test_without_bounds_it_is_data_envelopment_with_one_input() -> None:
    values = RNG.uniform(0.2, 1.0, size=(8, 3))
    own = (benefit_of_the_doubt(values, values, Bounds()) * values).sum(axis=1)
    dual = [
        linprog(np.ones(8), A_ub=-values.T, b_ub=-unit, method="highs").fun for unit in values
    ]  # the fewest peers that together reach the unit
    np.testing.assert_allclose(own, dual, atol=1e-9)


@pytest.mark.parametrize("weigh", [principal_component, factor_analysis])
def test_what_does_not_vary_has_no_weight_and_what_has_nothing_in_common_equal_ones(
    weigh: Callable[[np.ndarray], np.ndarray],
) -> None:
    np.testing.assert_allclose(weigh(np.array([[1.0, 5.0], [2.0, 5.0], [4.0, 5.0]])), [1.0, 0.0])
    crossed = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    np.testing.assert_allclose(weigh(crossed), [0.5, 0.5])
    np.testing.assert_allclose(weigh(np.array([[1.0, 2.0]])), [0.5, 0.5])
    np.testing.assert_allclose(weigh(TABLE * [1e-9, 1.0, 1e12, 5.0, 1.0]), weigh(TABLE), atol=1e-9)


def test_a_third_may_be_written_with_two_digits() -> None:
    judged = np.array([[1.0, 3.0], [0.33, 1.0]])
    np.testing.assert_allclose(from_pairs(judged), [0.75, 0.25], atol=0.002)


def test_the_scale_of_values_does_not_matter_to_the_benefit_of_the_doubt() -> None:
    values = RNG.uniform(0.2, 1.0, size=(6, 3))
    scores = (benefit_of_the_doubt(values, values, Bounds(0.2, 0.5)) * values).sum(axis=1)
    tiny = 1e-9 * values
    again = (benefit_of_the_doubt(tiny, tiny, Bounds(0.2, 0.5)) * tiny).sum(axis=1)
    np.testing.assert_allclose(again, scores, atol=1e-7)
    with pytest.raises(CellError, match="no unit to compare with"):
        benefit_of_the_doubt(np.array([[1.0, 1.0]]), np.array([[0.0, 1.0]]), Bounds())
