"""What holds for every figure: tones and names instead of colours, words from the caller, clean JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import plotly.io
import pytest
from plotly.graph_objects import Figure

import rating.charts
from rating.charts import (
    as_json,
    pillar_intervals,
    pipeline_curve,
    rank_choices,
    rank_intervals,
    score_intervals,
)
from rating.documents.schema import ChoiceRange
from tests.rating.charts.parts import (
    CHOICE_WORDS,
    PILLAR_WORDS,
    PIPELINE_WORDS,
    RANK_WORDS,
    city,
    company,
    component,
    curve,
    framework,
    leaves,
    period,
    quantity,
    sent,
)

if TYPE_CHECKING:
    from collections.abc import Callable


def ranks() -> Figure | None:
    return rank_intervals(city(), words=RANK_WORDS)


def choices() -> Figure | None:
    tried = ChoiceRange(median=1.5, low=1, high=3)
    return rank_choices(period(company("Acme", (1, 2), choices=tried)), words=CHOICE_WORDS)


def pillars() -> Figure | None:
    points = quantity(60.5, 50.5, 70.5)
    parts = [component("evenness", "gender", points), component("management", None, points)]
    return pillar_intervals(
        company("Acme", (1, 2), score=points, components=parts), framework(), words=PILLAR_WORDS
    )


def scores() -> Figure | None:
    return score_intervals(
        period(company("Acme", (1, 2), score=quantity(60.5, 50.5, 70.5))),
        framework(),
        interval=PILLAR_WORDS.interval,
    )


def pipeline() -> Figure:
    share = quantity(0.4, 0.3, 0.5)
    levels = {"staff": "UNTEN", "middle": "MITTE", "board": "OBEN"}
    return pipeline_curve(curve({"staff": share, "board": share}), levels=levels, words=PIPELINE_WORDS)


FIGURES = pytest.mark.parametrize("draw", [ranks, choices, scores, pillars, pipeline])


@FIGURES
def test_every_trace_has_a_tone_and_every_shape_and_label_a_name(draw: Callable[[], Figure]) -> None:
    figure = sent(draw())
    assert figure["data"]
    assert {trace["meta"]["tone"] for trace in figure["data"]} <= {"accent", "ink", "quiet"}
    layout = figure["layout"]
    assert layout["shapes"]
    assert {shape["name"] for shape in layout["shapes"]} <= {"lane-0", "lane-1", "reference"}
    assert {text["name"] for text in layout["annotations"]} <= {"lane-label", "reference-label"}


@FIGURES
def test_no_colour_is_set_and_the_page_shines_through(draw: Callable[[], Figure]) -> None:
    colours = {(key, value) for key, value in leaves(sent(draw())) if "color" in key}
    assert colours == {("paper_bgcolor", "rgba(0,0,0,0)"), ("plot_bgcolor", "rgba(0,0,0,0)")}


@FIGURES
def test_there_is_no_title_legend_font_or_template(draw: Callable[[], Figure]) -> None:
    layout = sent(draw())["layout"]
    assert not {"title", "legend", "font", "template"} & set(layout)
    assert layout["showlegend"] is False


@FIGURES
def test_the_json_is_a_figure_that_plotly_knows(draw: Callable[[], Figure]) -> None:
    figure = draw()
    read = plotly.io.from_json(as_json(figure), skip_invalid=False)
    assert json.loads(as_json(read)) == sent(figure)


@FIGURES
def test_the_same_figure_is_the_same_text(draw: Callable[[], Figure]) -> None:
    assert as_json(draw()) == as_json(draw())


def test_arrays_become_lists() -> None:
    figure = Figure({"data": [{"type": "scatter", "y": np.array([1.5, 2.0])}]})
    assert as_json(figure) == '{"data":[{"type":"scatter","y":[1.5,2.0]}],"layout":{}}'


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_json(Figure({"data": [{"type": "scatter", "y": [float("nan")]}]}))
    with pytest.raises(TypeError, match="object is no part of a figure"):
        as_json(Figure({"data": [{"type": "scatter", "customdata": [object()]}]}))


def test_nothing_in_the_json_ends_the_element_it_stands_in() -> None:
    figure = Figure({"data": [{"type": "scatter", "name": "</script><!-- &amp;"}]})
    text = as_json(figure)
    assert not set("<>&") & set(text)
    assert json.loads(text)["data"][0]["name"] == "</script><!-- &amp;"


def test_names_of_the_facade_lead_somewhere_whichever_file_was_loaded_first() -> None:
    code = (
        "import rating.charts.ranks, rating.charts.pillars, rating.charts.pipeline, rating.charts.wire, "
        "rating.charts as c; print({name: getattr(c, name).__name__ for name in dir(c)})"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == str({name: name for name in rating.charts.__all__})
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = rating.charts.no_such_name


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import rating.charts", ["numpy", "plotly", "pydantic", "scipy"]),
        ("from rating.charts import as_json, rank_intervals", ["numpy", "pydantic", "scipy"]),
    ],
)
def test_charts_load_little(code: str, absent: list[str]) -> None:
    check = f"import sys; {code}; print(sorted(set({absent}) & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
