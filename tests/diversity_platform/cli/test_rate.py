"""The command `rate`: what it writes, and what it keeps to itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import jsonschema

from rating.documents.rows import REJECTED_COLUMNS
from tests.builders import canonical_file, canonical_rows, city_rows, read_csv
from tests.diversity_platform.cli.rate_command import ANCESTOR, everything_in, rate

SCHEMA = Path(__file__).parents[3] / "docs" / "formats" / "ratings.schema.json"
FIRST_COLUMNS = [
    "company", "period", "score", "score_low", "score_high", "band", "rank_low", "rank_high", "n_leaders",
    "status", "reason",
]  # fmt: skip


def test_it_writes_tables_document_and_pages(city: Path, tmp_path: Path) -> None:
    result = rate(city, out=tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "ratings.csv", "ratings.json", "rejected.csv", "released", "index.html", "report"
    }  # fmt: skip
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert list(rows[0])[: len(FIRST_COLUMNS)] == FIRST_COLUMNS
    assert [row["status"] for row in rows] == ["ranked"] * 6
    assert {row["framework"] for row in rows} == {f"{ANCESTOR}[gender]"}
    assert f"Look at: {tmp_path / 'out' / 'index.html'}" in result.output


def test_without_a_report_it_writes_tables_only(city: Path, tmp_path: Path) -> None:
    assert rate(city, out=tmp_path / "out", more=("--no-report",)).exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "ratings.csv", "ratings.json", "rejected.csv", "released"
    }  # fmt: skip


def test_the_document_keeps_to_its_schema(city: Path, tmp_path: Path) -> None:
    rate(city, out=tmp_path / "out")
    document = json.loads((tmp_path / "out" / "ratings.json").read_text(encoding="utf-8"))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert document["schema"] == "ratings/1"


def test_table_document_and_pages_carry_the_same_numbers(city: Path, tmp_path: Path) -> None:
    rate(city, out=tmp_path / "out")
    out = tmp_path / "out"
    document = json.loads((out / "ratings.json").read_text(encoding="utf-8"))
    index = (out / "index.html").read_text(encoding="utf-8")
    ratings = document["periods"][0]["ratings"]
    for row, rating in zip(read_csv(out / "ratings.csv"), ratings, strict=True):
        assert row["company"] == rating["company"]
        assert [float(row[name]) for name in ("score", "score_low", "score_high")] == [
            rating["score"][end] for end in ("value", "low", "high")
        ]
        assert (int(row["rank_low"]), int(row["rank_high"])) == (
            rating["rank"]["low"],
            rating["rank"]["high"],
        )
        low, value, high = (f"{rating['score'][end]:.0f}" for end in ("low", "value", "high"))
        shown = f'{value} <span class="quiet">({low} to {high})</span>'
        page = (out / "report" / "companies" / f"{rating['page']}.html").read_text(encoding="utf-8")
        line = next(part for part in index.split("<tr>") if f">{rating['company']}</a>" in part)
        assert shown in line
        assert f"<dd>{value}<small>90 % interval {low} to {high}</small></dd>" in page


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_rows(city: Path, tmp_path: Path) -> None:
    header, *lines = city.read_text(encoding="utf-8").splitlines()
    rate(city, out=tmp_path / "one")
    city.write_text("\n".join([header, *lines[::-1]]), encoding="utf-8")
    rate(city, out=tmp_path / "two")
    one, two = everything_in(tmp_path / "one"), everything_in(tmp_path / "two")
    assert one["ratings.csv"] == two["ratings.csv"]
    rate(city, out=tmp_path / "three")
    assert everything_in(tmp_path / "three") == two


def test_several_periods_get_a_ranking_each(tmp_path: Path) -> None:
    files = [
        canonical_file(tmp_path / f"{year}.csv", city_rows(companies, period=year))
        for year, companies in (("2025", 5), ("2026", 6))
    ]
    assert rate(*files, out=tmp_path / "out").exit_code == 0
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert Counter((row["period"], row["ranked_companies"]) for row in rows) == {
        ("2025", "5"): 5, ("2026", "6"): 6
    }  # fmt: skip
    assert (tmp_path / "out" / "report" / "ranking-1.html").exists()


def test_json_says_what_was_done(city: Path, tmp_path: Path) -> None:
    result = rate(city, out=tmp_path / "out", more=("--json",))
    said = json.loads(result.stdout)
    assert said["periods"] == [
        {"period": "2026", "companies": 6, "rated": 6, "ranked": 6, "performance": None}
    ]
    assert (said["framework"], said["rejected"]) == (f"{ANCESTOR}[gender]", 0)


def test_what_a_rule_excludes_is_listed_and_exits_with_zero(tmp_path: Path) -> None:
    rows = city_rows() + canonical_rows("Tiny", counts={"gender": {"women": 1, "men": 2}})
    rows += canonical_rows("Shy", counts={"gender": {"women": "", "men": 30}})
    rows += canonical_rows("Slim", counts={"gender": {"women": 3, "men": 4}})
    rows += canonical_rows("Slim", level="staff", counts={"gender": {"women": 60, "men": 60}})
    result = rate(canonical_file(tmp_path / "city.csv", rows), out=tmp_path / "out")
    assert result.exit_code == 0, result.output
    rejected = read_csv(tmp_path / "out" / "rejected.csv")
    assert tuple(rejected[0]) == REJECTED_COLUMNS
    assert [(row["row"], row["column"], row["code"]) for row in rejected] == [
        ("28", "count", "suppressed"), ("30", "", "too_few_leaders"), ("26", "", "leaders_withheld")
    ]  # fmt: skip
    listed = {row["company"]: row for row in read_csv(tmp_path / "out" / "ratings.csv")}
    assert (listed["Slim"]["status"], listed["Slim"]["reason"]) == ("listed", "fewer than nine leaders")
    assert listed["Slim"]["n_leaders"] == "7"
    assert (listed["Tiny"]["status"], listed["Tiny"]["reason_code"]) == ("listed", "leaders_withheld")
    assert listed["Tiny"]["reason"] == "too few leaders for anything about them to be shown"
    assert listed["Tiny"]["n_leaders"] == ""  # one to four people are not counted in public
    assert listed["Shy"]["reason_code"] == "suppressed"
    assert listed["Shy"]["score"] == ""


def test_no_small_count_leaves_in_any_file(tmp_path: Path) -> None:
    """One woman among 31 leaders: her number is in no table, document, page, drawing or label."""
    rows = city_rows() + canonical_rows("Lonely", counts={"gender": {"women": 1, "men": 30}})
    rows += canonical_rows("Lonely", level="staff", counts={"gender": {"women": 60, "men": 60}})
    rate(canonical_file(tmp_path / "city.csv", rows), out=tmp_path / "out")
    document = json.loads((tmp_path / "out" / "ratings.json").read_text(encoding="utf-8"))
    (period,) = document["periods"]
    (lonely,) = [r for r in period["ratings"] if r["company"] == "Lonely"]
    assert (lonely["score"], lonely["score_withheld"], lonely["as_counted"]) == (None, True, None)
    withheld = {"women": None, "men": None, "non_binary": 0}  # nobody, among thirty and more, is shown
    assert lonely["management"]["gender"] == withheld
    levels = {level["level"]: level for level in lonely["levels"]}
    assert (levels["executive"]["people"], levels["executive"]["groups"]["gender"]) == (31, withheld)
    # the sum over staff and leaders is not shown, so that those of the staff give nobody away
    staff = {"women": 60, "men": 60, "non_binary": 0}
    assert (levels["staff"]["people"], levels["staff"]["groups"]["gender"]) == (120, staff)
    assert all(component["process"] is None for component in lonely["components"])
    # nor is she the difference between the city and its other companies
    pooled = {level["level"]: level["groups"]["gender"] for level in period["pooled"]}
    assert pooled["executive"] == withheld
    assert period["peers"] == []  # a prior fitted to few companies gives one away
    assert document["source"]["files"] == [{"name": "city.csv", "sha256": None}]  # so does a digest
    page = (tmp_path / "out" / "report" / "companies" / "lonely.html").read_text(encoding="utf-8")
    assert "3.2" not in page  # her share, in percent
    assert "96.8" not in page


def test_the_schema_in_the_documentation_is_the_one_in_force() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "rating.documents"], capture_output=True, text=True, check=True
    ).stdout
    assert SCHEMA.read_text(encoding="utf-8") == printed
