"""From what a model says to chances that hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from connector.matching.learning.evaluation import calibration_error, log_loss, reliability
from connector.matching.learning.lists import Lists
from connector.matching.learning.ranker.calibration import calibrate


@pytest.mark.parametrize("seen", [1.0, 0.4])
def test_the_line_is_found_again(seen: float) -> None:
    raw = np.random.default_rng(1).normal(2.0, 3.0, 5000)
    looked_at = np.full(5000, seen)
    found = calibrate(raw, looked_at, seen * expit(0.4 * raw - 2.0))
    assert (found.slope, found.intercept) == (pytest.approx(0.4, abs=1e-3), pytest.approx(-2.0, abs=1e-2))


def test_rows_that_are_less_looked_at_are_not_taken_for_worse() -> None:
    rng = np.random.default_rng(2)
    raw, seen = rng.normal(size=5000), 1.0 / rng.integers(1, 11, 5000)
    found = calibrate(raw, seen, seen * expit(raw - 1.0))
    assert (found.slope, found.intercept) == (pytest.approx(1.0, abs=1e-3), pytest.approx(-1.0, abs=1e-2))


def test_calibration_makes_chances_truer_on_rows_it_has_not_seen() -> None:
    rng = np.random.default_rng(3)
    true = rng.normal(-2.0, 1.0, 8000)
    too_sure, is_chosen = 3.0 * true + 1.0, (rng.random(8000) < expit(true)).astype(float)
    line = calibrate(too_sure[:4000], np.ones(4000), is_chosen[:4000])
    later, lists = is_chosen[4000:], Lists(np.repeat(np.arange(400), 10))
    before, after = expit(too_sure[4000:]), expit(line.slope * too_sure[4000:] + line.intercept)
    assert log_loss(after, later, lists).value < 0.9 * log_loss(before, later, lists).value
    error = [calibration_error(reliability(chance, later)) for chance in (before, after)]
    assert error[1] < 0.25 * error[0]


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=40), st.integers(0, 2**32 - 1))
def test_the_line_rises_whatever_was_chosen(raw: list[float], seed: int) -> None:
    is_chosen = np.random.default_rng(seed).integers(0, 2, len(raw)).astype(float)
    line = calibrate(np.array(raw), np.ones(len(raw)), is_chosen)
    assert line.slope > 0
    assert np.isfinite(line.intercept)


def test_what_turns_the_order_round_is_made_almost_flat() -> None:
    raw = np.linspace(0.0, 1.0, 1000)
    line = calibrate(raw, np.ones(1000), 1.0 - raw)
    chances = expit(line.slope * raw + line.intercept)
    assert (np.diff(chances) > 0).all()
    assert chances[-1] - chances[0] < 0.01
