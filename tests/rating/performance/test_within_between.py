"""Both slopes in one model, beside statsmodels and the laws that tie them to the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from rating.data import Panel
from rating.performance.estimate import Refusal
from rating.performance.observations import observed
from rating.performance.within_between import WithinBetween, within_between
from tests.rating.performance.panels import panel
from tests.rating.performance.regression.by_hand import indicators

REFERENCE = Path(__file__).parents[2] / "reference" / "performance_panel.csv"
TABLE = np.genfromtxt(REFERENCE, delimiter=",", names=True)
ROWS, _ = observed(
    Panel(
        TABLE["company"].astype(int).astype(str),
        TABLE["year"].astype(np.intp),
        TABLE["exposure"],
        {"outcome": TABLE["outcome"]},
        {"size": TABLE["size"]},
    ),
    "outcome",
)


def test_both_slopes_and_their_errors_are_those_of_statsmodels() -> None:
    found = within_between(ROWS, level=0.9)
    assert isinstance(found, WithinBetween)
    mean = ROWS.company.means(ROWS.exposure)[ROWS.company.codes]
    columns = np.column_stack(
        (ROWS.exposure - mean, mean, np.ones(len(ROWS)), ROWS.controls, indicators(ROWS.years)[:, 1:])
    )
    fit = MixedLM(ROWS.outcome, columns, groups=ROWS.company.codes).fit(reml=True, method="lbfgs")
    for told, number in ((found.within, 0), (found.between, 1)):
        assert told.value == pytest.approx(fit.fe_params[number], rel=1e-5)
        assert (told.high - told.low) / 2 / 1.6448536 == pytest.approx(fit.bse_fe[number], rel=1e-4)
    assert found.lasting == pytest.approx(fit.cov_re[0, 0] / (fit.cov_re[0, 0] + fit.scale), rel=1e-4)


def test_the_difference_is_that_of_the_two_and_shows_what_lasts() -> None:
    rows, _ = observed(panel(200, 4, slope=0.1, lasting=0.5), "roa")
    found = within_between(rows, level=0.9)
    assert isinstance(found, WithinBetween)
    assert found.difference.value == pytest.approx(found.between.value - found.within.value)
    assert found.p_of_difference < 0.001
    assert found.within.low < 0.1 < found.within.high


def test_a_single_year_and_few_companies_are_refused() -> None:
    assert within_between(ROWS.taken(ROWS.company.codes < 8), level=0.9) == Refusal(
        "too_few_companies", 8, 30
    )
    once = ROWS.taken(np.unique(ROWS.company.codes, return_index=True)[1])
    assert within_between(once, level=0.9) == Refusal("one_year_each", once.company.count)
