"""`rate` beside what was published before: one joiner is told by no two of its runs or periods."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from rating.disclosure.audit import audit
from rating.intake.publications import read_publication
from tests.builders import canonical_file, canonical_rows, city_rows, eeo1_file, read_csv
from tests.diversity_platform.cli.rate_command import rate

if TYPE_CHECKING:
    from pathlib import Path


def a_year_later(joined: int | None = None, left: int | None = None) -> list[tuple[object, ...]]:
    """Build the city a year later: the first company has one more woman among its executives."""
    rows = [
        (*row[:-1], int(str(row[-1])) + 1) if row[0] == "Company 0" and row[2:5] == NOTED else row
        for row in city_rows(period="2027")
    ]
    told = {group: count for group, count in (("joined", joined), ("left", left)) if count is not None}
    moved = {"movement": told}
    return [*rows, *(canonical_rows("Company 0", period="2027", level="all", counts=moved) if told else ())]


NOTED = ("executive", "gender", "women")


def of_first(folder: Path, period: str) -> dict[str, Any]:
    """Return the rating of the company whose counts changed."""
    document = json.loads((folder / "ratings.json").read_text(encoding="utf-8"))
    (found,) = [own for own in document["periods"] if own["period"] == period]
    (rating,) = [own for own in found["ratings"] if own["company"] == "Company 0"]
    return dict(rating)


def leaders(folder: Path, period: str) -> float:
    return float(of_first(folder, period)["leaders"])


def test_periods_of_one_run_regard_each_other(tmp_path: Path) -> None:
    both = canonical_file(tmp_path / "both.csv", [*city_rows(), *a_year_later()])
    result = rate(both, out=tmp_path / "out")
    assert result.exit_code == 0
    assert leaders(tmp_path / "out", "2027") == leaders(tmp_path / "out", "2026") == 40
    assert of_first(tmp_path / "out", "2027")["figures_of"] == "2026"
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert [row["company"] for row in rows if row["figures_of"]] == ["Company 0"]
    (kept,) = [row for row in read_csv(tmp_path / "out" / "rejected.csv") if row["code"].startswith("kept_")]
    assert (kept["code"], kept["value"]) == ("kept_few_moved", "2026")
    page = (tmp_path / "out" / "report" / "companies" / "company-0.html").read_text(encoding="utf-8")
    assert "Shown are the figures of 2026" in page


def test_the_merge_that_would_cure_it_is_told_to_the_sender(tmp_path: Path) -> None:
    """A middle manager became an executive: together with the level between, both are as they were."""
    rows = []
    for period, promoted in (("2026", 0), ("2027", 1)):
        for level, women in (("staff", 60), ("middle_manager", 30 - promoted), ("executive", 20 + promoted)):
            counts = {"gender": {"women": women, "men": 40}}
            rows += canonical_rows("Acme", period=period, level=level, counts=counts)
    both = canonical_file(tmp_path / "both.csv", rows)
    assert rate(both, out=tmp_path / "out", more=("--no-report",)).exit_code == 0
    (kept,) = [row for row in read_csv(tmp_path / "out" / "rejected.csv") if row["code"].startswith("kept_")]
    cure = "level: middle_manager + senior_manager + executive"
    assert kept["message"].endswith(f"Published together, these would do: {cure}.")


def test_a_later_run_regards_what_an_earlier_one_released(tmp_path: Path) -> None:
    first = canonical_file(tmp_path / "first.csv", city_rows())
    second = canonical_file(tmp_path / "second.csv", a_year_later())
    assert rate(first, out=tmp_path / "one").exit_code == 0
    earlier = tmp_path / "one" / "released" / "2026.json"
    assert rate(second, out=tmp_path / "two", more=("--earlier", earlier)).exit_code == 0
    assert leaders(tmp_path / "two", "2027") == 40
    # nobody had been told of the year before
    assert rate(second, out=tmp_path / "alone").exit_code == 0
    assert leaders(tmp_path / "alone", "2027") == 41


@pytest.mark.parametrize(
    ("joined", "left", "shown"), [(12, 11, 41), (1, 0, 40), (12, None, 40), (4, 30, 40), (None, None, 40)]
)
def test_figures_move_where_enough_people_joined_and_left(
    tmp_path: Path, joined: int | None, left: int | None, shown: int
) -> None:
    both = canonical_file(tmp_path / "both.csv", [*city_rows(), *a_year_later(joined, left)])
    assert rate(both, out=tmp_path / "out", more=("--no-report",)).exit_code == 0
    assert leaders(tmp_path / "out", "2027") == shown


def test_who_joined_and_left_stands_in_nothing_that_is_written(tmp_path: Path) -> None:
    both = canonical_file(tmp_path / "both.csv", [*city_rows(), *a_year_later(77, 76)])
    assert rate(both, out=tmp_path / "out").exit_code == 0
    document = json.loads((tmp_path / "out" / "released" / "2027.json").read_text(encoding="utf-8"))
    assert (document["population"]["joiners"], document["population"]["leavers"]) == (None, None)
    text = (tmp_path / "out" / "ratings.json").read_text(encoding="utf-8")
    assert "movement" not in text
    assert "joined" not in text


def test_what_is_released_with_ratings_keeps_its_promises(tmp_path: Path) -> None:
    small = canonical_rows("Tiny", counts={"gender": {"women": 3, "men": 28}})
    small += canonical_rows("Tiny", level="staff", counts={"gender": {"women": 33, "men": 48}})
    both = canonical_file(tmp_path / "both.csv", [*city_rows(), *small])
    assert rate(both, out=tmp_path / "out", more=("--no-report",)).exit_code == 0
    released = read_publication(tmp_path / "out" / "released" / "2026.json")
    assert released.subtotals == {
        "management": ["first_line_manager", "middle_manager", "senior_manager", "executive", "board"]
    }
    findings = audit([released])
    assert findings
    assert all(finding.kept for finding in findings)


def test_a_correction_of_a_published_period_is_kept_back(tmp_path: Path) -> None:
    first = canonical_file(tmp_path / "first.csv", city_rows())
    rate(first, out=tmp_path / "one")
    again = [("2026" if cell == "2027" else cell for cell in row) for row in a_year_later(30, 29)]
    corrected = canonical_file(tmp_path / "again.csv", [tuple(row) for row in again])
    result = rate(
        corrected, out=tmp_path / "two", more=("--earlier", tmp_path / "one" / "released" / "2026.json")
    )
    assert result.exit_code == 0
    assert leaders(tmp_path / "two", "2026") == 40
    codes = {row["code"] for row in read_csv(tmp_path / "two" / "rejected.csv")}
    assert "kept_same_day" in codes


def test_a_period_before_a_published_one_is_refused_and_nothing_written(tmp_path: Path) -> None:
    rate(canonical_file(tmp_path / "late.csv", a_year_later()), out=tmp_path / "one")
    first = canonical_file(tmp_path / "first.csv", city_rows())
    later = tmp_path / "one" / "released" / "2027.json"
    result = rate(first, out=tmp_path / "two", more=("--earlier", later))
    assert result.exit_code == 2
    assert "Figures of 2027 are published already" in result.stderr
    assert not (tmp_path / "two").exists()


def test_public_filings_have_no_releases_and_regard_none(tmp_path: Path) -> None:
    filing = eeo1_file(tmp_path / "eeo1.csv")
    assert rate(filing, out=tmp_path / "out", profile="eeo1", more=("--no-report",)).exit_code == 0
    assert not (tmp_path / "out" / "released").exists()
    rate(canonical_file(tmp_path / "first.csv", city_rows()), out=tmp_path / "one")
    earlier = tmp_path / "one" / "released" / "2026.json"
    result = rate(filing, out=tmp_path / "two", profile="eeo1", more=("--earlier", earlier))
    assert result.exit_code == 2
    assert "public as filed" in result.stderr


def test_a_release_of_another_source_is_refused_in_words(tmp_path: Path) -> None:
    """It has levels that this one does not know, so that nothing could be held against it."""
    filing = eeo1_file(tmp_path / "eeo1.csv", ["Company 0"])
    rate(filing, out=tmp_path / "one", profile="eeo1", more=("--protect",))
    path = tmp_path / "one" / "released" / "2016.json"
    text = path.read_text(encoding="utf-8")
    keys = {table["fixed"]["company"] for table in json.loads(text)["tables"]}
    path.write_text(text.replace(f'"{keys.pop()}"', '"name:company 0"'), encoding="utf-8")
    first = canonical_file(tmp_path / "first.csv", city_rows())
    result = rate(first, out=tmp_path / "two", more=("--earlier", path))
    assert result.exit_code == 2
    assert "cannot stand beside the earlier releases" in result.stderr
