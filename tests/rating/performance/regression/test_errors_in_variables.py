"""The slope on what would be seen without errors of measurement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.performance.regression.errors_in_variables import corrected
from rating.performance.regression.fixed_effects import FixedEffects
from rating.performance.regression.groups import Groups
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import Partialled

if TYPE_CHECKING:
    from rating.data import Floats

LEVEL = 0.9


def planted(
    rng: np.random.Generator, companies: int, leaders: int, slope: float
) -> tuple[Partialled, Floats]:
    """Return a panel of five years in which the share of women among leaders goes with the outcome."""
    years = 5
    company = np.repeat(np.arange(companies), years)
    year = np.tile(np.arange(years), companies)
    truth = np.clip(rng.uniform(0.1, 0.5, companies)[company] + rng.normal(0, 0.06, len(company)), 0.01, 0.99)
    seen = rng.binomial(leaders, truth) / leaders
    outcome = rng.normal(0, 0.1, companies)[company] + slope * truth + rng.normal(0, 0.05, len(company))
    groups = Groups.of(company)
    nuisance = Nuisance(len(company), FixedEffects(groups, Groups.of(year)))
    return Partialled.of(seen, outcome, nuisance, groups), seen * (1 - seen) / (leaders - 1)


def test_a_planted_slope_is_found_and_its_interval_covers() -> None:
    rng = np.random.default_rng(11)
    slopes, plain, covered = [], [], 0
    for _ in range(150):
        part, variance = planted(rng, 300, 30, 0.3)
        told = corrected(part, variance, LEVEL)
        assert told.informative
        slopes.append(told.slope)
        plain.append(part.slope)
        covered += told.low <= 0.3 <= told.high
    assert np.mean(plain) < 0.15
    assert np.mean(slopes) == pytest.approx(0.3, rel=0.05)
    # the chance of fewer at 90 % is below 1 in 1,000
    assert covered >= 123


def test_without_errors_nothing_is_corrected() -> None:
    part, _ = planted(np.random.default_rng(1), 100, 30, 0.3)
    told = corrected(part, np.zeros(len(part.exposure)), LEVEL)
    assert told.slope == pytest.approx(part.slope)
    assert told.reliability == pytest.approx(1)
    assert told.low < told.slope < told.high


def test_where_all_is_chance_no_slope_is_told_and_the_interval_has_no_end() -> None:
    rng = np.random.default_rng(2)
    company = np.repeat(np.arange(60), 4)
    seen = rng.binomial(9, 0.3, len(company)) / 9
    groups = Groups.of(company)
    part = Partialled.of(seen, rng.normal(size=len(seen)), Nuisance(len(seen), FixedEffects(groups)), groups)
    told = corrected(part, seen * (1 - seen) / 8, LEVEL)
    assert not told.informative
    assert np.isnan(told.slope)
    assert told.reliability < 0.2
    assert (told.low, told.high) == (-np.inf, np.inf)


def test_units_change_the_slope_as_they_should() -> None:
    part, variance = planted(np.random.default_rng(3), 200, 30, 0.2)
    percent = Partialled(part.exposure * 100, part.outcome * 1000, part.nuisance, part.clusters)
    one, other = corrected(part, variance, LEVEL), corrected(percent, variance * 100**2, LEVEL)
    assert other.slope == pytest.approx(one.slope * 10)
    assert (other.low, other.high) == (pytest.approx(one.low * 10), pytest.approx(one.high * 10))
    assert other.reliability == pytest.approx(one.reliability)
