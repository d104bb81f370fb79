"""What an exposure is, and how exactly it is known, from the number of people behind it."""

from __future__ import annotations

import numpy as np
import pytest

from rating.data import Panel
from rating.performance.measurement import measured

RNG = np.random.default_rng(1)
MINORITY = RNG.binomial(9, 0.3, 100_000).astype(np.float64)
SEEN = {
    "share": MINORITY / 9,
    "percentage": MINORITY / 9 * 100,
    "blau": MINORITY * (9 - MINORITY) * 2 / 81,
    "unbiased blau": MINORITY * (9 - MINORITY) * 2 / 72,
}


def panel(exposure: np.ndarray, **columns: np.ndarray) -> Panel:
    rows = len(exposure)
    return Panel(np.full(rows, "A"), np.arange(rows), exposure, {"margin": exposure}, **columns)


@pytest.mark.parametrize("kind", SEEN)
def test_the_index_is_known_by_its_values_and_its_variance_is_right_on_average(kind: str) -> None:
    told = measured(panel(np.round(SEEN[kind], 3), people=np.full(len(MINORITY), 9.0)))
    assert told is not None
    assert told.kind == kind
    assert np.mean(told.variance) == pytest.approx(np.var(told.exposure), rel=0.03)
    if "blau" in kind:
        assert np.mean(told.exposure) == pytest.approx(0.42, rel=0.005)


def test_a_standard_error_is_taken_as_it_is_and_nothing_is_guessed() -> None:
    told = measured(panel(SEEN["share"], error=np.full(len(MINORITY), 0.2)))
    assert told is not None
    assert told.kind == "standard error"
    assert told.variance[0] == pytest.approx(0.04)
    assert measured(panel(SEEN["share"])) is None
    assert measured(panel(RNG.uniform(0, 1, 50), people=np.full(50, 9.0))) is None
