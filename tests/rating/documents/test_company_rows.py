"""A company's figures as rows: every number of its JSON, none besides, and each says what it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from rating.documents.company_rows import COMPANY_COLUMNS, company_rows
from rating.run import rate_files
from tests.builders import canonical_file, canonical_rows, city_rows, eeo1_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.documents.rows import Cell
    from rating.documents.schema import CompanyRating

POPULATION = ("attribute", "group", "count")


@pytest.fixture(scope="module")
def ratings(tmp_path_factory: pytest.TempPathFactory) -> list[CompanyRating]:
    """Rate companies that say everything, some whose figures are withheld, and one that is only listed."""
    folder = tmp_path_factory.mktemp("rows")
    benchmark = canonical_file(
        folder / "city.csv", [("gender", "women", 50), ("gender", "men", 51)], POPULATION
    )
    own = [
        *city_rows(leaders=21),
        *canonical_rows("Tiny", counts={"gender": {"women": 1, "men": 2}}),
        *canonical_rows("Tiny", level="staff", counts={"gender": {"women": 15, "men": 16}}),
    ]
    files = {"eeo1": eeo1_file(folder / "eeo1.csv"), "canonical": canonical_file(folder / "own.csv", own)}
    return [
        rating
        for profile, file in files.items()
        for rating in rate_files(
            [file],
            profile=profile,
            framework="management-diversity-2016",
            benchmark=benchmark,
            draws=100,
        )
        .document.periods[0]
        .ratings
    ]


def numbers(part: object) -> Iterator[float]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from numbers(inner)
    elif isinstance(part, (int, float)) and not isinstance(part, bool):
        yield part


def rows(rating: CompanyRating) -> list[dict[str, Cell]]:
    return [dict(zip(COMPANY_COLUMNS, row, strict=True)) for row in company_rows(rating)]


def test_the_columns_are_these_and_stay() -> None:
    assert COMPANY_COLUMNS == (
        "section", "code", "attribute", "level", "group", "value", "low", "high", "text"
    )  # fmt: skip


def test_every_number_of_the_json_is_in_the_rows_and_no_other(ratings: list[CompanyRating]) -> None:
    assert {rating.status for rating in ratings} == {"ranked", "listed"}
    for rating in ratings:
        found = Counter(
            cell for row in rows(rating) for name in ("value", "low", "high") for cell in numbers(row[name])
        )
        assert found == Counter(numbers(rating.model_dump(mode="json"))), rating.company
    kinds = {str(row["section"]) for rating in ratings for row in rows(rating) if row["value"] is not None}
    assert kinds == {
        "rank_under_choices", "top", "ranked_companies", "not_separable", "score",
        "as_counted", "leaders", "component_process", "component_counted", "measured_people",
        "measured_unknown", "term_squares", "term_largest", "measured", "measured_points", "weight",
        "worth", "one_more_people", "one_more_replaced", "one_more_reached", "mean_points", "mean_weight",
        "rise", "rise_people", "rise_replaced", "rise_reached", "parity", "management", "people",
        "headcount", "unknown", "share", "share_of_population", "segregation_people", "mutual_information",
        "theil_h",
    }  # fmt: skip


def test_the_sections_stand_in_the_order_of_the_page(ratings: list[CompanyRating]) -> None:
    order = [
        "status", "reason", "rank", "ranked_companies", "band", "not_separable", "score", "as_counted",
        "leaders", "component_process", "measured_people", "mean_points", "parity", "management", "people",
        "share", "segregation_people",
    ]  # fmt: skip
    for rating in ratings:
        firsts = list(dict.fromkeys(row["section"] for row in rows(rating)))
        found = [section for section in firsts if section in order]
        assert found == [section for section in order if section in found]


def test_no_two_rows_are_about_the_same(ratings: list[CompanyRating]) -> None:
    for rating in ratings:
        about = [(*(row[name] for name in COMPANY_COLUMNS[:5]), row["text"]) for row in rows(rating)]
        assert [row for row, times in Counter(about).items() if times > 1] == []


def test_a_row_says_what_its_figure_is_about(ratings: list[CompanyRating]) -> None:
    rating = next(rating for rating in ratings if rating.company == "Acme")
    found = rows(rating)
    assert rating.rank is not None
    assert rating.band is not None
    assert rating.score is not None
    texts = {row["section"]: row["text"] for row in found if row["text"] is not None}
    assert (texts["status"], texts["band"]) == ("ranked", rating.band.text)
    (rank,) = [row for row in found if row["section"] == "rank"]
    assert (rank["value"], rank["low"], rank["high"]) == (None, rating.rank.low, rating.rank.high)
    (score,) = [row for row in found if row["section"] == "score"]
    assert (score["value"], score["low"], score["high"]) == (
        rating.score.value,
        rating.score.low,
        rating.score.high,
    )
    level = rating.levels[-1]
    cells = {
        row["group"]: row["value"]
        for row in found
        if (row["section"], row["attribute"], row["level"]) == ("headcount", "gender", level.level)
    }
    assert cells == level.groups["gender"]
    assert None not in cells.values()


def test_what_is_withheld_has_its_row_and_no_figure(ratings: list[CompanyRating]) -> None:
    tiny = next(rating for rating in ratings if rating.company == "Tiny")
    assert tiny.reason is not None
    found = rows(tiny)
    assert found[1] == dict.fromkeys(COMPANY_COLUMNS) | {
        "section": "reason",
        "code": tiny.reason.code,
        "text": tiny.reason.text,
    }
    assert tiny.reason.code == "leaders_withheld"
    withheld = [row for row in found if row["section"] == "headcount" and row["level"] == "executive"]
    assert [row["group"] for row in withheld] == ["women", "men", "non_binary"]
    assert [row["value"] for row in withheld] == [None, None, None]
