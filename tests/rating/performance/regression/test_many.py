"""Many regressions at once, each as it is alone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from rating.performance.regression.clustered import cr1
from rating.performance.regression.fixed_effects import FixedEffects
from rating.performance.regression.groups import Groups
from rating.performance.regression.many import Columns, Regression
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import Partialled

ROWS = 200


def table(seed: int) -> tuple[np.ndarray, Groups, Groups]:
    rng = np.random.default_rng(seed)
    company = rng.integers(0, 30, ROWS)
    values = rng.normal(size=(ROWS, 6)) + rng.normal(size=(30, 6))[company] + 100.0
    values[:, 1] += values[:, 0] * 0.3 + values[:, 2:] @ [0.1, 0.2, 0.3, 0.4]
    return values * [1e-3, 1, 1e6, 1, 1, 1], Groups.of(company), Groups.of(rng.integers(0, 5, ROWS))


@pytest.mark.parametrize("with_effects", [False, True])
def test_each_is_as_it_is_alone(*, with_effects: bool) -> None:
    values, company, year = table(1)
    effects = FixedEffects(company, year) if with_effects else None
    base = Nuisance(ROWS, effects)
    columns = Columns(base.taken_out(values), company, base.parameters_beside(company))
    wanted = [
        Regression(exposure, 1, controls)
        for exposure in (0, 5)
        for size in range(4)
        for controls in combinations((2, 3, 4), size)
    ]
    told = columns.fit(wanted)
    for number, one in enumerate(wanted):
        controls = values[:, list(one.controls)] if one.controls else None
        part = Partialled.of(
            values[:, one.exposure], values[:, 1], Nuisance(ROWS, effects, controls), company
        )
        assert told.slopes[number] == pytest.approx(part.slope, rel=1e-9)
        assert told.standard_errors[number] == pytest.approx(cr1(part).standard_error, rel=1e-9)
        assert told.correlations[number] == pytest.approx(part.correlation, rel=1e-9)


def test_an_exposure_that_the_controls_tell_has_no_slope_and_the_others_have() -> None:
    values, company, _ = table(2)
    values[:, 3] = 2 * values[:, 0]
    columns = Columns(values - values.mean(axis=0), company, 1)
    told = columns.fit([Regression(0, 1, (3,)), Regression(0, 1, (2,))])
    assert np.isnan([told.slopes[0], told.standard_errors[0], told.correlations[0]]).all()
    assert np.isfinite([told.slopes[1], told.standard_errors[1], told.correlations[1]]).all()


def test_a_column_of_nothing_has_no_slope() -> None:
    values, company, _ = table(3)
    values[:, 0] = 7.0
    told = Columns(values - values.mean(axis=0), company, 1).fit([Regression(0, 1)])
    assert np.isnan(told.slopes[0])
