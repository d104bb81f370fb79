"""Which rows of a panel take part, and what is told of those that do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rating.performance.observations import observed
from tests.rating.performance.panels import panel

PANEL = panel(40, 4)


def told(**columns: object) -> dict[str, tuple[int, dict[str, object]]]:
    _, remarks = observed(replace(PANEL, **columns), "roa")
    return {remark.code: (remark.rows, dict(remark.facts)) for remark in remarks}


def test_a_whole_panel_is_nothing_to_remark_on() -> None:
    rows, remarks = observed(PANEL, "roa")
    assert (len(rows), remarks) == (160, ())


def test_what_a_row_lacks_is_told_by_column_and_the_row_is_in_no_model() -> None:
    size, industry = PANEL.controls["size"].copy(), PANEL.industry.copy()
    size[:3], industry[2:4] = np.nan, ""
    changed = replace(PANEL, controls={"size": size}, industry=industry)
    rows, remarks = observed(changed, "roa")
    assert len(rows) == 156
    assert [(one.code, one.rows, dict(one.facts)) for one in remarks[:3]] == [
        ("missing", 3, {"column": "size"}),
        ("missing", 2, {"column": "industry"}),
        ("left_out", 4, {"used": 156}),
    ]


def test_companies_that_tell_nothing_of_changes_are_counted() -> None:
    exposure = PANEL.exposure.copy()
    exposure[:8] = 0.3
    assert told(exposure=exposure)["constant_exposure"] == (2, {"companies": 40})
    outcome = PANEL.outcomes["roa"].copy()
    outcome[1:4] = np.nan
    remarks = told(outcomes={"roa": outcome})
    assert remarks["one_year"] == (1, {"companies": 40})
    assert remarks["unbalanced"] == (40, {"fewest": 1, "most": 4})


def test_one_industry_and_a_few_rows_that_decide_are_told() -> None:
    assert told(industry=np.full(160, "x"))["one_industry"] == (160, {})
    outcome = PANEL.outcomes["roa"].copy()
    outcome[0] = 1_000.0
    count, facts = told(outcomes={"roa": outcome})["heavy_tails"]
    assert count == 1
    assert facts["share"] > 0.99


def test_an_exposure_that_so_many_people_cannot_have_is_left_out_and_told() -> None:
    minority = np.random.default_rng(1).binomial(9, 0.3, 160).astype(np.float64)
    blau = np.round(minority * (9 - minority) * 2 / 81, 4)
    blau[0] = 0.3
    changed = replace(PANEL, exposure=blau, people=np.full(160, 9.0))
    rows, remarks = observed(changed, "roa")
    codes = {one.code: one.rows for one in remarks}
    assert (codes["made_unbiased"], codes["impossible"], len(rows)) == (160, 1, 159)
    assert rows.exposure.max() > blau.max()


def test_an_exposure_that_is_no_share_of_so_many_has_no_errors() -> None:
    assert told(people=np.full(160, 9.0))["errors_not_known"] == (160, {"column": "variety"})


def test_errors_that_are_missing_are_the_mean_of_the_others_while_these_are_most() -> None:
    error = np.full(160, 0.2)
    error[:5] = np.nan
    rows, remarks = observed(replace(PANEL, error=error), "roa")
    assert [(one.code, one.rows) for one in remarks] == [("no_error", 5)]
    assert rows.error_variance is not None
    assert np.allclose(rows.error_variance, 0.04)
    error[:50] = np.nan
    rows, remarks = observed(replace(PANEL, error=error), "roa")
    assert [(one.code, one.rows) for one in remarks] == [("too_few_errors", 50)]
    assert rows.error_variance is None
