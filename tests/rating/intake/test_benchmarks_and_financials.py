"""Population data and financial years: read, mapped, joined by name, refused with a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from rating.errors import InputRefusedError, UnknownNameError
from rating.intake import load_profile
from rating.intake.benchmarks import read_benchmark
from rating.intake.financials import (
    financial_profile_names,
    load_financial_profile,
    read_financials,
)
from rating.intake.joining import joined

if TYPE_CHECKING:
    from pathlib import Path

AREA = {
    "name": "Sample City",
    "data": {
        "gender": {"female": 600, "male": 400, "total": 1000},
        "age": {"0-14": 500, "15-24": 100, "25-34": 100, "35-44": 100, "45-54": 50, "55-64": 50, "70+": 9},
    },
}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_census_area_becomes_shares_of_the_groups_it_knows(tmp_path: Path) -> None:
    path = write(tmp_path / "area.json", json.dumps(AREA))
    benchmark = read_benchmark(path, load_profile("leeds"))
    assert benchmark.name == "Sample City"
    np.testing.assert_array_equal(benchmark.shares["gender"], [0.6, 0.4, np.nan])
    np.testing.assert_array_equal(
        benchmark.shares["age"], [np.nan, 0.25, 0.25, 0.25, 0.125, 0.125, np.nan, np.nan]
    )


def test_a_table_becomes_shares(tmp_path: Path) -> None:
    text = "attribute;group;count\ngender;women;30\ngender;men;70\ngender;non_binary;0\n"
    benchmark = read_benchmark(write(tmp_path / "city.csv", text), load_profile("canonical"))
    assert benchmark.shares["gender"].tolist() == [0.3, 0.7, 0.0]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.json", "{", "no readable JSON"),
        ("a.json", "[]", "no object 'data'"),
        ("a.json", '{"data": {}}', "none of the attributes"),
        ("a.json", '{"data": {"gender": {"female": "many", "male": 1}}}', r"data.gender.female"),
        ("a.json", '{"data": {"gender": {"male": 1}}}', "a count of people is expected"),
        ("a.csv", "attribute,group,count\ngendre,women,3\n", "'gendre' is not known"),
        ("a.csv", "attribute,group,count\ngender,woman,3\n", "'woman' of 'gender' is not known"),
        ("a.csv", "attribute,group,count\ngender,women,3\ngender,women,4\n", "second row"),
        ("a.csv", "attribute,group,count\ngender,women,-3\n", "negative"),
        ("a.csv", "attribute,group,count\ngender,women,x\n", "not a number"),
        ("a.csv", "attribute,group\ngender,women\n", "'count' is missing"),
    ],
)
def test_a_faulty_benchmark_is_refused(name: str, text: str, complaint: str, tmp_path: Path) -> None:
    profile = "leeds" if name.endswith("json") else "canonical"
    with pytest.raises(InputRefusedError, match=complaint):
        read_benchmark(write(tmp_path / name, text), load_profile(profile))


def test_a_missing_benchmark_is_refused(tmp_path: Path) -> None:
    for name in ("none.json", "none.csv"):
        with pytest.raises(InputRefusedError, match="there is no such file"):
            read_benchmark(tmp_path / name, load_profile("leeds"))


LIST = (
    "rank,company,revenue ($ millions),profit ($ millions)\n"
    "1,Alphabet,100,20\n2,HP,50,5\n3,General Parts,10,N.A.\n4,Salesforce.com,20,-1\n"
)


def test_lists_are_joined_by_name_and_declared_aliases(tmp_path: Path) -> None:
    profile = load_financial_profile("fortune500")
    financials = read_financials([write(tmp_path / "fortune500-2018.csv", LIST)], profile)
    year = financials.year_after("2016")
    assert (year, financials.list_year(2017)) == (2017, 2018)
    names = ["Google", "HP Inc.", "ALPHABET", "General Parts", "Salesforce", "Uber"]
    joins = list(joined(names, financials, 2017))
    assert [one.margin for one in joins] == [0.2, 0.1, 0.2, None, -0.05, None]
    assert [one.by for one in joins] == ["alias", "name", "name", "name", "name", ""]
    assert [one.listed_as for one in joins] == [
        "Alphabet", "HP", "Alphabet", "General Parts", "Salesforce.com", "",
    ]  # fmt: skip


def test_names_that_two_companies_may_mean_are_not_joined(tmp_path: Path) -> None:
    text = LIST.replace("2,HP", "2,Liberty Group").replace("3,General Parts", "3,Liberty Systems")
    financials = read_financials([write(tmp_path / "f-2018.csv", text)], load_financial_profile("fortune500"))
    joins = joined(["Liberty", "Liberty Group", "Alphabet Inc.", "Alphabet Co.", "Inc."], financials, 2017)
    assert [one.listed_as for one in joins] == ["", "Liberty Group", "", "", ""]


def test_lists_of_several_years_stand_beside_each_other_and_none_is_given_twice(tmp_path: Path) -> None:
    profile = load_financial_profile("fortune500")
    paths = [write(tmp_path / f"list-{year}.csv", LIST) for year in (2017, 2018)]
    financials = read_financials(paths, profile)
    assert (sorted(financials.margins), financials.year_after("2016")) == ([2016, 2017], 2017)
    assert financials.files == {2016: "list-2017.csv", 2017: "list-2018.csv"}
    again = write(tmp_path / "again-2018.csv", LIST)
    with pytest.raises(InputRefusedError, match=r"list of 2018 is in list-2018.csv too"):
        read_financials([*paths, again], profile)


def test_of_several_years_the_one_after_the_headcount_is_taken(tmp_path: Path) -> None:
    text = "company,year,revenue,profit\nAcme,2025,10,1\nAcme,2026,10,2\nAcme,2027,10,3\n"
    financials = read_financials([write(tmp_path / "f.csv", text)], load_financial_profile("canonical"))
    assert [financials.year_after(period) for period in ("2024", "2025", "2026_27", "2030", "latest")] == [
        2025, 2026, 2027, 2027, None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("fortune500.csv", LIST, "do not state their year"),
        ("f-2018.csv", LIST.replace("2,HP", "2,alphabet"), "second row for 2017"),
        (
            "f-2018.csv",
            LIST.replace("100,20", "a lot,20"),
            r"row 2, column revenue .* 'a lot' is not a number",
        ),
        ("f-2018.csv", LIST.replace("1,Alphabet", "1,"), "not named"),
        ("f-2018.csv", LIST.replace("rank", "place"), "'place' is not known"),
    ],
)
def test_a_faulty_list_is_refused(name: str, text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match=complaint):
        read_financials([write(tmp_path / name, text)], load_financial_profile("fortune500"))


def test_a_year_that_is_none_is_refused(tmp_path: Path) -> None:
    text = "company,year,revenue,profit\nAcme,last,10,1\n"
    with pytest.raises(InputRefusedError, match="'last' is no year"):
        read_financials([write(tmp_path / "f.csv", text)], load_financial_profile("canonical"))


def test_unknown_financial_profiles_are_told_the_known_ones() -> None:
    assert financial_profile_names() == ("canonical", "fortune500")
    with pytest.raises(UnknownNameError, match="canonical, fortune500"):
        load_financial_profile("dax")


@pytest.mark.data
def test_fortune_500_lists_of_every_year_can_be_read(data: Path) -> None:
    profile = load_financial_profile("fortune500")
    for year in range(2010, 2020):
        path = data / "fortune500" / f"fortune500-{year}.csv"
        financials = read_financials([path], profile)
        assert list(financials.margins) == [year - 1]
        assert 490 <= len(financials.margins[year - 1]) <= 500
