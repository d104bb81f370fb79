"""From measures to scores: examples worked by hand, and the rules on what is missing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.composite import MEASURES, Workforce, load_framework, score, split
from rating.composite.aggregate import AGGREGATIONS, arithmetic, geometric
from rating.composite.normalise import goalposts
from tests.builders import ladder


def workforce(
    upper: list[float],
    lower: list[float],
    *,
    benchmark: list[float] | None = None,
    even_groups: int | None = None,
    whole: bool = False,
) -> Workforce:
    """Build one company: management is the upper half of the ladder, the rest the lower."""
    top, bottom = np.array(upper)[None, None], np.array(lower)[None, None]
    people = {
        "management": top, "upper": top, "rest": bottom, "lower": bottom, "workforce": top + bottom
    }  # fmt: skip
    return Workforce(
        people=people,
        seen={scope: values[:, 0] for scope, values in people.items()},
        even_groups=even_groups or len(upper),
        benchmark=None if benchmark is None else np.array(benchmark),
        whole=whole,
    )


def measured(name: str, team: Workforce) -> float:
    return float(MEASURES[name].compute(team)[0, 0])


@pytest.mark.parametrize(
    ("name", "team", "expected"),
    [
        ("evenness", workforce([10, 30], [50, 50]), 0.75),
        ("evenness", workforce([2, 1], [5, 5], whole=True), 1.0),
        ("reached_diversity", workforce([10, 30], [50, 50], benchmark=[0.5, 0.5]), 0.6),
        ("reached_diversity", workforce([10, 30], [50, 50]), 0.75),
        ("parity_with_rest", workforce([10, 30], [50, 50]), 0.75),
        ("ascent", workforce([10, 30], [50, 50]), 0.5),
        ("ascent", workforce([30, 30], [50, 50]), 1.0),
        ("parity_with_catchment", workforce([10, 30], [50, 10], benchmark=[0.5, 0.5]), 0.9),
        ("parity_with_catchment", workforce([10, 30, 5], [50, 10, 9], benchmark=[0.5, 0.5, np.nan]), 0.9),
    ],
)
def test_measure_by_hand(name: str, team: Workforce, expected: float) -> None:
    assert measured(name, team) == pytest.approx(expected)


def test_ascent_leaves_out_groups_below_five_percent() -> None:
    assert measured("ascent", workforce([0, 40, 40], [4, 58, 58])) == pytest.approx(0.5 / (58 / 120))


def test_ascent_asks_about_the_group_that_is_held_back_also_when_it_is_the_larger_one() -> None:
    assert measured("ascent", workforce([10, 10], [75, 25])) == pytest.approx(0.5 / 0.75)


def test_without_a_benchmark_parity_with_the_catchment_is_missing() -> None:
    assert np.isnan(measured("parity_with_catchment", workforce([1, 2], [3, 4])))


def test_a_population_of_one_group_has_no_diversity_to_reach() -> None:
    assert np.isnan(measured("reached_diversity", workforce([1, 2], [3, 4], benchmark=[1.0, 0.0])))


def test_2026_score_by_hand() -> None:
    """One attribute, 10:30 leaders, 50:10 others, an even population.

    reached (1/(.25^2+.75^2) - 1) / 1 = .6; parity with rest 1 - (.8333-.25) = .4167, below its goalpost;
    ascent .25/.8333 = .3; catchment 1 - |.6-.5| = .9. Points 60.4, 1, 30.7 and 80.2; pillars 30.7 and 80.2;
    geometric mean with weights 40 and 20.
    """
    framework = load_framework("diversity-advantage-2026").restricted_to(["gender"])
    scored = score(framework, {"gender": workforce([10, 30], [50, 10], benchmark=[0.5, 0.5])})
    points = {code: float(values[0, 0]) for code, values in scored.components.items()}
    assert points["reached_diversity.gender"] == pytest.approx(1 + 99 * 0.6)
    assert points["parity_with_rest.gender"] == pytest.approx(1.0)
    assert points["ascent.gender"] == pytest.approx(1 + 99 * 0.3)
    assert points["parity_with_catchment.gender"] == pytest.approx(1 + 99 * 0.8)
    management, city = (60.4 + 1.0 + 30.7) / 3, 80.2
    assert points["management"] == pytest.approx(management)
    assert float(scored.overall[0, 0]) == pytest.approx(management ** (2 / 3) * city ** (1 / 3))


def test_less_than_three_quarters_of_the_weight_is_not_calculable() -> None:
    framework = load_framework("diversity-advantage-2026").restricted_to(["gender"])
    scored = score(framework, {"gender": workforce([10, 30], [50, 10])})
    assert scored.weight_present[0] == pytest.approx(40 / 60)
    assert np.isnan(scored.overall).all()
    assert not np.isnan(scored.components["management"]).any()


def test_three_of_four_criteria_are_enough_and_two_are_not() -> None:
    framework = load_framework("management-diversity-2016")
    team = workforce([10, 30], [50, 10])
    enough = score(framework, {"gender": team, "origin": team, "age": team})
    assert float(enough.overall[0, 0]) == pytest.approx(75.0)
    assert np.isnan(score(framework, {"gender": team, "origin": team}).overall).all()


def test_goalposts_turn_round_and_stop_at_the_ends() -> None:
    values = np.array([0.0, 0.15, 0.3, 0.9, np.nan])
    points = goalposts(values, 0.3, 0.0, floor=1.0, cap=100.0)
    np.testing.assert_allclose(points, [100.0, 50.5, 1.0, 1.0, np.nan])


@pytest.mark.parametrize("name", AGGREGATIONS)
@given(data=st.data())
def test_a_mean_lies_between_its_parts_and_grows_with_them(name: str, data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.floats(1, 100), min_size=2, max_size=6))
    weights = np.array(data.draw(st.lists(st.floats(0.1, 9), min_size=len(parts), max_size=len(parts))))
    values = np.array(parts)[:, None]
    join = AGGREGATIONS[name].mean
    mean = float(join(values, weights)[0])
    assert min(parts) - 1e-9 <= mean <= max(parts) + 1e-9
    raised = values.copy()
    raised[0] += 1.0
    higher = float(join(raised, weights)[0])
    assert higher >= mean if name == "median" else higher > mean
    np.testing.assert_allclose(join(values, 7.0 * weights), [mean], rtol=1e-12)


@given(st.lists(st.floats(0.1, 100), min_size=2, max_size=6), st.integers(0, 5))
def test_the_less_a_mean_compensates_the_lower_it_is(parts: list[float], gap: int) -> None:
    values = np.array([*parts[:gap], np.nan, *parts[gap:]])[:, None]
    weights = np.arange(1.0, len(values) + 1.0)
    low, middle, high = (
        float(AGGREGATIONS[name].mean(values, weights)[0]) for name in ("harmonic", "geometric", "arithmetic")
    )
    assert low <= middle + 1e-9 <= high + 2e-9


def test_golden_means_with_missing_parts_left_out() -> None:
    """Values of the project's method, section 9."""
    one_two_three = np.array([[1.0], [2.0], [3.0]])
    assert float(geometric(one_two_three, np.ones(3))[0]) == pytest.approx(1.817120593, abs=1e-9)
    assert float(geometric(one_two_three, np.array([1.0, 1, 2]))[0]) == pytest.approx(2.059767144, abs=1e-9)
    assert float(AGGREGATIONS["harmonic"].mean(one_two_three, np.array([2.0, 1, 1]))[0]) == pytest.approx(
        1.411764706, abs=1e-9
    )
    gap = np.array([[1.0], [np.nan], [3.0]])
    assert float(arithmetic(gap, np.array([1.0, 5.0, 1.0]))[0]) == 2.0
    assert np.isnan(arithmetic(np.array([[np.nan]]), np.ones(1))[0])


def test_strata_are_as_coarse_as_the_scopes_allow() -> None:
    six = ladder(False, True, True, True, True, True)
    assert split(six, ["management"]).members.tolist() == [[False, True, True, True, True, True]]
    strata = split(six, ["management", "rest", "upper", "lower", "workforce"])
    assert strata.members.tolist() == [
        [True, False, False, False, False, False],
        [False, True, True, False, False, False],
        [False, False, False, True, True, True],
    ]
    people = np.arange(6.0)[None]
    gathered = strata.gather(people)
    for scope, expected in (("management", 15), ("rest", 0), ("upper", 12), ("lower", 3), ("workforce", 15)):
        assert gathered[0, strata.scopes[scope]].sum() == expected


def test_the_middle_rung_of_three_belongs_to_neither_half() -> None:
    three = ladder(False, True, True)
    assert three.upper.tolist() == [False, False, True]
    assert three.lower.tolist() == [True, False, False]


def test_a_ladder_without_management_has_no_stratum_of_leaders() -> None:
    flat = ladder(False, stated=False)
    strata = split(flat, ["management"])
    assert strata.gather(np.ones((2, 1))).shape == (2, 0)


def test_a_score_without_one_of_its_pillars_is_not_calculable() -> None:
    """With a population for one of three attributes 78 % of the weight is there, but no second pillar."""
    framework = load_framework("diversity-advantage-2026").restricted_to(["gender", "origin", "age"])
    plain, compared = workforce([10, 30], [50, 10]), workforce([10, 30], [50, 10], benchmark=[0.5, 0.5])
    scored = score(framework, {"gender": compared, "origin": plain, "age": plain})
    assert scored.weight_present[0] == pytest.approx((40 + 20 / 3) / 60)
    assert np.isnan(scored.overall).all()
