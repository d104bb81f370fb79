"""Ratings and ranking at a prompt are those of the published document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import rating
from rating.composite import load_framework
from rating.documents.rows import ratings_columns
from rating.errors import CannotRateError, UnknownNameError
from rating.run import rate_files
from rating.workbench.drawing import NothingToDrawError
from tests.builders import CANONICAL, canonical_file, canonical_rows, city_rows, eeo1_file, headcount

if TYPE_CHECKING:
    from pathlib import Path

    from rating.workbench import Ranked, Rated

ANCESTOR = "management-diversity-2016"


@pytest.fixture
def filed(tmp_path: Path) -> Rated:
    """Public filings of six firms, two criteria."""
    return rating.rate(rating.read_headcounts(eeo1_file(tmp_path / "eeo1.csv"), profile="eeo1"), ANCESTOR)


@pytest.fixture
def ranked(filed: Rated) -> Ranked:
    return rating.rank(filed)


def test_the_numbers_are_those_of_the_files_through_the_main_job(tmp_path: Path, filed: Rated) -> None:
    published = rate_files([tmp_path / "eeo1.csv"], profile="eeo1", framework=ANCESTOR).document
    assert filed.document == published
    frame = filed.to_frame("pandas")
    assert tuple(frame.columns) == ratings_columns(published)
    first = published.periods[0].ratings[0]
    assert first.score is not None
    assert frame.iloc[0][["company", "score", "score_low"]].tolist() == [
        first.company, first.score.value, first.score.low
    ]  # fmt: skip


def test_a_headcount_made_by_hand_is_rated_like_one_that_was_read() -> None:
    counts = [[[0, 0], [10 + 4 * company, 40 - 4 * company]] for company in range(6)]
    own = rating.rate(headcount({"gender": counts}), load_framework(ANCESTOR).restricted_to(["gender"]))
    assert own.document.framework.name == f"{ANCESTOR}[gender]"
    assert {entry.status for entry in own.period.ratings} == {"ranked"}
    assert [group.label for group in own.document.attributes[0].groups] == ["G0", "G1"]


def test_one_period_of_several_is_rated(tmp_path: Path) -> None:
    rows = [*city_rows(period="2025"), *city_rows(period="2026", leaders=60)]
    read = rating.read_headcounts(canonical_file(tmp_path / "two.csv", rows))
    assert rating.rate(read, ANCESTOR).period.period == "2026"
    earlier = rating.rate(read, ANCESTOR, period="2025")
    assert [period.period for period in earlier.document.periods] == ["2025"]
    with pytest.raises(UnknownNameError, match=r"no period called '2024'.*2025, 2026"):
        rating.rate(read, ANCESTOR, period="2024")


def test_at_a_prompt_periods_stand_beside_each_other_as_on_the_command_line(tmp_path: Path) -> None:
    """One person left between the periods: shown one after the other, they would tell who."""

    def year(period: str, under_25: int) -> list[tuple[object, ...]]:
        return [
            row
            for place in range(6)
            for row in canonical_rows(
                f"Company {place}",
                period=period,
                counts={
                    "gender": {"women": 40 + (place > 0) + under_25 - 12, "men": 60},
                    "age": {
                        "under_25": under_25 if not place else 12,
                        "25_34": 30,
                        "35_44": 58 + (place > 0),
                    },
                },
            )
        ]

    path = canonical_file(tmp_path / "two.csv", [*year("2025", 12), *year("2026", 11)])
    published = rate_files([path], profile="canonical", framework=ANCESTOR).document
    read = rating.read_headcounts(path)
    for place, period in enumerate(("2025", "2026")):
        assert rating.rate(read, ANCESTOR, period=period).period == published.periods[place]
    kept = rating.rate(read, ANCESTOR, period=2026)
    assert kept.company("Company 0").figures_of == "2025"
    assert {rejection.code for rejection in kept.rejections} >= {"kept_few_moved"}


def test_a_release_that_readers_have_is_regarded(tmp_path: Path) -> None:
    def of(period: str, women: int) -> Path:
        rows = [
            row
            for place in range(6)
            for row in canonical_rows(
                f"Company {place}",
                period=period,
                counts={"gender": {"women": women if not place else 40, "men": 60}},
            )
        ]
        return canonical_file(tmp_path / f"{period}.csv", rows)

    first = rate_files([of("2025", 40)], profile="canonical", framework=ANCESTOR)
    told = tmp_path / "released.json"
    told.write_text(first.releases["2025"].as_text(), encoding="utf-8")
    later = rating.rate(rating.read_headcounts(of("2026", 39)), ANCESTOR, earlier=[told])
    assert later.company("Company 0").figures_of == "2025"


def test_self_reported_figures_pass_the_gate_first(tmp_path: Path) -> None:
    rows = [*city_rows(), *canonical_rows("Tiny", counts={"gender": {"women": 2, "men": 9}})]
    found = rating.rate(rating.read_headcounts(canonical_file(tmp_path / "city.csv", rows)), ANCESTOR)
    tiny = found.company("Tiny")
    assert tiny.score is None
    assert set(tiny.management["gender"].values()) == {None}
    assert found.to_frame("pandas").set_index("company").loc["Tiny", "score"] is None or np.isnan(
        found.to_frame("pandas").set_index("company").loc["Tiny", "score"]
    )
    with pytest.raises(NothingToDrawError, match="Nothing of Tiny can be drawn"):
        found.figure("Tiny")
    answer = found.explain("evenness.gender", "Tiny")
    assert "withheld" in str(answer)
    assert answer.to_frame("pandas").people.isna().all()


def test_the_ranking_says_intervals_sets_and_chances(ranked: Ranked) -> None:
    frame = ranked.to_frame("pandas")
    assert (frame.rank_together_low <= frame.rank_alone_low).all()
    assert (frame.rank_alone_high <= frame.rank_together_high).all()
    assert frame.top_3.sum() == pytest.approx(3.0, abs=0.02)
    assert (frame.choices_low <= frame.choices_median).all()
    assert ranked.best(1) == frame[frame.rank_together_low == 1].company.tolist()
    assert ranked.best(6) == frame.company.tolist()


def test_sensitivity_is_one_object_one_table_and_one_figure(ranked: Ranked) -> None:
    sensitivity = ranked.sensitivity
    assert sensitivity is not None
    table = sensitivity.to_frame("pandas")
    assert table.section.value_counts().to_dict() == {"company": 6, "all": 1, "choice": 4, "left_out": 2}
    figure = sensitivity.figure()
    assert [(trace.mode, trace.meta["tone"]) for trace in figure.data] == [
        ("lines", "accent"), ("markers", "accent"), ("lines", "ink"), ("markers", "ink")
    ]  # fmt: skip
    ranges = [x for x in figure.data[2].x if x is not None]
    expected = table[table.section == "company"][["low", "high"]].to_numpy().ravel().tolist()
    assert ranges == expected


def test_with_one_criterion_there_is_nothing_to_choose(tmp_path: Path) -> None:
    read = rating.read_headcounts(canonical_file(tmp_path / "city.csv", city_rows()))
    ranking = rating.rank(rating.rate(read, ANCESTOR))
    assert ranking.sensitivity is None
    frame = ranking.to_frame("pandas")
    assert frame.choices_low.isna().all()
    assert len(frame) == 6


def test_too_few_companies_have_no_ranking(tmp_path: Path) -> None:
    read = rating.read_headcounts(canonical_file(tmp_path / "city.csv", city_rows(3)))
    ranking = rating.rank(rating.rate(read, ANCESTOR))
    assert len(ranking.to_frame("pandas")) == 0
    assert ranking.best(1) == []
    with pytest.raises(NothingToDrawError, match="the ranking"):
        ranking.figure()


def test_an_answer_has_inputs_weight_formula_and_what_one_more_point_needs(filed: Rated) -> None:
    name = filed.period.ratings[0].company
    answer = filed.explain("evenness.gender", name)
    text = str(answer)
    for part in ("management: Women", "As counted: (1 − ", "Weight in the score: 50.0%", "One more point"):
        assert part in text
    own = answer.found
    assert own is not None
    inputs = answer.to_frame("pandas")
    assert dict(zip(inputs.group, inputs.people, strict=True)) == own.people[0].groups  # type: ignore[union-attr]
    assert len(filed.explain("score", name).to_frame("pandas")) == 0


def test_the_rule_alone_is_told_without_a_company(ranked: Ranked) -> None:
    assert "0 gives 0 and 1 gives 100" in str(ranked.explain("evenness.origin"))
    assert "weighted arithmetic mean of Diversity in management (weight 100)" in str(ranked.explain("score"))
    assert "the mean of Evenness" in str(ranked.explain("management"))


def test_unknown_names_are_told_with_what_is_known(filed: Rated) -> None:
    with pytest.raises(UnknownNameError, match=r"no number called 'luck'.*score, management, evenness"):
        filed.explain("luck")
    with pytest.raises(UnknownNameError, match=r"no company called 'Nobody'.*Acme"):
        filed.explain("score", "Nobody")
    with pytest.raises(UnknownNameError, match="no framework called"):
        rating.rate(headcount({"gender": [[[1, 2], [3, 4]]]}), "magic")
    with pytest.raises(CannotRateError, match="nothing is counted about origin"):
        rating.rate(headcount({"gender": [[[1, 2], [30, 40]]]}), ANCESTOR, criteria=["origin"])


def test_figures_have_colours_and_are_those_of_the_document(ranked: Ranked) -> None:
    ranks = ranked.figure()
    assert ranks.data[0].line.color == ranks.data[1].marker.color == "#0072B2"
    assert all(shape.fillcolor for shape in ranks.layout.shapes)
    scores = ranked.ratings.figure()
    assert list(scores.data[1].x) == [
        rating.score.value for rating in ranked.ratings.period.ratings if rating.score
    ]
    pillars = ranked.ratings.figure(ranked.ratings.period.ratings[0].company)
    assert len(pillars.data[0].x) >= 3


def test_what_cannot_be_rated_is_told_with_the_way_out() -> None:
    with pytest.raises(ValueError, match="100 to 20,000 draws"):
        rating.rate(headcount({"gender": [[[1, 2], [3, 4]]]}), ANCESTOR, draws=1)
    with pytest.raises(TypeError, match="from a file or a data frame, not from a list"):
        rating.rate([1, 2], ANCESTOR)
    with pytest.raises(TypeError, match="at least one file or data frame"):
        rating.read_headcounts()
    with pytest.raises(TypeError, match="Ranked are ratings, the result of `rate`, not a Headcount"):
        rating.rank(headcount({"gender": [[[1, 2], [3, 4]]]}))  # type: ignore[arg-type]


def test_a_criterion_that_a_pillar_does_not_have_is_no_number(tmp_path: Path) -> None:
    counts = {"gender": {"women": 30, "men": 40}, "seniority": {"under_2": 20, "2_4": 25, "5_9": 25}}
    rows = [
        row
        for place in range(6)
        for level in ("staff", "executive")
        for row in canonical_rows(f"Company {place}", level=level, counts=counts)
    ]
    found = rating.rate(
        rating.read_headcounts(canonical_file(tmp_path / "city.csv", rows)), "diversity-advantage-2026"
    )
    with pytest.raises(UnknownNameError, match=r"no number called 'parity_with_catchment\.seniority'"):
        found.explain("parity_with_catchment.seniority", "Company 0")


def test_a_frame_is_rated_at_once() -> None:
    frame = pd.DataFrame(city_rows(), columns=list(CANONICAL)).astype({"count": "Int64"})
    assert rating.rate(frame, ANCESTOR, criteria="gender").period.ranked == 6
