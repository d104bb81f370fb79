"""Each row of the table of models, beside the regression that it stands for with all its columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rating.performance.estimate import Estimate, Refusal
from rating.performance.models import MODELS, fitted
from rating.performance.observations import Observations, observed
from tests.rating.performance.panels import panel
from tests.rating.performance.regression.by_hand import indicators

ROWS, _ = observed(panel(slope=0.2, lasting=0.4), "roa")
BY_KEY = {model.key: model for model in MODELS}


def fit(key: str, rows: Observations = ROWS) -> Estimate:
    found = fitted(BY_KEY[key], rows, level=0.9, seed=1)
    assert isinstance(found, Estimate), found
    return found


def least_squares(exposure: np.ndarray, outcome: np.ndarray, *others: np.ndarray) -> float:
    columns = np.column_stack((exposure, np.ones(len(exposure)), *others))
    return float(np.linalg.lstsq(columns, outcome, rcond=None)[0][0])


def later() -> tuple[np.ndarray, np.ndarray]:
    """Return rows and the rows a year after them, looked up one by one."""
    places = {
        (company, year): row
        for row, (company, year) in enumerate(zip(ROWS.company.codes, ROWS.years, strict=True))
    }
    pairs = [
        (row, places[company, year + 1])
        for (company, year), row in places.items()
        if (company, year + 1) in places
    ]
    now, after = np.array(pairs).T
    return now, after


def test_companies_with_companies() -> None:
    assert fit("pooled").slope.value == pytest.approx(least_squares(ROWS.exposure, ROWS.outcome))
    assert fit("pooled").r.value == pytest.approx(np.corrcoef(ROWS.exposure, ROWS.outcome)[0, 1])


def test_companies_of_the_same_year_and_of_the_same_industry_and_year() -> None:
    years = indicators(ROWS.years)
    assert fit("adjusted").slope.value == pytest.approx(
        least_squares(ROWS.exposure, ROWS.outcome, ROWS.controls, years)
    )
    assert ROWS.industry is not None
    cells = indicators(ROWS.industry.codes * 10_000 + ROWS.years)
    assert fit("industry_adjusted").slope.value == pytest.approx(
        least_squares(ROWS.exposure, ROWS.outcome, ROWS.controls, cells)
    )


def test_each_company_with_itself() -> None:
    own = indicators(ROWS.company.codes)
    expected = least_squares(ROWS.exposure, ROWS.outcome, ROWS.controls, own, indicators(ROWS.years))
    assert fit("within").slope.value == pytest.approx(expected)


def test_what_companies_are_like_on_average() -> None:
    mean = ROWS.company.means
    found = fit("between")
    # every company is there in every year: taking out the years' means changes nothing
    expected = least_squares(mean(ROWS.exposure), mean(ROWS.outcome), mean(ROWS.controls))
    assert found.slope.value == pytest.approx(expected)
    assert (found.n, found.n_companies) == (60, 60)


def test_results_of_the_year_after() -> None:
    now, after = later()
    own, years = indicators(ROWS.company.codes[now]), indicators(ROWS.years[now])
    expected = least_squares(ROWS.exposure[now], ROWS.outcome[after], ROWS.controls[now], own, years)
    found = fit("lagged_within")
    assert (found.slope.value, found.n) == (pytest.approx(expected), 180)
    assert ROWS.industry is not None
    cells = indicators(ROWS.industry.codes[now] * 10_000 + ROWS.years[now])
    expected = least_squares(ROWS.exposure[now], ROWS.outcome[after], ROWS.controls[now], cells)
    assert fit("lagged").slope.value == pytest.approx(expected)


def test_the_placebo_asks_for_next_years_exposure_beside_this_years() -> None:
    now, after = later()
    own, years = indicators(ROWS.company.codes[now]), indicators(ROWS.years[now])
    expected = least_squares(
        ROWS.exposure[after], ROWS.outcome[now], ROWS.exposure[now], ROWS.controls[now], own, years
    )
    assert fit("lead_placebo").slope.value == pytest.approx(expected)
    assert not fit("lead_placebo").significant


def test_what_lasts_in_companies_shows_between_them_and_not_within() -> None:
    rows, _ = observed(panel(200, 5, lasting=0.3), "roa")
    assert fit("pooled", rows).significant
    assert fit("between", rows).significant
    assert not fit("within", rows).significant


def test_the_order_of_the_rows_does_not_matter() -> None:
    shuffled = ROWS.taken(np.random.default_rng(1).permutation(len(ROWS)))
    for key in BY_KEY:
        assert fit(key, shuffled).slope.low == pytest.approx(fit(key).slope.low, rel=1e-9), key
        assert fit(key, shuffled).p_value == pytest.approx(fit(key).p_value, rel=1e-6), key


def test_units_change_slopes_and_nothing_else() -> None:
    other = replace(ROWS, exposure=100.0 * ROWS.exposure, outcome=3.0 * ROWS.outcome + 7.0)
    for key in BY_KEY:
        assert fit(key, other).slope.value == pytest.approx(fit(key).slope.value * 0.03), key
        assert fit(key, other).r.high == pytest.approx(fit(key).r.high), key
        assert fit(key, other).robustness_value == pytest.approx(fit(key).robustness_value), key


def test_a_model_without_companies_enough_says_how_many_it_takes() -> None:
    few = ROWS.taken(ROWS.company.codes < 29)
    assert fitted(BY_KEY["within"], few, level=0.9, seed=1) == Refusal("too_few_companies", 29, 30)


def test_companies_of_one_year_are_no_comparison_within() -> None:
    once = ROWS.taken((ROWS.company.codes < 31) | (ROWS.years == 2015))
    found = fit("within", once)
    assert (found.n_companies, found.n) == (31, 31 * 4)
    single = ROWS.taken(ROWS.years == 2015)
    assert fitted(BY_KEY["within"], single, level=0.9, seed=1) == Refusal("one_year_each")


def test_one_industry_and_none_are_told_apart() -> None:
    assert ROWS.industry is not None
    one = replace(ROWS, industry=type(ROWS.industry)(np.zeros(len(ROWS), dtype=np.intp), 1))
    assert fitted(BY_KEY["industry_adjusted"], one, level=0.9, seed=1) == Refusal("one_industry")
    none = replace(ROWS, industry=None)
    assert fitted(BY_KEY["industry_adjusted"], none, level=0.9, seed=1) == Refusal("no_industry")
    assert fit("lagged", none).n == 180


def test_an_exposure_that_never_changes_is_refused_within_and_nowhere_else() -> None:
    still = replace(ROWS, exposure=ROWS.company.means(ROWS.exposure)[ROWS.company.codes])
    refused = fitted(BY_KEY["within"], still, level=0.9, seed=1)
    assert refused == Refusal("no_variation_of_exposure", 60)
    assert fit("pooled", still).n == 240


def test_as_many_controls_as_rows_are_too_many() -> None:
    many = replace(ROWS, controls=np.random.default_rng(1).normal(size=(240, 180)))
    refused = fitted(BY_KEY["within"], many, level=0.9, seed=1)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.n) == ("too_many_controls", 240)
    assert refused.needed > 240


def test_few_clusters_get_their_p_value_by_bootstrap_and_too_few_none() -> None:
    assert ROWS.industry is not None
    tens = replace(ROWS, clusters=type(ROWS.industry).of(ROWS.company.codes % 10))
    assert (fit("pooled", tens).p_method, fit("pooled", tens).n_clusters) == ("wild bootstrap", 10)
    assert fit("pooled").p_method == "t"
    threes = replace(ROWS, clusters=ROWS.industry)
    assert fitted(BY_KEY["pooled"], threes, level=0.9, seed=1) == Refusal("too_few_clusters", 3, 5)


def test_what_explains_the_association_away_explains_less_of_a_significant_one() -> None:
    found = fit("pooled")
    assert 0.0 < found.robustness_value_of_significance < found.robustness_value < 1.0
    # an unmeasured column that strong indeed leaves nothing: Cinelli and Hazlett (2020), equation 14
    r = abs(found.r.value)
    strength = found.robustness_value
    assert strength**2 / (1.0 - strength) == pytest.approx(r**2 / (1.0 - r**2))
