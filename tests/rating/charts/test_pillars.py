"""The parts of a score as a figure: what is released, over the framework's bands."""

from __future__ import annotations

import pytest

from rating.charts import as_json, pillar_intervals
from tests.rating.charts.parts import (
    PILLAR_WORDS,
    company,
    component,
    dots,
    framework,
    quantity,
    said,
    sent,
    stretches,
)

SCORE, LEADERS, EVEN = quantity(61.5, 50.5, 72.5), quantity(66.1, 55, 77), quantity(80.2, 70, 88)
CITY, NEAR = quantity(20.3, 10, 30), quantity(21.4, 11, 31)
WHOLE = company(
    "Acme",
    (1, 2),
    score=SCORE,
    components=[  # as the document has them: indicators before their pillar
        component("evenness", "gender", EVEN),
        component("evenness", "age", None),
        component("management", None, LEADERS),
        component("parity", "gender", NEAR),
        component("city", None, CITY),
    ],
)


def test_score_pillars_and_indicators_are_those_of_the_document() -> None:
    figure = sent(pillar_intervals(WHOLE, framework(), words=PILLAR_WORDS))
    order = [SCORE, LEADERS, EVEN, CITY, NEAR]
    assert figure["layout"]["yaxis"]["ticktext"] == ["GESAMT", "LEITUNG", "GLEICHE", "UMLAND", "NAH"]
    assert dots(figure) == [(row, points.value) for row, points in enumerate(order)]
    assert stretches(figure) == [(row, points.low, points.high) for row, points in enumerate(order)]


def test_score_pillar_and_indicator_have_tones_of_their_own() -> None:
    figure = sent(pillar_intervals(WHOLE, framework(), words=PILLAR_WORDS))
    tones = {trace["meta"]["tone"]: trace["y"] for trace in figure["data"] if trace["mode"] == "markers"}
    assert tones == {"accent": [0], "ink": [1, 3], "quiet": [2, 4]}


def test_bands_are_lanes_with_their_letters() -> None:
    layout = sent(pillar_intervals(WHOLE, framework(), words=PILLAR_WORDS))["layout"]
    lanes = [(shape["name"], shape["x0"], shape["x1"]) for shape in layout["shapes"]]
    assert lanes == [("lane-0", 70, 100), ("lane-1", 40, 70), ("lane-0", 0, 40)]
    letters = [(text["text"], text["x"]) for text in layout["annotations"]]
    assert letters == [("A", 85), ("B", 55), ("C", 20)]
    assert layout["xaxis"]["tickvals"] == [0, 40, 70, 100]
    assert layout["xaxis"]["range"] == [0, 100]


def test_it_says_bands_and_the_words_handed_in() -> None:
    points = {PILLAR_WORDS.interval(points) for points in (SCORE, LEADERS, EVEN, CITY, NEAR)}
    labels = {"GESAMT", "LEITUNG", "GLEICHE", "UMLAND", "NAH"}
    assert said(sent(pillar_intervals(WHOLE, framework(), words=PILLAR_WORDS))) == {
        "A", "B", "C", *labels, *points
    }  # fmt: skip


@pytest.mark.parametrize("secret", ["43.21", "42.21", "47.11", "4711", "Acme", "A title", "A note"])
def test_what_the_figure_does_not_show_is_not_in_it(secret: str) -> None:
    assert secret in WHOLE.model_dump_json() + framework().model_dump_json()
    assert secret not in as_json(pillar_intervals(WHOLE, framework(), words=PILLAR_WORDS))


def test_a_withheld_score_leaves_the_parts_that_are_shown() -> None:
    parts = WHOLE.model_copy(update={"score": None, "score_withheld": True})
    figure = sent(pillar_intervals(parts, framework(), words=PILLAR_WORDS))
    assert dots(figure)[0] == (0, LEADERS.value)
    assert "GESAMT" not in said(figure)


def test_a_single_pillar_is_the_score_and_stands_there_once() -> None:
    rules = framework()
    alone = rules.model_copy(update={"pillars": rules.pillars[:1]})
    code = alone.pillars[0].code
    parts = [part for part in WHOLE.components if part.code == code]
    figure = sent(pillar_intervals(WHOLE.model_copy(update={"components": parts}), alone, words=PILLAR_WORDS))
    assert [value for _, value in dots(figure)] == [parts[0].process.value]
    assert "GESAMT" not in said(figure)


def test_nothing_shown_is_no_figure() -> None:
    withheld = [component(part.code, part.attribute, None) for part in WHOLE.components]
    nothing = company("Acme", (1, 2), components=withheld)
    assert pillar_intervals(nothing, framework(), words=PILLAR_WORDS) is None


def test_a_component_without_a_label_is_not_shown_under_its_code() -> None:
    unlabelled = company("Acme", (1, 2), components=[component("parity", "age", NEAR)])
    with pytest.raises(KeyError, match=r"parity\.age"):
        pillar_intervals(unlabelled, framework(), words=PILLAR_WORDS)
