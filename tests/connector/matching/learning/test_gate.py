"""Only what is better on later lists, beyond chance, may rank."""

from __future__ import annotations

import numpy as np
import pytest

from connector.matching.learning.card import Estimate
from connector.matching.learning.evaluation import Ratios, Resampling
from connector.matching.learning.gate import (
    EARLY_LISTS,
    HOLD_OUT_LISTS,
    HOLD_OUT_STARTUPS,
    TUNING_LISTS,
    judge,
    too_few,
)

ENOUGH = {
    "early": EARLY_LISTS,
    "tuning": TUNING_LISTS,
    "hold_out": HOLD_OUT_LISTS,
    "startups": HOLD_OUT_STARTUPS,
}


def test_enough_is_enough() -> None:
    assert too_few(**ENOUGH) is None


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("early", "few_to_fit"),
        ("tuning", "few_to_tune"),
        ("hold_out", "few_to_judge"),
        ("startups", "few_startups"),
    ],
)
def test_one_too_few_is_said(what: str, code: str) -> None:
    said = too_few(**{**ENOUGH, what: ENOUGH[what] - 1})
    assert said is not None
    assert (said.code, dict(said.facts)) == (
        f"learning.decision.{code}",
        {"n": ENOUGH[what] - 1, "least": ENOUGH[what]},
    )


@pytest.mark.parametrize(("low", "in_use"), [(-0.001, "declared"), (0.0, "declared"), (0.001, "logit")])
def test_the_whole_interval_has_to_lie_above_0(low: float, in_use: str) -> None:
    who, said = judge("logit", Estimate(value=0.02, low=low, high=0.04), 240)
    assert who == in_use
    assert said.code.endswith("replaced" if in_use == "logit" else "not_better")
    assert dict(said.facts) == {"gain": 2.0, "low": 100 * low, "high": 4.0, "n": 240}


def test_two_rankers_that_are_equally_good_pass_in_one_of_twenty_cases_at_most() -> None:
    rng = np.random.default_rng(8)
    passed = 0
    for _ in range(300):
        below = rng.integers(1, 8, HOLD_OUT_LISTS).astype(float)
        one, other = (below * rng.beta(1, 2, HOLD_OUT_LISTS) for _ in range(2))
        draws = Resampling(np.arange(HOLD_OUT_LISTS), 200, rng)
        gain, _ = draws.difference(Ratios(one, below), Ratios(other, below))
        passed += judge("logit", gain, HOLD_OUT_LISTS)[0] == "logit"
    assert 1 <= passed <= 15
