"""All specifications beside each other, and what chance alone makes of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import rankdata

from rating.performance.curve import Curve, Null, specification_curve
from rating.performance.estimate import Refusal
from rating.performance.models import EFFECTS
from rating.performance.observations import Observations, observed
from rating.performance.regression.clustered import cr1
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import Partialled
from rating.performance.shuffling import Shuffling
from tests.rating.performance.panels import panel

AGE = np.random.default_rng(8).normal(size=160)
LONG, _ = observed(panel(63, 6), "roa")
ROWS, _ = observed(panel(40, 4, slope=0.3, lasting=0.8, age=AGE), "roa")


def curve(rows: Observations, draws: int = 99) -> Curve:
    found = specification_curve(rows, draws=draws, seed=1)
    assert isinstance(found, Curve)
    return found


def null_of(found: Curve) -> Null:
    assert isinstance(found.null, Null)
    return found.null


def test_every_choice_is_made_with_every_other_one_once() -> None:
    found = curve(ROWS).specifications
    made = {(s.exposure, s.outcome, s.effects, s.timing, s.controls, s.balanced) for s in found}
    # measures, outcomes (losses have no logarithm), comparisons, timings, sets of controls
    assert len(found) == len(made) == 2 * 4 * 5 * 2 * 4
    assert [s.r for s in found] == sorted(s.r for s in found)


def test_each_is_the_regression_that_its_choices_name() -> None:
    measures = {"as it is": lambda x: x, "ranks": rankdata}
    for found in curve(ROWS).specifications:
        if found.timing != "same year" or found.outcome not in measures:
            continue
        nuisance = Nuisance(160, EFFECTS[found.effects](ROWS), ROWS.controls[:, list(found.controls)])
        part = Partialled.of(
            measures[found.exposure](ROWS.exposure),
            measures[found.outcome](ROWS.outcome),
            nuisance,
            ROWS.company,
        )
        assert found.r == pytest.approx(part.correlation, abs=1e-9)
        assert found.p_value == pytest.approx(cr1(part).p_value(part.slope), rel=1e-6, abs=1e-12)


def test_a_planted_association_is_beyond_chance_and_none_is_not() -> None:
    planted = null_of(curve(ROWS))
    assert planted.p_of_median == planted.p_of_share == pytest.approx(0.01)
    # by chance alone p values are uniform: over panels they are below a tenth a tenth of the time
    below = 0
    for seed in range(40):
        rows, _ = observed(panel(40, 3, seed=100 + seed), "roa")
        below += null_of(curve(rows, draws=19)).p_of_median <= 0.1
    assert below <= 10


def test_the_null_lies_around_none_and_the_median_of_a_planted_panel_beyond_it() -> None:
    found = curve(ROWS)
    assert null_of(found).low < 0.0 < null_of(found).high < found.r.value
    assert found.above > 0.8
    assert found.below == 0.0


def test_histories_change_hands_whole_and_only_between_companies_of_the_same_years() -> None:
    rows = ROWS.taken(np.flatnonzero((ROWS.company.codes > 9) | (ROWS.years > 2015)))
    shuffling = Shuffling(rows)
    source = shuffling.drawn(np.random.default_rng(2))
    assert sorted(source.tolist()) == list(range(len(rows)))
    assert np.array_equal(rows.years[source], rows.years)
    for company in range(rows.company.count):
        givers = np.unique(rows.company.codes[source[rows.company.codes == company]])
        assert len(givers) == 1
        assert (givers[0] > 9) == (company > 9)
    assert shuffling.exchangeable == 1.0


def test_where_years_differ_too_much_no_null_is_told() -> None:
    # company i lacks the years that the bits of i name: nearly no two are alike
    keep = np.array(
        [(code + 1) >> (year - 2015) & 1 for code, year in zip(LONG.company.codes, LONG.years, strict=True)]
    )
    rows = LONG.taken(keep == 1)
    assert curve(rows, draws=19).null == Refusal("years_differ", 0, round(rows.company.count / 2))


def test_an_unbalanced_panel_is_asked_both_ways() -> None:
    rows = ROWS.taken((ROWS.company.codes > 5) | (ROWS.years > 2016))
    found = curve(rows, draws=19).specifications
    assert {s.balanced for s in found} == {True, False}
    assert {s.n for s in found if s.balanced and s.timing == "same year"} == {34 * 4}


def test_one_year_has_no_year_after_it_and_no_company_beside_itself() -> None:
    single = ROWS.taken(ROWS.years == 2015)
    found = curve(single, draws=19).specifications
    assert {s.timing for s in found} == {"same year"}
    assert {s.effects for s in found} == {"none", "industry and year"}


def test_logarithms_are_tried_where_there_are_any() -> None:
    rows = replace(ROWS, outcome=np.exp(ROWS.outcome))
    assert "logarithms" in {s.outcome for s in curve(rows, draws=19).specifications}


def test_the_same_seed_gives_the_same_null() -> None:
    assert curve(ROWS, 19).null == curve(ROWS, 19).null
