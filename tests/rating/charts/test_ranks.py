"""The ranking as a figure: the document's rank intervals in the document's order, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rating.charts import as_json, rank_intervals
from rating.run import rate_files
from tests.builders import canonical_file, canonical_rows, city_rows
from tests.rating.charts.parts import (
    RANK_WORDS,
    city,
    company,
    dots,
    period,
    said,
    sent,
    stretches,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_intervals_are_those_of_the_document_and_dots_are_their_middles() -> None:
    figure = sent(rank_intervals(city(), words=RANK_WORDS))
    assert stretches(figure) == [(0, 1, 2), (1, 1, 3), (2, 2, 5), (3, 3, 6), (4, 4, 6), (5, 6, 6)]
    assert dots(figure) == [(0, 1.5), (1, 2), (2, 3.5), (3, 4.5), (4, 5), (5, 6)]


def test_rank_one_is_on_the_left_and_the_first_company_on_top() -> None:
    layout = sent(rank_intervals(city(), words=RANK_WORDS))["layout"]
    assert layout["xaxis"]["range"] == [0.5, 6.5]
    assert layout["xaxis"]["tickvals"] == [1, 2, 3, 4, 5, 6]
    assert layout["yaxis"]["range"] == [5.5, -0.5]
    assert layout["yaxis"]["ticktext"] == ["Acme", "Bolt", "Core", "Dune", "Echo", "Fern"]


def test_neighbours_of_the_same_band_share_a_lane_with_its_name() -> None:
    layout = sent(rank_intervals(city(), words=RANK_WORDS))["layout"]
    lanes = [(shape["name"], shape["y0"], shape["y1"]) for shape in layout["shapes"]]
    assert lanes == [("lane-0", -0.5, 1.5), ("lane-1", 1.5, 2.5), ("lane-0", 2.5, 5.5)]
    assert [(text["text"], text["y"]) for text in layout["annotations"]] == [("A", 0), ("A-B", 2), ("B", 3)]


def test_a_band_that_comes_again_gets_a_lane_of_its_own() -> None:
    again = period(company("Acme", (1, 2), "A"), company("Bolt", (1, 3), "B"), company("Core", (2, 5), "A"))
    names = sent(rank_intervals(again, words=RANK_WORDS))["layout"]["annotations"]
    assert [name["text"] for name in names] == ["A", "B", "A"]


def test_it_says_companies_bands_and_the_words_handed_in() -> None:
    assert said(sent(rank_intervals(city(), words=RANK_WORDS))) == {
        "Acme", "Bolt", "Core", "Dune", "Echo", "Fern", "A", "A-B", "B", "RANG", "RANG 1 BIS 2 VON 6",
        "RANG 1 BIS 3 VON 6", "RANG 2 BIS 5 VON 6", "RANG 3 BIS 6 VON 6", "RANG 4 BIS 6 VON 6",
        "RANG 6 BIS 6 VON 6",
    }  # fmt: skip


def test_a_long_name_is_cut_on_the_axis_and_whole_under_the_pointer() -> None:
    name = "The Honourable Company of Wire Drawers"
    figure = sent(rank_intervals(period(company(name, (1, 2))), words=RANK_WORDS))
    assert figure["layout"]["yaxis"]["ticktext"] == ["The Honourable Company of W…"]
    assert figure["data"][1]["hovertext"] == [f"{name}<br>RANG 1 BIS 2 VON 6"]


def test_a_name_is_shown_letter_for_letter() -> None:
    figure = sent(rank_intervals(period(company("<b>A</b> & Co", (1, 2))), words=RANK_WORDS))
    assert figure["layout"]["yaxis"]["ticktext"] == ["&lt;b&gt;A&lt;/b&gt; &amp; Co"]
    assert figure["data"][1]["hovertext"][0].startswith("&lt;b&gt;A&lt;/b&gt; &amp; Co<br>")


def test_companies_of_one_name_have_rows_of_their_own() -> None:
    figure = sent(rank_intervals(period(company("Acme", (1, 2)), company("Acme", (2, 3))), words=RANK_WORDS))
    assert stretches(figure) == [(0, 1, 2), (1, 2, 3)]


def test_the_height_follows_the_companies() -> None:
    one, six = (
        sent(rank_intervals(shown, words=RANK_WORDS))["layout"]["height"]
        for shown in (period(company("Acme", (1, 2))), city())
    )
    assert six - one == 5 * 24


def test_nobody_ranked_is_no_figure() -> None:
    assert rank_intervals(period(company("Acme")), words=RANK_WORDS) is None


@pytest.mark.parametrize("secret", ["Unranked", "47.11", "4711", "99887766", "AREA51", "key-", "a-page"])
def test_what_the_figure_does_not_show_is_not_in_it(secret: str) -> None:
    assert secret in city().model_dump_json()
    assert secret not in as_json(rank_intervals(city(), words=RANK_WORDS))


def test_a_withheld_score_is_nowhere_in_the_figure_of_a_run(tmp_path: Path) -> None:
    """Companies with few leaders: band and rank interval are published, the score is not."""
    rows = city_rows(leaders=20) + canonical_rows("Lone", level="executive", counts={"gender": {"women": 3}})
    document = rate_files(
        [canonical_file(tmp_path / "city.csv", rows)],
        profile="canonical",
        framework="management-diversity-2016",
        draws=100,
    ).document
    shown = document.periods[0]
    assert [rating.score_withheld for rating in shown.ratings] == [True] * 6 + [False]
    figure = sent(rank_intervals(shown, words=RANK_WORDS))
    ranked = [rating for rating in shown.ratings if rating.rank]
    assert stretches(figure) == [(row, r.rank.low, r.rank.high) for row, r in enumerate(ranked)]  # type: ignore[union-attr]
    assert figure["layout"]["yaxis"]["ticktext"] == [rating.company for rating in ranked]
    assert "Lone" not in str(figure)
