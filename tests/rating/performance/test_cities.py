"""Slopes of cities lean on each other as far as they have to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from rating.performance.cities import Cities, pooled_over_cities
from rating.performance.estimate import Refusal
from rating.performance.observations import observed
from rating.performance.regression.partial_pooling import partially_pooled
from tests.rating.performance.panels import panel

SLOPES = np.array([0.12, 0.40, -0.05, 0.22, 0.31, 0.02])
ERRORS = np.array([0.08, 0.12, 0.10, 0.05, 0.2, 0.07])
PANEL = panel(90, 4, slope=0.2, seed=4)
CITY = np.char.add("city ", (np.repeat(np.arange(90), 4) % 6).astype(str))


def test_mean_error_and_spread_are_those_of_statsmodels() -> None:
    found = partially_pooled(SLOPES, ERRORS)
    told = combine_effects(SLOPES, ERRORS**2, method_re="iterated")
    assert found.mean == pytest.approx(told.mean_effect_re, rel=1e-4)
    assert found.standard_error == pytest.approx(told.sd_eff_w_re_hksj, rel=1e-4)
    assert found.spread**2 == pytest.approx(told.tau2, rel=1e-3)


def test_every_slope_moves_towards_the_mean_the_less_sure_the_further() -> None:
    found = partially_pooled(SLOPES, ERRORS)
    assert np.all(np.abs(found.slopes - found.mean) <= np.abs(SLOPES - found.mean))
    assert np.argsort(found.shares).tolist() == np.argsort(-ERRORS, kind="stable").tolist()
    assert np.all(found.standard_errors < np.hypot(ERRORS, found.standard_error))


def test_places_that_agree_are_one() -> None:
    found = partially_pooled(np.array([0.2, 0.21, 0.19]), np.array([0.1, 0.1, 0.1]))
    assert (found.spread, found.shares.tolist()) == (0.0, [0.0, 0.0, 0.0])
    assert np.allclose(found.slopes, 0.2)


def test_the_mean_of_planted_places_is_covered_as_often_as_promised() -> None:
    rng = np.random.default_rng(4)
    covered = 0
    for _ in range(400):
        errors = rng.uniform(0.05, 0.2, 8)
        low, high = partially_pooled(rng.normal(rng.normal(0.3, 0.1, 8), errors), errors).interval(0.9)
        covered += low <= 0.3 <= high
    assert covered / 400 > 0.86


def test_cities_with_few_companies_are_left_out_and_counted() -> None:
    city = CITY.copy()
    city[: 9 * 4] = "small"
    rows, _ = observed(replace(PANEL, city=city), "roa")
    found = pooled_over_cities(rows, city, level=0.9)
    assert isinstance(found, Cities)
    assert [one.name for one in found.cities] == [f"city {number}" for number in range(6)]
    assert found.left_out == 1
    assert found.n_companies == 81
    assert found.slope.low < 0.2 < found.slope.high


def test_no_cities_and_too_few_are_refused() -> None:
    rows, _ = observed(PANEL, "roa")
    assert pooled_over_cities(rows, None, level=0.9) == Refusal("no_city")
    city = np.where(CITY < "city 3", "a", "b")
    rows, _ = observed(replace(PANEL, city=city), "roa")
    assert pooled_over_cities(rows, city, level=0.9) == Refusal("too_few_cities", 2, 3)
    with pytest.raises(ValueError, match="it takes 3"):
        partially_pooled(SLOPES[:2], ERRORS[:2])
