"""The demo city is synthetic and says so; the template can be filled in and rated."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

from diversity_platform.cli.city import NOTICE, YEARS, build_city
from diversity_platform.cli.main import main
from tests.builders import read_csv

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "out"
    result = CliRunner().invoke(main, ["demo", "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert NOTICE in result.output
    return out


def test_the_demo_rates_thirty_companies_over_three_years(demo: Path) -> None:
    rows = read_csv(demo / "ratings.csv")
    assert Counter(row["period"] for row in rows) == {str(year): 30 for year in YEARS}
    assert {row["framework"] for row in rows} == {"management-diversity-2016"}
    ranked = Counter(row["period"] for row in rows if row["status"] == "ranked")
    assert all(ranked[str(year)] >= 25 for year in YEARS)
    assert {row["reason_code"] for row in rows} == {"", "withheld", "leaders_withheld"}


def test_every_page_of_the_demo_says_that_it_is_synthetic(demo: Path) -> None:
    pages = list(demo.rglob("*.html"))
    assert len(pages) == 3 + 2 + 30
    assert all(NOTICE in page.read_text(encoding="utf-8") for page in pages)


def test_the_demo_makes_no_claim_about_results(demo: Path) -> None:
    assert "too few" in (demo / "index.html").read_text(encoding="utf-8")


def test_the_demo_runs_twice_into_the_same_folder(demo: Path) -> None:
    before = (demo / "ratings.csv").read_bytes()
    assert CliRunner().invoke(main, ["demo", "--out", str(demo)]).exit_code == 0
    assert (demo / "ratings.csv").read_bytes() == before


def test_the_city_is_the_same_for_the_same_seed() -> None:
    assert build_city(7) == build_city(7)
    assert build_city(7) != build_city(8)


def test_a_filled_in_template_is_rated(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    made = CliRunner().invoke(
        main, ["template", "headcount", "--out", str(path), "--company", "Acme", "--period", "2026"]
    )
    assert made.exit_code == 0, made.output
    book = openpyxl.load_workbook(path)
    sheet = book["headcounts"]
    header = [cell.value for cell in sheet[1]]
    at = {name: header.index(name) + 1 for name in header}
    for row in range(2, sheet.max_row + 1):
        level, group = sheet.cell(row, at["level"]).value, sheet.cell(row, at["group"]).value
        if level in {"staff", "executive"} and group != "unknown":
            first = group in {"women", "native", "under_25", "under_2"}
            sheet.cell(row, at["count"]).value = 40 if first else 0
    book.save(path)
    out = tmp_path / "out"
    rated = CliRunner().invoke(
        main,
        ["rate", str(path), "--profile", "canonical", "--framework", "management-diversity-2016",
         "--no-report", "--out", str(out)],
    )  # fmt: skip
    assert rated.exit_code == 0, rated.output
    (row,) = read_csv(out / "ratings.csv")
    assert (row["company"], row["status"], row["n_leaders"], row["framework"]) == (
        "Acme", "rated", "40", "management-diversity-2016"
    )  # fmt: skip
    assert "First-line managers" in rated.output  # levels left empty are told


def test_a_template_is_not_written_over_anything(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_text("mine", encoding="utf-8")
    result = CliRunner().invoke(main, ["template", "headcount", "--out", str(path)])
    assert (result.exit_code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "not overwritten" in result.stderr
    result = CliRunner().invoke(main, ["template", "headcount", "--out", str(tmp_path / "t.csv")])
    assert (result.exit_code, "must end in .xlsx" in result.stderr) == (2, True)


def test_help_names_the_commands_and_an_unknown_one_is_refused() -> None:
    shown = CliRunner().invoke(main, ["--help"])
    assert shown.exit_code == 0
    assert all(name in shown.output for name in ("rate", "demo", "template"))
    assert CliRunner().invoke(main, ["rank"]).exit_code == 2
