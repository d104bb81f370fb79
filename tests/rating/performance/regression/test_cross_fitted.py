"""Controls taken out by learners that never see the rows they are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsRegressor

from rating.performance.regression.clustered import cr1
from rating.performance.regression.cross_fitted import CrossFitted, cross_fitted
from rating.performance.regression.groups import Groups
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import NoVariationError, Partialled

if TYPE_CHECKING:
    from rating.data import Floats

RNG = np.random.default_rng(11)
SIZE = RNG.normal(size=(800, 2))
BEND = SIZE[:, 0] ** 2 + np.sin(2 * SIZE[:, 1])
EXPOSURE = BEND + RNG.normal(size=800)
OUTCOME = 0.4 * EXPOSURE + BEND + RNG.normal(size=800)
COMPANY = Groups.of(np.repeat(np.arange(200), 4))


def fit(**options: object) -> CrossFitted:
    return cross_fitted(EXPOSURE, OUTCOME, SIZE, COMPANY, **{"seed": 1} | options)


class Recording(BaseEstimator, RegressorMixin):
    """Says 0, and writes down whom it was taught by and asked about."""

    taught: ClassVar[list[Floats]] = []
    asked: ClassVar[list[Floats]] = []

    def fit(self, rows: Floats, _values: Floats) -> Recording:
        self.taught.append(rows)
        return self

    def predict(self, rows: Floats) -> Floats:
        self.asked.append(rows)
        return np.zeros(len(rows))


def test_a_control_that_bends_biases_straight_lines_and_not_learners() -> None:
    straight = Partialled.of(EXPOSURE, OUTCOME, Nuisance(800, None, SIZE), COMPANY)
    assert straight.slope > 0.4 + 5 * cr1(straight).standard_error
    found = fit()
    low, high = found.interval(0.99)
    assert low < 0.4 < high
    assert found.exposure_explained > 0.4


def test_with_straight_learners_it_is_the_regression_with_controls() -> None:
    linear = SIZE[:, 0] - SIZE[:, 1]
    exposure, noise = linear + RNG.normal(size=800), RNG.normal(size=800)
    outcome = 0.4 * exposure + linear + noise
    found = cross_fitted(exposure, outcome, SIZE, COMPANY, learner=LinearRegression, seed=1)
    straight = Partialled.of(exposure, outcome, Nuisance(800, None, SIZE), COMPANY)
    assert found.slope == pytest.approx(straight.slope, abs=0.01)
    assert found.standard_error == pytest.approx(cr1(straight).standard_error, rel=0.05)


def test_nobody_is_asked_about_a_company_that_taught() -> None:
    Recording.taught.clear()
    Recording.asked.clear()
    company = COMPANY.codes[:, None].astype(np.float64)
    cross_fitted(EXPOSURE, OUTCOME, company, COMPANY, learner=Recording, folds=4, splits=1, seed=3)
    assert len(Recording.taught) == 2 * 4
    for taught, asked in zip(Recording.taught, Recording.asked, strict=True):
        assert not set(taught[:, 0]) & set(asked[:, 0])
        assert len(set(asked[:, 0])) == 50
    assert sorted(np.concatenate(Recording.asked[::2])[:, 0]) == sorted(company[:, 0])


def test_a_learner_that_remembers_rows_explains_nothing_of_others() -> None:
    noise = RNG.normal(size=800)
    found = cross_fitted(
        EXPOSURE, noise, SIZE, COMPANY, learner=lambda: KNeighborsRegressor(n_neighbors=1), seed=1
    )
    assert found.outcome_explained < 0.0


def test_splits_are_pooled_by_the_median_with_their_spread_in_the_error() -> None:
    each = [fit(splits=1, seed=seed).slope for seed in range(8)]
    pooled = fit(splits=7)
    assert min(each) - 0.02 < pooled.slope < max(each) + 0.02
    assert pooled.splits == 7
    assert pooled == fit(splits=7)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"controls": SIZE[:, 0]}, "as columns"),
        ({"controls": SIZE[:-1]}, "not of the same rows"),
        ({"exposure": np.full(800, np.nan)}, "missing"),
        ({"folds": 1}, "at least 2 folds"),
        ({"folds": 201}, "too few for 201 folds"),
    ],
)
def test_what_cannot_be_used_is_said(changed: dict[str, object], told: str) -> None:
    given = {"exposure": EXPOSURE, "outcome": OUTCOME, "controls": SIZE, "clusters": COMPANY, "seed": 1}
    with pytest.raises(ValueError, match=told):
        cross_fitted(**given | changed)


def test_what_does_not_vary_is_named() -> None:
    with pytest.raises(NoVariationError, match="exposure"):
        cross_fitted(np.ones(800), OUTCOME, SIZE, COMPANY, seed=1)
