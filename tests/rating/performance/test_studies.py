"""A panel studied as a whole: refused where it says nothing, and outcomes beside each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rating.performance import Settings, study
from rating.performance.estimate import Estimate, Refusal
from rating.performance.regression.cross_fitted import CrossFitted
from tests.rating.performance.panels import panel

QUICK = Settings(draws=19)
PANEL = panel(slope=0.3)


def test_twenty_nine_companies_are_refused_and_thirty_are_not() -> None:
    (few,) = study(panel(29), QUICK)
    assert few.refused == Refusal("too_few_to_study", 29, 783)
    assert (few.n_companies, few.n_observations, dict(few.estimates)) == (29, 116, {})
    assert few.smallest_detectable_r == pytest.approx(0.50, abs=0.005)
    (enough,) = study(panel(30), QUICK)
    assert enough.refused is None
    assert enough.curve is not None


@pytest.mark.parametrize(("what", "changed"), [("exposure", "exposure"), ("outcome", "outcomes")])
def test_what_does_not_vary_is_refused_by_name(what: str, changed: str) -> None:
    still = np.full(240, 0.4)
    (found,) = study(replace(PANEL, **{changed: {"roa": still} if changed == "outcomes" else still}), QUICK)
    assert found.refused == Refusal(f"no_variation_of_{what}", 60)


def test_nothing_at_all_is_refused_too() -> None:
    (found,) = study(PANEL.taken(np.zeros(240, dtype=bool)), QUICK)
    assert found.refused == Refusal("too_few_to_study", 0, 783)


def test_what_cannot_be_asked_is_refused_one_by_one() -> None:
    bare = replace(PANEL, controls={}, industry=None).taken(PANEL.year == 2015)
    (found,) = study(bare, QUICK)
    codes = {key: each.code for key, each in found.estimates.items() if isinstance(each, Refusal)}
    assert codes == {
        "industry_adjusted": "no_industry",
        "within": "one_year_each",
        "lagged": "too_few_companies",
        "lagged_within": "one_year_each",
        "lead_placebo": "one_year_each",
    }
    assert found.cross_fitted == Refusal("no_controls")
    assert found.cities == Refusal("no_city")
    assert found.within_between == Refusal("one_year_each", 60)
    assert found.across is found.estimates["adjusted"]
    assert found.within is None


def test_several_outcomes_are_adjusted_for_each_other_and_one_is_not() -> None:
    rng = np.random.default_rng(3)
    three = {"roa": PANEL.outcomes["roa"]} | {name: rng.normal(size=240) for name in ("growth", "margin")}
    studies = study(replace(PANEL, outcomes=three), QUICK)
    own = np.array(
        [one.estimates["within"].p_value for one in studies if isinstance(one.estimates["within"], Estimate)]
    )
    by_holm = np.array([one.adjusted["within"].holm for one in studies])
    by_bh = np.array([one.adjusted["within"].benjamini_hochberg for one in studies])
    assert np.all(own <= by_bh * (1 + 1e-9))
    assert np.all(by_bh <= by_holm * (1 + 1e-9))
    assert by_holm[own.argmin()] == pytest.approx(3 * own.min())
    (alone,) = study(PANEL, QUICK)
    assert alone.adjusted == {}


def test_learners_find_the_planted_slope_where_a_control_bends() -> None:
    rng = np.random.default_rng(5)
    age = rng.normal(size=200 * 4)
    bent = panel(200, 4, slope=0.2, age=age)
    exposure = bent.exposure + age**2
    outcome = 0.2 * exposure + age**2 + rng.normal(size=len(age))
    (found,) = study(replace(bent, exposure=exposure, outcomes={"roa": outcome}), QUICK)
    assert isinstance(found.cross_fitted, CrossFitted)
    low, high = found.cross_fitted.interval(0.99)
    assert low < 0.2 < high
    assert found.across is not None
    assert found.across.slope.low > 0.3


def test_progress_is_told_to_its_end() -> None:
    told: dict[str, tuple[int, int]] = {}
    study(PANEL, QUICK, on_progress=lambda stage, done, total: told.__setitem__(stage, (done, total)))
    assert told == {"Models": (8, 8), "Checks": (2, 2), "Shuffled panels": (19, 19)}
