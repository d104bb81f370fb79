"""The conditional logit and what it finds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import approx_fprime

from connector.matching.learning.lists import Lists
from connector.matching.learning.ranker.choices import Choices, choices_of
from connector.matching.learning.ranker.logit import fit_logit

LISTS, ITEMS, COLUMNS = 60, 8, 5


def expected_choices(weights: np.ndarray, seed: int = 1, offset: np.ndarray | None = None) -> Choices:
    """Every row is chosen exactly as often as the weights say: the most likely weights are the true ones."""
    design = np.random.default_rng(seed).random((LISTS * ITEMS, COLUMNS))
    lists = Lists(np.repeat(np.arange(LISTS), ITEMS))
    offset = np.zeros(len(design)) if offset is None else offset
    shares, _ = lists.shares(design @ weights + offset)
    return Choices(design, shares * 50.0, offset, lists)


def test_slopes_and_information_are_the_derivatives_of_the_loss() -> None:
    choices = expected_choices(np.array([3.0, 0.0, 1.0, 2.0, 0.5]))
    at = np.array([1.0, 0.3, 0.2, 0.9, 0.1])
    gradient = choices.fit(at).gradient
    assert np.allclose(approx_fprime(at, lambda w: choices.fit(w).loss), gradient, rtol=1e-4)
    numeric = np.array([approx_fprime(at, lambda w, k=k: choices.fit(w).gradient[k]) for k in range(COLUMNS)])
    assert np.allclose(numeric, choices.information(at), rtol=1e-4, atol=1e-3)
    assert np.allclose(choices.slopes(at).sum(axis=0), gradient, atol=1e-9)


def test_what_all_rows_of_a_list_share_changes_nothing() -> None:
    choices = expected_choices(np.ones(COLUMNS))
    shared = np.repeat(np.random.default_rng(2).normal(size=LISTS), ITEMS)
    moved = Choices(choices.design, choices.gain, shared, choices.lists)
    assert moved.fit(np.ones(COLUMNS)).loss == pytest.approx(choices.fit(np.ones(COLUMNS)).loss)


def test_lists_without_a_choice_are_left_out() -> None:
    gain = np.zeros(12)
    gain[7] = 1.0
    lists = Lists(np.repeat(np.arange(3), 4))
    kept = choices_of(np.arange(12.0)[:, None], gain, np.zeros(12), lists)
    assert kept.design.ravel().tolist() == [4.0, 5.0, 6.0, 7.0]
    assert len(kept.lists) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_known_weights_are_found_again(seed: int) -> None:
    true = np.array([3.0, 0.0, 1.0, 2.0, 0.5])
    assert np.allclose(fit_logit(expected_choices(true, seed), np.zeros(COLUMNS), 0.0), true, atol=1e-3)


def test_known_weights_are_found_again_where_the_place_matters_too() -> None:
    true = np.array([3.0, 0.0, 1.0, 2.0, 0.5])
    offset = -np.log(np.tile(np.arange(1.0, ITEMS + 1), LISTS))
    choices = expected_choices(true, offset=offset)
    assert np.allclose(fit_logit(choices, np.zeros(COLUMNS), 0.0), true, atol=1e-3)


def test_no_weight_falls_below_0_even_if_outcomes_ask_for_it() -> None:
    weights = fit_logit(expected_choices(np.array([3.0, -2.0, 1.0, 0.0, 0.5])), np.zeros(COLUMNS), 0.0)
    assert weights[1] == 0.0
    assert (weights[[0, 2, 4]] > 0).all()


def test_the_stronger_it_is_drawn_the_nearer_it_stays_to_the_declared_shares() -> None:
    declared = np.array([0.1, 0.2, 0.3, 0.2, 0.2])
    choices = expected_choices(np.array([3.0, 0.0, 1.0, 2.0, 0.5]))

    def away(strength: float) -> float:
        weights = fit_logit(choices, declared, strength)
        return float(np.abs(weights / weights.sum() - declared).sum())

    distances = [away(strength) for strength in (0.0, 1e2, 1e3, 1e4, 1e7)]
    assert distances == sorted(distances, reverse=True)
    assert distances[0] > 0.4
    assert distances[-1] < 0.01
