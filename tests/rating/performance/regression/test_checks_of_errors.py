"""The two checks on the corrected slope, on panels of nine leaders whose slope was planted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.performance.regression.errors_in_variables import corrected
from rating.performance.regression.fixed_effects import FixedEffects
from rating.performance.regression.groups import Groups
from rating.performance.regression.imputation import Imputed, imputed
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import Partialled
from rating.performance.regression.simex import simex

if TYPE_CHECKING:
    from rating.data import Floats

SLOPE = 0.3


@dataclass(frozen=True)
class Planted:
    part: Partialled
    error: Floats

    def imputed(self, **options: object) -> Imputed:
        found = imputed(self.part, self.error, seed=1, **options)
        assert found is not None
        return found


def planted(seed: int, leaders: int = 9) -> Planted:
    rng = np.random.default_rng(seed)
    company, year = np.repeat(np.arange(300), 5), np.tile(np.arange(5), 300)
    usual = np.clip(rng.normal(0.3, 0.12, 300), 0.05, 0.6)
    share = np.clip(usual[company] + rng.normal(0, 0.06, 1500), 0.01, 0.99)
    seen = rng.binomial(leaders, share) / leaders
    outcome = rng.normal(0, 0.1, 300)[company] + SLOPE * share + rng.normal(0, 0.05, 1500)
    groups = Groups.of(company)
    nuisance = Nuisance(1500, FixedEffects(groups, Groups.of(year)))
    part = Partialled.of(seen, outcome, nuisance, groups)
    return Planted(part, seen * (1 - seen) / (leaders - 1))


PANELS = [planted(seed) for seed in range(6)]


def mean(values: list[float]) -> float:
    return float(np.mean(values))


def test_draws_that_ignore_the_outcome_do_not_cure_attenuation_and_those_that_know_it_do() -> None:
    naive = mean([one.part.slope for one in PANELS])
    blind = mean([one.imputed(conditional=False, draws=10).slope for one in PANELS])
    knowing = mean([one.imputed(draws=10).slope for one in PANELS])
    assert naive == pytest.approx(0.04, abs=0.015)
    assert blind == pytest.approx(naive, abs=0.015)
    assert knowing == pytest.approx(SLOPE, abs=0.12)


def test_the_rational_curve_leads_to_the_corrected_slope_and_the_parabola_falls_short() -> None:
    for seed in range(4):
        one = planted(seed, leaders=60)
        told = simex(one.part, one.error, draws=400, seed=2)
        exact = corrected(one.part, one.error, 0.9).slope
        assert told.rational == pytest.approx(exact, rel=0.08)
        assert one.part.slope < told.quadratic < exact
        assert np.all(np.diff(told.slopes) < 0)


def test_both_agree_with_the_correction_where_errors_are_moderate() -> None:
    one = planted(3, leaders=60)
    exact = corrected(one.part, one.error, 0.9).slope
    assert one.imputed().slope == pytest.approx(exact, rel=0.15)
    low, high = one.imputed().interval(0.9)
    assert low < exact < high


def test_without_errors_nothing_is_moved() -> None:
    one = PANELS[0]
    none = np.zeros(1500)
    told = simex(one.part, none, draws=3, seed=1)
    assert told.rational == pytest.approx(one.part.slope)
    assert told.quadratic == pytest.approx(one.part.slope)
    tiny = imputed(one.part, none + 1e-12, draws=3, seed=1)
    assert tiny is not None
    assert tiny.slope == pytest.approx(one.part.slope, rel=1e-3)


def test_where_errors_would_make_up_more_than_there_is_the_curve_has_no_end() -> None:
    one = PANELS[0]
    assert np.isnan(simex(one.part, one.error * 50.0, draws=20, seed=1).rational)
    assert imputed(one.part, one.error * 50.0, seed=1) is None


def test_the_same_seed_gives_the_same() -> None:
    one = PANELS[0]
    assert one.imputed(draws=3) == one.imputed(draws=3)
    assert (
        simex(one.part, one.error, draws=3, seed=1).rational
        == simex(one.part, one.error, draws=3, seed=1).rational
    )
