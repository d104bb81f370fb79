"""The worked example: a pocket calculator comes to the same figures, and so does the pipeline."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from rating.composite import framework_names, load_framework
from rating.data import Benchmark, Company, Cube, Headcount, Ladder, Level, registered_attributes
from rating.documents.example import worked_example
from rating.pipeline import rate

EVENNESS, FULL = load_framework("management-diversity-2016"), load_framework("diversity-advantage-2026")
ATTRIBUTES = registered_attributes()
#: Made up, and none of it even: so every comparison with it has something to say.
CITY = Benchmark(
    "a city",
    {
        "gender": np.array([0.55, 0.44, 0.01]),
        "origin": np.array([0.6, 0.2, 0.1, 0.05, 0.05]),
        "age": np.array([0.1, 0.3, 0.3, 0.2, 0.1]),
    },
    "",
)
#: The example's people by group, from staff to executives, as its rule says: spread over the groups by the
#: weights k, k - 1, ... 1, squared for executives, in whole people by the largest remainders.
PEOPLE = {
    "gender": [[50, 50, 0], [9, 5, 0], [5, 1, 0]],
    "five": [[20, 20, 20, 20, 20], [4, 4, 3, 2, 1], [3, 2, 1, 0, 0]],
}


def people(code: str) -> list[list[int]]:
    return PEOPLE["gender" if code == "gender" else "five"]


def as_headcount() -> Headcount:
    """Return the example's people as a company of three levels."""
    ladder = Ladder(
        (
            Level("staff", "Staff", 0, management=False),
            Level("managers", "Managers", 2, management=True),
            Level("executives", "Executives", 4, management=True),
        )
    )
    cubes = {
        code: Cube(ATTRIBUTES[code], np.array([people(code)], dtype=float), np.zeros((1, 3)))
        for code in EVENNESS.criteria
    }
    return Headcount("2026", ladder, (Company("k", "Example"),), cubes, np.array([[100.0, 14.0, 6.0]]))


def test_the_evenness_example_is_what_plain_arithmetic_gives() -> None:
    example = worked_example(EVENNESS, ATTRIBUTES, None)
    assert example is not None
    assert (example.leaders, example.staff) == (20, 100)
    assert [(step.pillar, step.indicator, step.attribute) for step in example.steps] == [
        ("management", "evenness", code) for code in ("gender", "origin", "age", "seniority")
    ]
    points = []
    for step in example.steps:
        leaders = list(step.leaders.values())
        assert sum(leaders) == 20
        groups = 2 if step.attribute == "gender" else 5
        varied = 1 - sum(Fraction(n, 20) ** 2 for n in leaders)
        most = 1 - groups * Fraction(20 // groups, 20) ** 2  # the twenty spread evenly
        assert step.value == round(float(varied / most), 4)
        assert step.points == round(float(100 * varied / most), 4)
        points.append(100 * varied / most)
    assert points == [84, Fraction("91.875"), Fraction("91.875"), Fraction("91.875")]
    assert example.pillars == {"management": round(float(sum(points) / 4), 4)}
    assert example.score == round(float(sum(points) / 4), 4) == 89.9062
    assert example.band == "A"


def test_the_leaders_are_the_same_for_everybody_and_named_by_group() -> None:
    example = worked_example(EVENNESS, ATTRIBUTES, CITY)
    assert example is not None
    assert example == worked_example(EVENNESS, ATTRIBUTES, None)  # it compares with no city
    assert {step.attribute: step.leaders for step in example.steps} == {
        code: dict(
            zip(
                ATTRIBUTES[code].group_codes,
                np.add(*people(code)[1:]).tolist(),
                strict=True,
            )
        )
        for code in EVENNESS.criteria
    }


@pytest.mark.parametrize("name", framework_names())
def test_the_pipeline_counts_the_same_people_to_the_same_points(name: str) -> None:
    framework = load_framework(name)
    example = worked_example(framework, ATTRIBUTES, CITY)
    assert example is not None
    ratings = rate(as_headcount(), framework, rng=np.random.default_rng(1), draws=10, benchmark=CITY)
    assert ratings.score["counted"].value[0] == pytest.approx(example.score, abs=1e-4)
    counted = {code: float(found.value[0]) for code, found in ratings.components["counted"].items()}
    steps = {f"{step.indicator}.{step.attribute}": step.points for step in example.steps}
    assert counted == pytest.approx(steps | example.pillars, abs=1e-4)


def test_every_indicator_that_headcounts_and_a_population_allow_has_its_step() -> None:
    example = worked_example(FULL, ATTRIBUTES, CITY)
    assert example is not None
    assert [(step.indicator, step.attribute) for step in example.steps] == [
        *[
            (indicator, code)
            for indicator in ("reached_diversity", "parity_with_rest", "ascent")
            for code in ("gender", "origin", "age", "seniority")
        ],
        # a population has no length of service
        *[("parity_with_catchment", code) for code in ("gender", "origin", "age")],
    ]
    assert list(example.pillars) == ["management", "workforce_and_city"]
    lower = [band.lower for band in FULL.bands if band.code == example.band]
    assert lower == [max(band.lower for band in FULL.bands if band.lower <= example.score)]


def test_steps_of_the_full_framework_by_hand() -> None:
    example = worked_example(FULL, ATTRIBUTES, CITY)
    assert example is not None
    found = {(step.indicator, step.attribute): (step.value, step.points) for step in example.steps}
    # women: 14 of 20 leaders and 50 of 100 staff, so 20 % would have to change groups
    assert found["parity_with_rest", "gender"] == (0.8, round(1 + 99 * (0.8 - 0.5) / 0.5, 4))
    # men: 1 of 6 executives and half of the staff
    assert found["ascent", "gender"] == (round(1 / 3, 4), round(1 + 99 / 3, 4))
    # 64 of 120 are women, 56 men, nobody of another gender
    parity = 1 - (abs(64 / 120 - 0.55) + abs(56 / 120 - 0.44) + 0.01) / 2
    assert found["parity_with_catchment", "gender"] == (
        round(parity, 4),
        round(1 + 99 * (parity - 0.5) / 0.5, 4),
    )
    # effective groups beyond the first, leaders against the city
    leaders, city = 400 / (14**2 + 6**2), 1 / (0.55**2 + 0.44**2 + 0.01**2)
    reached = (leaders - 1) / (city - 1)
    assert found["reached_diversity", "gender"] == (round(reached, 4), round(1 + 99 * reached, 4))


def test_without_a_population_the_full_framework_has_no_example() -> None:
    assert worked_example(FULL, ATTRIBUTES, None) is None


def test_a_restricted_framework_has_an_example_of_its_criteria() -> None:
    example = worked_example(EVENNESS.restricted_to(["gender"]), ATTRIBUTES, None)
    assert example is not None
    assert [(step.attribute, step.points) for step in example.steps] == [("gender", 84.0)]
    assert (example.score, example.band) == (84.0, "A")
