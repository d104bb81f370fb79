"""Measures of order and of chances, and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss as log_loss_elsewhere
from sklearn.metrics import ndcg_score

from connector.matching.learning.card import Bin
from connector.matching.learning.evaluation import (
    Ratios,
    Resampling,
    calibration_error,
    calibration_error_by_chance,
    gains,
    hit,
    log_loss,
    mean_of_lists,
    ndcg,
    reliability,
)
from connector.matching.learning.lists import Lists, lists_of
from connector.matching.learning.ranker.position import seen_weights
from tests.connector.matching.learning.calls import call


def lists_like(lists: int, items: int) -> Lists:
    return Lists(np.repeat(np.arange(lists), items))


def test_the_mean_over_lists_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(3)
    grade, scores = rng.integers(0, 4, (30, 15)), rng.random((30, 15))
    grade[4] = 0
    lists, ties = lists_like(30, 15), np.arange(450)
    places = lists.ranks(scores.ravel(), ties)
    ours = mean_of_lists(ndcg(places, gains(grade.ravel()), lists, ties))
    with_choice = grade.any(axis=1)
    theirs = ndcg_score(gains(grade[with_choice]), scores[with_choice], k=10)
    assert ours.value == pytest.approx(theirs, abs=1e-12)
    assert ours.below.sum() == 29


def test_only_the_first_ten_count() -> None:
    lists, ties = lists_like(1, 12), np.arange(12)
    gain = np.zeros(12)
    gain[-1] = 1.0
    for place, expected in ((1, 1.0), (2, 1 / np.log2(3)), (10, 1 / np.log2(11)), (11, 0.0)):
        places = np.roll(np.arange(1, 13), 12 - place)
        assert places[-1] == place
        assert ndcg(places, gain, lists, ties).value == pytest.approx(expected, abs=1e-15)
        assert hit(places, gain, lists).value == float(place <= 10)


@given(st.lists(st.integers(1, 7), min_size=1, max_size=6), st.integers(0, 2**32 - 1))
def test_ranks_are_places_within_each_list_and_ties_are_decided(sizes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    lists = lists_of(np.repeat(np.arange(len(sizes)), sizes))
    scores, ties = rng.integers(0, 3, sum(sizes)).astype(float), rng.permutation(sum(sizes))
    places = lists.ranks(scores, ties)
    for number, size in enumerate(sizes):
        inside = np.flatnonzero(lists.of_row == number)
        expected = sorted(inside, key=lambda row: (-scores[row], ties[row]))
        assert places[expected].tolist() == list(range(1, size + 1))


def test_weighting_by_position_undoes_what_position_does() -> None:
    """The same start-ups, whether or not they look less at what stands low."""
    biased, fair = (call(7, 6000, exponent=exponent, together=2.0) for exponent in (1.0, 0.0))
    lists, ties = Lists(biased.shown.in_list), np.random.default_rng(0).permutation(len(biased.shown))
    scores = {"declared": -biased.shown.position, "true": biased.relevance}
    corrected, as_shown, without = {}, {}, {}
    weights = seen_weights(biased.shown.position, 1.0)
    for name, score in scores.items():
        places = lists.ranks(score, ties)
        gain = (biased.shown.grade > 0).astype(float)
        corrected[name] = ndcg(places, gain * weights, lists, ties).value
        as_shown[name] = mean_of_lists(ndcg(places, gain, lists, ties)).value
        without[name] = ndcg(places, (fair.shown.grade > 0).astype(float), lists, ties).value
    assert as_shown["declared"] > as_shown["true"]
    assert without["true"] - without["declared"] > 0.08
    assert corrected["true"] - corrected["declared"] == pytest.approx(
        without["true"] - without["declared"], abs=0.03
    )


def test_log_loss_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(5)
    chance, is_chosen = rng.random(60), (rng.random(60) < 0.3).astype(float)
    ours = log_loss(chance, is_chosen, lists_like(6, 10)).value
    assert ours == pytest.approx(log_loss_elsewhere(is_chosen, chance), abs=1e-12)


def test_reliability_tells_predicted_and_observed_by_tenths() -> None:
    chance = np.repeat(np.arange(10) / 10, 20)
    is_chosen = np.tile(np.arange(20) < 4, 10).astype(float)
    bins = reliability(np.random.default_rng(0).permutation(chance), is_chosen)
    assert [one.rows for one in bins] == [20] * 10
    bins = reliability(chance, is_chosen)
    assert [one.observed for one in bins] == [0.2] * 10
    assert np.allclose([one.predicted for one in bins], np.arange(10) / 10, atol=1e-15)
    assert calibration_error(bins) == pytest.approx(np.abs(np.arange(10) / 10 - 0.2).mean(), abs=1e-12)


def test_fewer_rows_than_tenths_make_fewer_bins() -> None:
    assert [one.rows for one in reliability(np.array([0.1, 0.2]), np.zeros(2))] == [1, 1]


def test_the_error_by_chance_is_what_right_chances_show() -> None:
    rng = np.random.default_rng(9)
    chance = rng.beta(2, 20, 4000)
    errors = [calibration_error(reliability(chance, (rng.random(4000) < chance) * 1.0)) for _ in range(200)]
    expected = calibration_error_by_chance(reliability(chance, np.zeros(4000)))
    assert np.mean(errors) == pytest.approx(expected, rel=0.05)


def test_right_chances_have_no_error() -> None:
    assert calibration_error((Bin(rows=5, predicted=0.2, observed=0.2),)) == 0.0


def test_lists_of_one_startup_are_drawn_together() -> None:
    rng = np.random.default_rng(2)
    above, below = rng.random(50), np.ones(50)
    alone = Resampling(np.arange(50), 400, np.random.default_rng(0)).estimate(Ratios(above, below))
    repeated = Ratios(np.repeat(above, 4), np.repeat(below, 4))
    four_each = Resampling(np.repeat(np.arange(50), 4), 400, np.random.default_rng(0)).estimate(repeated)
    as_if_apart = Resampling(np.arange(200), 400, np.random.default_rng(0)).estimate(repeated)
    assert np.allclose(list(alone.model_dump().values()), list(four_each.model_dump().values()), atol=1e-12)
    assert as_if_apart.high - as_if_apart.low < 0.7 * (four_each.high - four_each.low)


def test_intervals_of_a_difference_hold_it_as_often_as_they_say() -> None:
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(200):
        one, noise, below = rng.beta(2, 2, 150), rng.normal(0.02, 0.2, 150), np.ones(150)
        draws = Resampling(np.arange(150), 300, rng)
        found, error = draws.difference(Ratios(one + noise, below), Ratios(one, below))
        held += found.low <= 0.02 <= found.high
        assert error == pytest.approx(0.2 / np.sqrt(150), rel=0.35)
    assert 180 <= held <= 198
