"""Frameworks are data: what the published ones say, and what a faulty one is told."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rating.composite import Framework, framework_names, load_framework
from rating.errors import UnknownNameError

ANCESTOR, OURS = "management-diversity-2016", "diversity-advantage-2026"


def test_both_frameworks_load() -> None:
    assert framework_names() == (OURS, ANCESTOR)


def test_the_ancestor_is_rebuilt() -> None:
    framework = load_framework(ANCESTOR)
    assert framework.criteria == ("gender", "origin", "age", "seniority")
    assert framework.minimum_leaders == 9
    assert [(pillar.code, pillar.weight) for pillar in framework.pillars] == [("management", 100)]


def test_weights_and_goalposts_of_2026() -> None:
    framework = load_framework(OURS)
    assert [(pillar.code, pillar.weight) for pillar in framework.pillars] == [
        ("management", 40),
        ("workforce_and_city", 20),
        ("inclusion_climate", 25),
        ("practices", 15),
    ]
    assert {i.code: (i.low, i.high) for pillar in framework.pillars for i in pillar.indicators} == {
        "reached_diversity": (0, 1),
        "parity_with_rest": (0.5, 1),
        "ascent": (0, 1),
        "parity_with_catchment": (0.5, 1),
        "inclusion_mean": (1, 5),
        "inclusion_gap": (1, 0),
        "discrimination": (0.3, 0),
        "practice_points": (0, 1),
    }
    assert [(band.code, band.lower) for band in framework.bands] == [
        ("A", 80), ("B", 65), ("C", 50), ("D", 35), ("E", 0)
    ]  # fmt: skip
    assert [pillar.code for pillar in framework.composition_pillars] == ["management", "workforce_and_city"]


def test_a_restricted_framework_carries_its_criteria_in_its_name() -> None:
    framework = load_framework(ANCESTOR)
    assert framework.full_name == ANCESTOR
    assert framework.restricted_to(["origin", "gender"]).full_name == f"{ANCESTOR}[gender,origin]"
    assert framework.restricted_to(["gender"]).restricted_to(framework.criteria).full_name == ANCESTOR


def test_optional_criteria_change_the_name_too() -> None:
    framework = load_framework(OURS).restricted_to(["gender", "origin", "age", "seniority", "disability"])
    assert framework.full_name == f"{OURS}[gender,origin,age,seniority,disability]"


def test_unknown_names_are_told_what_is_known() -> None:
    with pytest.raises(UnknownNameError, match="management-diversity-2016"):
        load_framework("management-diversity-2017")
    with pytest.raises(UnknownNameError, match=r"'sex'.*gender, origin"):
        load_framework(ANCESTOR).restricted_to(["sex"])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"aggregation": "magic"}, "no aggregation called magic"),
        ({"pillar_aggregation": "magic"}, "no aggregation called magic"),
        ({"aggregation": "geometric"}, "geometric mean needs a scale with a floor above 0"),
        ({"normalisation": "magic"}, "no normalisation called magic"),
        ({"normalisation": "min_max"}, "min_max looks at all companies; a score may not depend on who"),
        ({"weighting": "factor_analysis"}, "factor_analysis looks at all companies"),
        ({"weighting": "pairwise", "judgements": [[1, 2], [0.5, 1]]}, "for each of the 1 pillars"),
        ({"bands": ({"code": "A", "from": 50}, {"code": "B", "from": 60})}, "highest to the lowest"),
        ({"bands": ({"code": "A", "from": 50}, {"code": "B", "from": 10})}, "cover the scale"),
        ({"minimum_leaders": 0}, "greater than or equal to 1"),
        ({"surprise": 1}, "Extra inputs"),
    ],
)
def test_a_faulty_framework_is_refused(change: dict[str, object], complaint: str) -> None:
    good = load_framework(ANCESTOR).model_dump(by_alias=True)
    with pytest.raises(ValidationError, match=complaint):
        Framework(**(good | change))


def test_an_unknown_measure_or_equal_goalposts_are_refused() -> None:
    good = load_framework(ANCESTOR).model_dump(by_alias=True)
    indicator = good["pillars"][0]["indicators"][0]
    for change, complaint in (({"measure": "charm"}, "no measure called charm"), ({"high": 0.0}, "equal")):
        pillar = good["pillars"][0] | {"indicators": ({**indicator, **change},)}
        with pytest.raises(ValidationError, match=complaint):
            Framework(**(good | {"pillars": (pillar,)}))


def test_pillars_are_weighed_by_judgements_where_the_file_says_so() -> None:
    ours = load_framework(OURS).model_dump(by_alias=True)
    judged = ours | {"weighting": "budget", "judgements": [[10, 20, 30, 40], [40, 20, 30, 10]]}
    for pillar in judged["pillars"]:
        del pillar["weight"]
    assert [pillar.weight for pillar in Framework(**judged).pillars] == pytest.approx([0.25, 0.2, 0.3, 0.25])
    pairs = judged | {
        "weighting": "pairwise",
        "judgements": [[1, 2, 4, 4], [0.5, 1, 2, 2], *[[0.25, 0.5, 1, 1]] * 2],
    }
    assert [pillar.weight for pillar in Framework(**pairs).pillars] == pytest.approx(
        [0.5, 0.25, 0.125, 0.125]
    )
    equal = judged | {"weighting": "equal", "judgements": None}
    assert [pillar.weight for pillar in Framework(**equal).pillars] == [0.25] * 4


def test_a_pillar_may_be_joined_without_compensation() -> None:
    framework = load_framework(OURS).model_dump(by_alias=True) | {"pillar_aggregation": "harmonic"}
    assert Framework(**framework).pillar_aggregation == "harmonic"
