"""The pipeline as a figure: the document's shares in percent, level by level, beside the population's."""

from __future__ import annotations

from typing import Any

import pytest

from rating.charts import common_top, pipeline_curve
from tests.rating.charts.parts import PIPELINE_WORDS, curve, quantity, said, sent

LEVELS = {"staff": "UNTEN", "middle": "MITTE", "board": "OBEN"}
STAFF, MIDDLE, BOARD = quantity(0.617, 0.6, 0.634), quantity(0.333, 0.3, 0.4), quantity(0.143, 0.057, 0.29)
WHOLE = {"staff": STAFF, "middle": MIDDLE, "board": BOARD}


def drawn(shares: dict[str, Any], city: float | None = 0.512345, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return sent(pipeline_curve(curve(shares, city), levels=LEVELS, words=PIPELINE_WORDS, **more))


def test_shares_and_intervals_are_those_of_the_document_in_percent() -> None:
    (trace,) = drawn(WHOLE)["data"]
    assert trace["x"] == [0, 1, 2]
    assert trace["y"] == [61.7, 33.3, 14.3]
    bars = trace["error_y"]
    low = [round(y - down, 1) for y, down in zip(trace["y"], bars["arrayminus"], strict=True)]
    high = [round(y + up, 1) for y, up in zip(trace["y"], bars["array"], strict=True)]
    assert (low, high) == ([60, 30, 5.7], [63.4, 40, 29])


def test_levels_run_from_the_bottom_of_the_ladder_to_its_top() -> None:
    axis = drawn(WHOLE)["layout"]["xaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == ([0, 1, 2], ["UNTEN", "MITTE", "OBEN"])


def test_a_withheld_level_keeps_its_place_and_has_no_number() -> None:
    bridge, trace = drawn({"staff": STAFF, "board": BOARD})["data"]
    assert trace["y"] == [61.7, None, 14.3]
    assert trace["hovertext"][1] is trace["error_y"]["array"][1] is trace["error_y"]["arrayminus"][1] is None
    assert (bridge["x"], bridge["y"], bridge["line"]["dash"]) == ([0, 2], [61.7, 14.3], "dot")
    assert bridge["meta"] == {"tone": "quiet"}


def test_a_withheld_end_of_the_ladder_needs_no_bridge() -> None:
    (trace,) = drawn({"staff": STAFF, "middle": MIDDLE})["data"]
    assert trace["y"] == [61.7, 33.3, None]


def test_the_population_is_a_dashed_line_with_its_name_on_it() -> None:
    layout = drawn(WHOLE)["layout"]
    (line,), (name,) = layout["shapes"], layout["annotations"]
    assert (line["name"], line["y0"], line["y1"], line["line"]["dash"]) == (
        "reference", 51.2345, 51.2345, "dash"
    )  # fmt: skip
    # at the end where the curve is farther away, on the side where it is not
    assert (name["text"], name["y"], name["x"], name["yanchor"]) == ("STADT 51.23%", 51.2345, 1, "bottom")


@pytest.mark.parametrize(
    ("first", "last", "place"),
    [(0.9, 0.5, (0, "top")), (0.1, 0.5, (0, "bottom")), (0.5, 0.9, (1, "top")), (0.5, 0.1, (1, "bottom"))],
)
def test_the_name_of_the_population_keeps_clear_of_the_curve(
    first: float, last: float, place: tuple[int, str]
) -> None:
    shares = {level: quantity(value, value, value) for level, value in (("staff", first), ("board", last))}
    (name,) = drawn(shares, 0.49)["layout"]["annotations"]
    assert (name["x"], name["yanchor"]) == place


def test_without_a_population_there_is_no_line() -> None:
    assert not {"shapes", "annotations"} & set(drawn(WHOLE, None)["layout"])


def test_it_says_the_words_handed_in_and_no_group() -> None:
    assert said(drawn(WHOLE)) == {
        "UNTEN", "MITTE", "OBEN", "0%ANTEIL", "40%ANTEIL", "80%ANTEIL", "STADT 51.23%",
        "0.617 ZWISCHEN 0.600 UND 0.634", "0.333 ZWISCHEN 0.300 UND 0.400", "0.143 ZWISCHEN 0.057 UND 0.290",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("high", "city", "top"),
    [(0.04, 0.1, 0.1), (0.04, 0.11, 0.2), (0.41, None, 0.6), (0.8, None, 0.8), (1.0, None, 1.0)],
)
def test_an_axis_ends_at_a_round_share_above_everything(high: float, city: float | None, top: float) -> None:
    small = curve({"staff": quantity(0.01, 0, 0.02), "board": quantity(0.02, 0, high)}, city)
    assert common_top([small]) == top
    assert common_top([small, curve(WHOLE, None)]) == max(top, 0.8)


def test_figures_side_by_side_can_have_one_axis() -> None:
    axis = drawn(WHOLE, None, top=1.0)["layout"]["yaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == ([0, 50, 100], ["0%ANTEIL", "50%ANTEIL", "100%ANTEIL"])
    assert axis["range"] == pytest.approx([-5, 108])


def test_a_level_without_a_label_is_not_left_out_in_silence() -> None:
    with pytest.raises(KeyError, match="volunteer"):
        drawn({"staff": STAFF, "volunteer": BOARD})
