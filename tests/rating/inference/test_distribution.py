"""Confidence distributions: how they are read, in their middle, at their ends and beyond."""

from __future__ import annotations

import numpy as np
import pytest

from rating.inference.distribution import Confidence

LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])


def straight_line(*, ties: float = 0.0, peaked: bool = False, from_: float = 0.0) -> Confidence:
    """Build a figure from 1 to 0 that would look lower with a chance of 1 minus it, give or take ties."""
    values = np.linspace(1.0, 0.0, 101)[None, None]
    below = from_ + (1.0 - from_) * (1.0 - values)
    return Confidence(values, np.clip(below - ties, 0, 1), np.clip(below + ties, 0, 1), np.array([peaked]))


def test_without_ties_the_quantiles_are_where_the_chances_reach_them() -> None:
    np.testing.assert_allclose(straight_line().quantiles(LEVELS), LEVELS[None], atol=1e-12)


def test_ties_widen_the_ends_and_leave_the_middle() -> None:
    found = straight_line(ties=0.04).quantiles(LEVELS)[0]
    assert found[[0, 2, 4]].tolist() == pytest.approx([0.01, 0.5, 0.99])
    assert 0.21 < found[1] < 0.25
    assert found[1] + found[3] == pytest.approx(1.0)


def test_of_several_paths_the_ends_take_the_outermost_and_the_middle_the_mean() -> None:
    one = straight_line()
    values = np.concatenate([one.values, 0.8 * one.values], axis=1)
    chances = np.concatenate([one.below, one.below], axis=1)
    found = Confidence(values, chances, chances, np.array([False])).quantiles(LEVELS)[0]
    assert found[[0, 2, 4]].tolist() == pytest.approx([0.04, 0.45, 0.95])


def test_an_estimate_is_the_median_with_the_90_percent_interval() -> None:
    estimate = straight_line().estimate()
    found = (estimate.low[0], estimate.value[0], estimate.high[0])
    assert found == pytest.approx((0.05, 0.5, 0.95))


def test_a_figure_that_cannot_be_given_has_no_quantiles() -> None:
    line = straight_line()
    nothing = Confidence(line.values * np.nan, line.below, line.not_above, line.peaked)
    assert np.isnan(nothing.quantiles(LEVELS)).all()
    assert np.isnan(nothing.draws(10)).all()


def test_draws_go_beyond_a_peak_as_far_as_they_fall_short_of_it() -> None:
    inside = straight_line(from_=0.5).draws(1000)[0]
    assert inside.max() == 1.0
    beyond = straight_line(from_=0.5, peaked=True).draws(1000)[0]
    assert (beyond > 1.0).mean() == pytest.approx(0.5, abs=0.002)
    np.testing.assert_allclose(beyond - 1.0, 1.0 - beyond[::-1], atol=0.005)


def test_a_figure_that_may_be_highest_anywhere_ends_at_its_highest() -> None:
    assert straight_line(from_=0.5, peaked=False).draws(100).max() == 1.0


def test_what_is_far_from_the_peak_does_not_reach_it() -> None:
    draws = straight_line(peaked=True).draws(1000)[0]
    np.testing.assert_allclose(draws, (np.arange(1000) + 0.5) / 1000, atol=1e-9)
