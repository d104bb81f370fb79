"""Do rank sets from draws hold the true ranks as often as they say? By simulation, fixed seeds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from rating.ranking.sets import normal_errors, rank_sets

REPLICATIONS, DRAWS = 4000, 99
#: A correct method fails one of the figures below with at most this probability.
DOUBT = 1e-4
EVEN, UNEVEN = np.ones(10), np.geomspace(0.5, 2.5, 10)
EQUAL = np.zeros(10)
CASES = {
    "equal neighbours": (np.repeat([0.0, 1.0, 2.0, 4.0, 8.0], 2), UNEVEN),
    "two clusters": (np.repeat([0.0, 15.0], 5), UNEVEN),
    "close": (np.arange(10) * 0.5, EVEN),
}


def coverage(truth: np.ndarray, s: np.ndarray, *, believed: float = 1.0) -> dict[str, np.ndarray]:
    """Return of each set whether it held the truth, shape (replications, ...)."""
    rng = np.random.default_rng(11)
    first = 1 + (truth[None] > truth[:, None]).sum(axis=1)
    last = (truth[None] >= truth[:, None]).sum(axis=1)
    held: dict[str, list[np.ndarray]] = {"marginal": [], "simultaneous": [], "best": [], "worst": []}
    for _ in range(REPLICATIONS):
        estimates = truth + s * rng.standard_normal(len(truth))
        sets = rank_sets(estimates, normal_errors(believed * s, DRAWS, rng), believed * s)
        held["marginal"].append((sets.marginal.low <= first) & (last <= sets.marginal.high))
        held["simultaneous"].append(
            ((sets.simultaneous.low <= first) & (last <= sets.simultaneous.high)).all()
        )
        held["best"].append(sets.best(3)[first <= 3].all())
        held["worst"].append(sets.worst(3)[last > len(truth) - 3].all())
    return {name: np.array(values) for name, values in held.items()}


@pytest.mark.parametrize(("truth", "s"), CASES.values(), ids=CASES)
def test_sets_hold_the_true_ranks_as_often_as_they_say(truth: np.ndarray, s: np.ndarray) -> None:
    held = coverage(truth, s)
    figures = [held["simultaneous"], held["best"], held["worst"], *held["marginal"].T]
    for values in figures:
        assert binomtest(int(values.sum()), REPLICATIONS, 0.95, alternative="less").pvalue > DOUBT


def test_where_all_are_equal_nothing_is_given_away() -> None:
    """Every hypothesis is true there: the level is met, not only kept."""
    held = coverage(EQUAL, UNEVEN)
    least, most = binom.ppf([DOUBT, 1 - DOUBT], REPLICATIONS, 0.95)
    for values in (held["simultaneous"], *held["marginal"].T):
        assert least <= values.sum() <= most


def test_the_simulation_notices_errors_that_are_too_small() -> None:
    held = coverage(EQUAL, UNEVEN, believed=0.9)
    for values in (held["simultaneous"], *held["marginal"].T):
        assert binomtest(int(values.sum()), REPLICATIONS, 0.95, alternative="less").pvalue < DOUBT
