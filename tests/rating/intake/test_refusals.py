"""Faulty headcounts are refused with the place and the way out, all faults of a file at once."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.errors import InputRefusedError
from rating.intake import filings, load_profile, read_headcounts
from tests.builders import CANONICAL, canonical_file, canonical_rows

SAMPLES = Path(__file__).parents[2] / "reference" / "profiles"


def refusal(path: Path, profile: str, **options: str) -> list[str]:
    with pytest.raises(InputRefusedError) as refused:
        read_headcounts([path], load_profile(profile), **options)
    return [str(fault) for fault in refused.value.faults]


def changed(name: str, old: str, new: str, tmp_path: Path) -> Path:
    text = (SAMPLES / f"{name}.csv").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"{name}.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


CASES = [
    ("canonical", "level,", "lvl,", r"header: the column 'level' is missing\. Is it 'lvl'\?"),
    ("canonical", "count\n", "count,mood\n", r"column 9: the column 'mood' is not known"),
    ("canonical", "women,30", "women,-30", r"row 2, column count: '-30' is negative"),
    ("canonical", "women,30", "women,3.5", r"row 2, column count: '3\.5' is not a whole number"),
    ("canonical", "women,30", "women,many", r"row 2, column count: 'many' is not a number"),
    ("canonical", "staff,gender,women,30", "stuff,gender,women,30",
     r"'stuff' is not known\. Did you mean 'staff'"),
    ("canonical", "gender,women,30", "gender,womne,30",
     r"'womne' of 'gender' is not known\. Did you mean 'women'"),
    ("canonical", "gender,women,30", "gendre,women,30", r"'gendre' is not known\. Did you mean 'gender'"),
    ("canonical", "gender,men,50", "gender,women,50", r"row 3: .* second row for the cell that row 2 states"),
    ("canonical", "gender,total,13", "gender,total,14", r"states a total of 14 .* add up to 13"),
    ("canonical", "gender,men,50", "gender,men,51", r"disagree on how many people .* gender 81, origin 80"),
    ("canonical", "headcount,total,9", "headcount,total,6", r"counts 7 people by gender .* and 6 in total"),
    ("canonical", "headcount,total,9", "headcount,women,9", r"'women' is no group of 'headcount'"),
    ("canonical", "Sample Works,R1,2026,hv,board,gender,men", "Sample Works,,2026,hv,board,gender,men",
     r"has no number here and the number R1"),
    ("canonical", "Sample Works,R1,2026", ",R1,2026", r"row 2, column company: the entry is empty"),
    ("eeo1", "Sample One,2016,Overall_totals,,Totals,48", "Sample One,2016,Overall_totals,,Totals,49",
     r"states a total of 49 \(all levels, all of Gender, all of Origin"),
    ("eeo1", "female,Executives,3", "female,Executives,4", r"add up to"),
    ("eeo1", "race", "ethnicity", r"the column 'race' is missing"),
    ("uk-gpg", "75.5,24.5", "75.5,34.5", r"column FemaleTopQuartile: .* add up to 110\.0, not 100"),
    ("uk-gpg", "75.5,24.5", "-1,101", r"outside 0 to 100"),
    ("uk-gpg", "250 to 499", "around 300", r"column EmployerSize: the size 'around 300' is not known"),
    ("uk-gpg", "FemaleTopQuartile", "FemaleTop", r"the column 'FemaleTopQuartile' is missing"),
    ("uk-gpg", "SicCodes", "Mood", r"the column 'Mood' is not known"),
    ("leeds", ",10,20,,30,", ",10,25,,30,", r"column gender_total: .* states a total of 30, .* add up to 35"),
    ("leeds", "2019,Sample Council", "2021-10,Sample Council", r"second row for 2021-10"),
]  # fmt: skip


@pytest.mark.parametrize(("profile", "old", "new", "complaint"), CASES)
def test_a_fault_is_told_with_its_place(
    profile: str, old: str, new: str, complaint: str, tmp_path: Path
) -> None:
    told = refusal(changed(profile, old, new, tmp_path), profile)
    assert any(re.search(complaint, line) for line in told), told
    assert all(line.startswith(f"{profile}.csv, ") for line in told)


def test_all_faults_of_a_file_are_told_at_once_and_the_rest_is_counted(tmp_path: Path) -> None:
    rows = [("Acme", "2026", "staff", "gender", "women", f"-{number}") for number in range(1, 31)]
    with pytest.raises(InputRefusedError) as refused:
        read_headcounts([canonical_file(tmp_path / "a.csv", rows)], load_profile("canonical"))
    assert (len(refused.value.faults), refused.value.more) == (20, 10)


def test_two_files_that_state_one_cell_are_refused(tmp_path: Path) -> None:
    rows = canonical_rows()
    paths = [canonical_file(tmp_path / name, rows) for name in ("a.csv", "b.csv")]
    with pytest.raises(InputRefusedError, match=r"b.csv, row 2: .* a.csv, row 2"):
        read_headcounts(paths, load_profile("canonical"))


def test_files_that_are_parts_or_periods_are_put_together(tmp_path: Path) -> None:
    first = canonical_file(tmp_path / "a.csv", canonical_rows(level="staff") + canonical_rows(period="2025"))
    second = canonical_file(tmp_path / "b.csv", canonical_rows())
    headcounts = read_headcounts([first, second], load_profile("canonical")).headcounts
    assert [headcount.period for headcount in headcounts] == ["2025", "2026"]
    assert headcounts[1].sizes.sum() == 60


def test_an_area_of_nothing_is_refused_with_the_areas_there_are() -> None:
    told = refusal(SAMPLES / "uk-gpg.csv", "uk-gpg", area="ZZ")
    assert "The areas with most companies: YO, LS." in told[0]
    told = refusal(SAMPLES / "eeo1.csv", "eeo1", area="LS")
    assert "states no areas" in told[0]


def test_an_area_keeps_its_companies_and_their_rejections() -> None:
    intake = read_headcounts([SAMPLES / "uk-gpg.csv"], load_profile("uk-gpg"), area="ls")
    names = [company.name for company in intake.headcounts[0].companies]
    assert names == ["SAMPLE MILLS LTD", "SAMPLE TRUST"]
    assert {entry.code for entry in intake.rejections} <= {"superseded"}


WORDS = st.sampled_from([
    "Acme", "2026", "staff", "executive", "board", "gender", "origin", "headcount", "women", "men", "total",
    "unknown", "native", "0", "3", "40", "-1", "1.5", "", "[c]", "é", "=1", '"', ",", "x" * 300,
])  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=6, max_size=6), min_size=1, max_size=8))
def test_any_canonical_table_is_a_cube_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = canonical_file(tmp_path_factory.mktemp("fuzz") / "a.csv", rows)
    try:
        for headcount in read_headcounts([path], load_profile("canonical")).headcounts:
            for cube in headcount.cubes.values():
                people = cube.counts.sum(axis=2) + cube.unobserved
                known = people[people == people]  # noqa: PLR0124 - NaN is not itself
                assert (known >= 0).all()
    except InputRefusedError as refused:
        assert all(fault.file == "a.csv" and fault.message and fault.remedy for fault in refused.faults)


@given(st.sampled_from(["eeo1", "uk-gpg", "leeds", "canonical"]), st.data())
def test_a_sample_with_one_cell_changed_is_a_cube_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    lines = (SAMPLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    line = data.draw(st.integers(0, len(lines) - 1))
    cells = lines[line].split(",")
    cells[data.draw(st.integers(0, len(cells) - 1))] = data.draw(WORDS)
    lines[line] = ",".join(cells)
    path = tmp_path_factory.mktemp("fuzz") / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        read_headcounts([path], load_profile(name))
    except InputRefusedError as refused:
        assert all(fault.file == "a.csv" and fault.message and fault.remedy for fault in refused.faults)


def test_the_header_of_the_builder_is_the_canonical_one() -> None:
    assert set(CANONICAL) <= set(
        (SAMPLES / "canonical.csv").read_text(encoding="utf-8").split("\n")[0].split(",")
    )


def test_one_number_with_two_names_is_refused(tmp_path: Path) -> None:
    header = ("company", "company_number", "period", "level", "attribute", "group", "count")
    rows = [(name, "1", "2026", level, "gender", "women", 20)
            for name, level in (("Alpha", "staff"), ("Omega", "board"))]  # fmt: skip
    told = refusal(canonical_file(tmp_path / "a.csv", rows, header), "canonical")
    assert told[0].startswith("a.csv, row 3, column company: the number 1 belongs to 'Alpha' in row 2")


@pytest.mark.parametrize("total", [None, 40])
def test_a_level_that_is_suppressed_throughout_is_not_empty(total: int | None, tmp_path: Path) -> None:
    counts = {"gender": {"women": "*", "men": "*"} | ({"total": total} if total else {})}
    rows = canonical_rows(level="staff") + canonical_rows(counts=counts)
    intake = read_headcounts([canonical_file(tmp_path / "a.csv", rows)], load_profile("canonical"))
    size = intake.headcounts[0].sizes[0, 4]
    assert size == total if total else np.isnan(size)
    assert np.isnan(intake.headcounts[0].cubes["gender"].counts[0, 4, :2]).all()


def test_an_omitted_group_is_listed_and_not_taken_for_zero(tmp_path: Path) -> None:
    path = canonical_file(tmp_path / "a.csv", canonical_rows(counts={"gender": {"women": 12}}))
    intake = read_headcounts([path], load_profile("canonical"))
    assert [(r.row, r.value, r.code) for r in intake.rejections] == [(2, "men", "missing_entry")]
    assert np.isnan(intake.headcounts[0].cubes["gender"].counts[0, 4, 1])


def test_a_suppressed_number_of_unknown_people_leaves_nothing_known_about_the_level(tmp_path: Path) -> None:
    counts = {"gender": {"women": 12, "men": 18, "unknown": "[c]"}}
    path = canonical_file(tmp_path / "a.csv", canonical_rows(counts=counts))
    intake = read_headcounts([path], load_profile("canonical"))
    assert np.isnan(intake.headcounts[0].cubes["gender"].counts[0, 4]).all()
    assert [entry.code for entry in intake.rejections] == ["suppressed"]


def test_a_level_left_empty_throughout_is_taken_as_not_there_and_said(tmp_path: Path) -> None:
    empty = canonical_rows(level="board", counts={"gender": {"women": "", "men": ""}})
    intake = read_headcounts(
        [canonical_file(tmp_path / "a.csv", canonical_rows() + empty)], load_profile("canonical")
    )
    assert intake.headcounts[0].sizes[0].tolist() == [0, 0, 0, 0, 30, 0]
    assert intake.rejections == ()
    assert intake.notes[0].endswith("does not have: Acme (Board).")


@pytest.mark.parametrize(
    ("name", "period"),
    [("UK Gender Pay Gap Data - 2021 to 2022.csv", "2021_22"), ("pay-2019-20.csv", "2019_20")],
)
def test_a_period_that_is_no_column_is_read_from_the_name_of_the_file(
    name: str, period: str, tmp_path: Path
) -> None:
    lines = (SAMPLES / "uk-gpg.csv").read_text(encoding="utf-8").splitlines()
    path = tmp_path / name
    path.write_text("\n".join(line.split(",", 1)[1] for line in lines), encoding="utf-8")
    assert read_headcounts([path], load_profile("uk-gpg")).headcounts[0].period == period
    anonymous = path.rename(tmp_path / "pay.csv")
    assert "the column 'ReportingYear' is missing" in refusal(anonymous, "uk-gpg")[0]


def test_more_companies_than_can_be_rated_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filings, "MOST_FILINGS", 3)
    rows = [row for name in "ABCD" for row in canonical_rows(name)]
    told = refusal(canonical_file(tmp_path / "a.csv", rows), "canonical")
    assert told[0].startswith("a.csv: there are more than 3 companies and periods. Rate them in parts")
    told = refusal(SAMPLES / "uk-gpg.csv", "uk-gpg")
    assert "more than 3" in told[0]
