"""Slopes and their standard errors beside pyfixest, lme4 and whole matrices."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from rating.performance.regression.clustered import LARGEST_CLUSTER, cr1, cr2
from rating.performance.regression.fixed_effects import FixedEffects
from rating.performance.regression.groups import Groups
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import NoVariationError, Partialled
from rating.performance.regression.random_intercept import random_intercept
from tests.rating.performance.regression.by_hand import ByHand, indicators

REFERENCE = Path(__file__).parents[3] / "reference"
PANEL = np.genfromtxt(REFERENCE / "performance_panel.csv", delimiter=",", names=True)
with (REFERENCE / "performance.csv").open(encoding="utf-8") as file:
    TOLD = {(row["model"], row["what"]): float(row["value"]) for row in csv.DictReader(file)}
COMPANY, YEAR, INDUSTRY = (Groups.of(PANEL[name]) for name in ("company", "year", "industry"))
SIZE = PANEL["size"][:, None]
#: model -> (effects, controls, the same as explicit columns)
MODELS: dict[str, tuple[FixedEffects | None, bool, tuple[Groups, ...]]] = {
    "plain": (None, False, ()),
    "controls": (None, True, ()),
    "company": (FixedEffects(COMPANY), True, (COMPANY,)),
    "company+year": (FixedEffects(COMPANY, YEAR), True, (COMPANY, YEAR)),
    "industry*year": (FixedEffects(INDUSTRY.crossed_with(YEAR)), True, (INDUSTRY.crossed_with(YEAR),)),
    "year": (FixedEffects(YEAR), True, (YEAR,)),
    "industry+year": (FixedEffects(YEAR, INDUSTRY), True, (YEAR, INDUSTRY)),
}


def partialled(model: str) -> Partialled:
    effects, controls, _ = MODELS[model]
    nuisance = Nuisance(len(PANEL), effects, SIZE if controls else None)
    return Partialled.of(PANEL["exposure"], PANEL["outcome"], nuisance, COMPANY)


def by_hand(model: str) -> ByHand:
    _, controls, groups = MODELS[model]
    columns = [PANEL["exposure"][:, None], *([SIZE] if controls else []), np.ones((len(PANEL), 1))]
    columns += [indicators(each.codes) for each in groups]
    return ByHand(np.hstack(columns), PANEL["outcome"], COMPANY.codes)


@pytest.mark.parametrize("model", MODELS)
def test_slope_and_cr1_are_those_of_pyfixest(model: str) -> None:
    part = partialled(model)
    assert part.slope == pytest.approx(TOLD[model, "slope"], rel=1e-11)
    assert cr1(part).standard_error == pytest.approx(TOLD[model, "standard_error"], rel=1e-10)
    assert cr1(part).degrees == COMPANY.count - 1


@pytest.mark.parametrize("model", MODELS)
def test_slope_cr2_and_its_degrees_are_those_of_whole_matrices(model: str) -> None:
    part, slow = partialled(model), by_hand(model)
    error, degrees = slow.cr2()
    assert part.slope == pytest.approx(slow.slope, rel=1e-11)
    assert cr2(part).standard_error == pytest.approx(error, rel=1e-10)
    assert cr2(part).degrees == pytest.approx(degrees, rel=1e-9)
    assert cr2(part).kind == "CR2"


@pytest.mark.parametrize("model", MODELS)
def test_the_nuisance_knows_its_rank_and_its_leverage(model: str) -> None:
    nuisance, slow = partialled(model).nuisance, by_hand(model)
    others = ByHand(slow.columns[:, 1:], slow.outcome, slow.clusters)
    assert nuisance.rank == np.linalg.matrix_rank(others.columns)
    assert nuisance.leverage == pytest.approx(np.diag(others.hat), abs=1e-12)
    assert nuisance.leverage.sum() == pytest.approx(nuisance.rank, rel=1e-11)


def test_the_order_of_the_rows_is_nothing() -> None:
    order = np.random.default_rng(3).permutation(len(PANEL))
    effects = FixedEffects(COMPANY.taken(order), YEAR.taken(order))
    turned = Partialled.of(
        PANEL["exposure"][order],
        PANEL["outcome"][order],
        Nuisance(len(PANEL), effects, SIZE[order]),
        COMPANY.taken(order),
    )
    straight = partialled("company+year")
    assert turned.slope == pytest.approx(straight.slope, rel=1e-12)
    assert cr2(turned).standard_error == pytest.approx(cr2(straight).standard_error, rel=1e-12)


def test_a_control_that_says_nothing_new_is_left_out_and_told() -> None:
    twice = np.hstack((SIZE, 2 * SIZE + 3, PANEL["company"][:, None], PANEL["year"][:, None]))
    nuisance = Nuisance(len(PANEL), FixedEffects(COMPANY), twice)
    assert len(nuisance.kept) == 2
    assert 3 in nuisance.kept
    assert 2 not in nuisance.kept


@pytest.mark.parametrize("column", ["exposure", "outcome"])
def test_what_does_not_vary_is_told_by_name(column: str) -> None:
    values = {name: PANEL[name] for name in ("exposure", "outcome")} | {column: PANEL["company"] / 7}
    nuisance = Nuisance(len(PANEL), FixedEffects(COMPANY))
    with pytest.raises(NoVariationError, match=column):
        Partialled.of(values["exposure"], values["outcome"], nuisance, COMPANY)


def test_a_cluster_that_is_too_large_for_cr2_has_cr1() -> None:
    rng = np.random.default_rng(1)
    rows = 3 * (LARGEST_CLUSTER + 1)
    exposure, outcome = rng.normal(size=(2, rows))
    part = Partialled.of(exposure, outcome, Nuisance(rows), Groups.of(np.arange(rows) % 3))
    assert cr2(part) == cr1(part)
    assert cr2(part).kind == "CR1"


def test_intervals_and_p_values_agree() -> None:
    part = partialled("company")
    sure = cr2(part)
    p = sure.p_value(part.slope)
    low, high = sure.interval(part.slope, 1 - p)
    assert low == pytest.approx(0, abs=1e-9)
    assert high == pytest.approx(2 * part.slope)


def test_the_random_intercept_is_that_of_lme4() -> None:
    columns = np.column_stack((np.ones(len(PANEL)), PANEL["exposure"], PANEL["size"]))
    fit = random_intercept(columns, PANEL["outcome"], COMPANY)
    for number, name in enumerate(("constant", "exposure", "size")):
        assert fit.coefficients[number] == pytest.approx(TOLD["random intercept", name], rel=1e-8)
        told = TOLD["random intercept", f"{name} standard_error"]
        assert fit.standard_errors[number] == pytest.approx(told, rel=1e-8)
    assert fit.between == pytest.approx(TOLD["random intercept", "between"], rel=1e-7)
    assert fit.within == pytest.approx(TOLD["random intercept", "within"], rel=1e-7)
    assert fit.log_likelihood == pytest.approx(TOLD["random intercept", "log_likelihood"], rel=1e-12)


def test_without_differences_between_groups_the_random_intercept_is_least_squares() -> None:
    rng = np.random.default_rng(2)
    columns = np.column_stack((np.ones(200), rng.normal(size=200)))
    groups = Groups.of(np.arange(200) // 4)
    noise = rng.normal(size=200)
    outcome = columns @ [1.0, 2.0] + noise - groups.means(noise)[groups.codes]
    fit = random_intercept(columns, outcome, groups)
    assert fit.between == 0.0
    assert fit.coefficients == pytest.approx(np.linalg.lstsq(columns, outcome)[0], rel=1e-10)


@pytest.mark.parametrize("apart", [1.0, 1e-1, 1e-3, 1e-5, 1e-6])
def test_controls_that_say_nearly_the_same_are_taken_out_as_well_as_others(apart: float) -> None:
    rng = np.random.default_rng(3)
    first = rng.normal(size=(len(PANEL), 1))
    alike = np.hstack(
        (first, first + apart * rng.normal(size=first.shape), 1e6 + 1e3 * PANEL["size"][:, None])
    )
    for effects in (None, FixedEffects(COMPANY)):
        nuisance = Nuisance(len(PANEL), effects, alike)
        assert nuisance.kept.tolist() == [0, 1, 2]
        assert np.allclose(nuisance.basis.T @ nuisance.basis, np.eye(3), atol=1e-13)
        left = nuisance.taken_out(PANEL["outcome"])
        assert np.allclose(left @ nuisance.taken_out(alike) / np.abs(alike).max(axis=0), 0.0, atol=1e-8)
