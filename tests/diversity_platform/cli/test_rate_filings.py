"""The command `rate` over public filings."""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from tests.builders import read_csv
from tests.diversity_platform.cli.rate_command import ANCESTOR, rate, run


@pytest.mark.data
def test_eeo1_filings_beside_the_fortune_500(data: Path, tmp_path: Path) -> None:
    result = rate(
        data / "eeo1_reveal" / "Reveal_EEO1_for_2016.csv",
        out=tmp_path / "out",
        profile="eeo1",
        more=(
            "--performance", data / "fortune500" / "fortune500-2018.csv",
            "--performance-profile", "fortune500",
        ),
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "n = 14, too few: only |r| ≥ .69 would be detectable" in result.output
    assert "Results of 2017 from the Fortune 500 list of 2018, the year after the headcount." in result.output
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert Counter(row["status"] for row in rows) == {"ranked": 25}
    assert {row["framework"] for row in rows} == {f"{ANCESTOR}[gender,origin]"}
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "origin means race and ethnicity in the seven groups" in page
    assert '839 <span class="quiet">(22.2 %)</span>' in page


@pytest.mark.data
def test_every_list_is_joined_by_name_and_alias_and_that_of_the_year_after_is_used(
    data: Path, tmp_path: Path
) -> None:
    lists = [("--performance", data / "fortune500" / f"fortune500-{year}.csv") for year in range(2010, 2020)]
    result = rate(
        data / "eeo1_reveal" / "Reveal_EEO1_for_2016.csv",
        out=tmp_path / "out",
        profile="eeo1",
        more=(*chain.from_iterable(lists), "--performance-profile", "fortune500"),
    )
    assert result.exit_code == 0, result.output
    assert "n = 14, too few" in result.output
    assert "the Fortune 500 list of 2018, the year after the headcount." in result.output
    document = json.loads((tmp_path / "out" / "ratings.json").read_text(encoding="utf-8"))
    told = document["periods"][0]["performance"]
    found = {one["fiscal_year"] + 1: (one["by_name"], one["by_alias"]) for one in told["lists"]}
    assert found == {
        2010: (5, 0), 2011: (5, 0), 2012: (6, 0), 2013: (8, 0), 2014: (8, 0),
        2015: (9, 1), 2016: (10, 1), 2017: (12, 2), 2018: (12, 2), 2019: (13, 2),
    }  # fmt: skip
    assert told["refused"] is True
    rows = read_csv(tmp_path / "out" / "joined.csv")
    assert len(rows) == 25 * 10
    of_2017 = [row for row in rows if row["fiscal_year"] == "2017"]
    missing = [row["company"] for row in of_2017 if row["joined_by"] == "not found"]
    assert missing == told["not_found"]
    assert len(missing) == 25 - len(told["companies"])


@pytest.mark.data
def test_uk_filings_of_one_postcode_area(data: Path, tmp_path: Path) -> None:
    result = rate(
        data / "uk_gpg" / "uk_gpg_2021_22.csv.gz", out=tmp_path / "out", profile="uk-gpg",
        more=("--area", "LS"),
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    status = Counter(row["status"] for row in rows)
    assert status == {"ranked": 148, "listed": 16}
    document = json.loads((tmp_path / "out" / "ratings.json").read_text(encoding="utf-8"))
    assert document["periods"][0]["ratings"][0]["not_separable"]["companies"]
    assert "proxy" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


@pytest.mark.data
@pytest.mark.parametrize("framework", [ANCESTOR, "diversity-advantage-2026"])
def test_leeds_is_listed_with_parity_and_not_ranked(data: Path, tmp_path: Path, framework: str) -> None:
    leeds = data / "leeds_diversity"
    result = run(
        "rate", leeds / "combined.csv", "--profile", "leeds", "--framework", framework, "--benchmark",
        leeds / "areas" / "E08000035.json", "--out", tmp_path / "out",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    rows = read_csv(tmp_path / "out" / "ratings.csv")
    assert [row["company"] for row in rows] == sorted(row["company"] for row in rows)
    assert len(rows) == 8
    assert {(row["status"], row["score"], row["rank_low"]) for row in rows} == {("listed", "", "")}
    parity = {row["company"]: row["parity_gender"] for row in rows}
    women, men = 415_579, 396_374
    expected = 1 - abs(1890 / 2779 - women / (women + men))
    assert float(parity["Calderdale Council"]) == pytest.approx(expected, abs=0.0006)
    missing = {row["company"] for row in rows if row["parity_age"] == ""}
    assert missing == {"University of Leeds"}


def test_filings_of_a_public_form_that_are_not_public_can_be_protected(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "reference" / "profiles" / "eeo1.csv"
    for name, more in (("open", ()), ("closed", ("--protect",))):
        assert rate(sample, out=tmp_path / name, profile="eeo1", more=more).exit_code == 0
    opened, closed = (
        json.loads((tmp_path / name / "ratings.json").read_text(encoding="utf-8"))
        for name in ("open", "closed")
    )
    first = {name: doc["periods"][0]["ratings"][0] for name, doc in (("open", opened), ("closed", closed))}
    assert first["open"]["levels"][-1]["groups"]["gender"] == {"women": 3, "men": 6}
    assert first["closed"]["levels"][-1]["groups"]["gender"] == {"women": None, "men": None}
    assert closed["source"]["already_public"] is False
