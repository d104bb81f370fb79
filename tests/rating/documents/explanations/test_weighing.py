"""Weights, means and what a point is worth: the same as the score itself has them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.composite import Workforce, load_framework, score
from rating.documents.explanations.weighing import Weighing

EVENNESS, FULL = load_framework("management-diversity-2016"), load_framework("diversity-advantage-2026")
#: Indicators of all criteria: four of evenness; three times four and one of three.
NUMBER = {EVENNESS.name: 4, FULL.name: 15}
points = st.floats(1.0, 100.0)


def names(framework: str) -> list[str]:
    rules = load_framework(framework)
    return [
        f"{indicator.code}.{code}"
        for pillar in rules.composition_pillars
        for indicator in pillar.indicators
        for code in pillar.applies_to(rules.criteria)
    ]


@pytest.mark.parametrize("framework", NUMBER)
@given(data=st.data())
def test_the_weights_of_what_is_there_add_up_to_one(framework: str, data: st.DataObject) -> None:
    flags = data.draw(st.lists(st.booleans(), min_size=NUMBER[framework], max_size=NUMBER[framework]))
    flags[0] = flags[-1] = True  # a score has all its pillars
    there = np.array(flags)[:, None]
    weights = Weighing(load_framework(framework), there).weights()
    assert weights.sum() == pytest.approx(1.0)
    assert (weights[~there] == 0.0).all()
    assert (weights[there] > 0.0).all()


def test_without_gaps_the_weights_are_those_of_the_framework() -> None:
    weights = Weighing(FULL, np.ones((15, 1), bool)).weights()[:, 0]
    assert weights[:12] == pytest.approx([40 / 60 / 12] * 12)
    assert weights[12:] == pytest.approx([20 / 60 / 3] * 3)


@given(st.integers(0, 10_000))
def test_means_are_those_of_the_score(seed: int) -> None:
    rng = np.random.default_rng(seed)
    teams = {}
    for code in FULL.criteria:
        upper, lower = rng.integers(1, 40, size=(2, 3, 5)).astype(float)
        teams[code] = Workforce.as_counted(
            {"management": upper, "upper": upper, "rest": lower, "lower": lower, "workforce": upper + lower},
            even_groups=5,
            benchmark=None if code == "seniority" else np.full(5, 0.2),
        )
    found = score(FULL, teams)
    own = np.stack([found.components[name][:, 0] for name in names(FULL.name)])
    means = Weighing(FULL, ~np.isnan(own)).means(own)
    np.testing.assert_allclose(means[0], found.overall[:, 0])
    for mean, pillar in zip(means[1:], FULL.composition_pillars, strict=True):
        np.testing.assert_allclose(mean, found.components[pillar.code][:, 0])


@given(st.lists(points, min_size=4, max_size=4))
def test_in_an_arithmetic_mean_a_point_is_worth_its_weight(values: list[float]) -> None:
    own = np.array(values)[:, None]
    weighing = Weighing(EVENNESS, np.ones((4, 1), bool))
    worth = weighing.worth(own)
    np.testing.assert_allclose(worth[own < 100.0 - 1e-6], 0.25)


def test_in_a_geometric_mean_a_point_is_worth_more_in_the_lower_pillar() -> None:
    own = np.array([50.0] * 12 + [20.0] * 3)[:, None]
    worth = Weighing(FULL, np.ones((15, 1), bool)).worth(own)[:, 0]
    before = 50 ** (2 / 3) * 20 ** (1 / 3)
    assert worth[0] == pytest.approx((50 + 1 / 12) ** (2 / 3) * 20 ** (1 / 3) - before)
    assert worth[12] == pytest.approx(50 ** (2 / 3) * (20 + 1 / 3) ** (1 / 3) - before)
    assert worth[12] > worth[0]


def test_close_to_the_cap_it_is_the_worth_of_what_is_left_and_there_of_nothing() -> None:
    own = np.array([99.5, 100.0, 50.0, 50.0])[:, None]
    worth = Weighing(EVENNESS, np.ones((4, 1), bool)).worth(own)[:, 0]
    np.testing.assert_allclose(worth, [0.25, np.nan, 0.25, 0.25])


@pytest.mark.parametrize("framework", NUMBER)
@given(data=st.data())
def test_a_rise_lifts_its_mean_by_a_point_and_a_smaller_one_does_not(
    framework: str, data: st.DataObject
) -> None:
    number = NUMBER[framework]
    own = np.array(data.draw(st.lists(points, min_size=number, max_size=number)))[:, None]
    weighing = Weighing(load_framework(framework), np.ones((number, 1), bool))
    before, rises = weighing.means(own), weighing.rises(own)
    place = data.draw(st.integers(0, number - 1))
    for mean, rise in enumerate(rises[:, place, 0]):
        if np.isnan(rise):
            full = own.copy()
            full[place] = 100.0
            assert weighing.means(full)[mean, 0] < before[mean, 0] + 1.0
            continue
        for by, enough in ((rise, True), (rise - 1e-4, False)):
            raised = own.copy()
            raised[place] += by
            assert (weighing.means(raised)[mean, 0] >= before[mean, 0] + 1.0 - 1e-6) is np.bool_(enough)


def test_what_depends_on_numbers_that_are_not_shown_is_not_told() -> None:
    unknown = np.array([[np.nan], [60.0], [60.0], [60.0]])
    weighing = Weighing(EVENNESS, np.ones((4, 1), bool))
    assert np.isnan(weighing.means(unknown)).all()
    # a weighted sum: whatever the others are, a point of it is worth its weight
    np.testing.assert_allclose(weighing.worth(unknown)[:, 0], [np.nan, 0.25, 0.25, 0.25])
    np.testing.assert_allclose(weighing.rises(unknown)[0, :, 0], [np.nan, 4.0, 4.0, 4.0], atol=1e-6)
    own = np.full((15, 1), 60.0)
    own[0] = np.nan
    weighing = Weighing(FULL, np.ones((15, 1), bool))
    assert np.isnan(weighing.worth(own)).all()
    assert np.isnan(weighing.rises(own)[0]).all()
    # the second pillar is a sum by itself, and all of it is shown
    np.testing.assert_allclose(weighing.rises(own)[2, 12:, 0], 3.0, atol=1e-6)


def test_what_is_missing_is_left_out_and_not_taken_for_unknown() -> None:
    there = np.array([[True], [True], [True], [False]])
    own = np.array([[90.0], [60.0], [30.0], [np.nan]])
    weighing = Weighing(EVENNESS, there)
    assert weighing.means(own)[0, 0] == pytest.approx(60.0)
    np.testing.assert_allclose(weighing.worth(own)[:, 0], [1 / 3, 1 / 3, 1 / 3, np.nan])
