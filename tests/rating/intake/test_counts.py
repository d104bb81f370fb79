"""Counts for the disclosure gate: what is read, and what is refused with its place and the way out."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from rating.errors import Fault, InputRefusedError
from rating.intake.counts import read_counts
from rating.intake.faults import KEPT
from tests.builders import csv_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KEYS = ("company", "level", "attribute", "group")
HEADER = (*KEYS, "n")
NO_KEY = "is no key that tells units apart: there are company."
ROWS: list[tuple[object, ...]] = [
    ("A", "staff", "gender", "women", 60),
    ("A", "staff", "gender", "men", 70),
    ("A", "head", "gender", "women", 12),
    ("A", "head", "gender", "men", 20),
]


def file_of(folder: Path, rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
    path = folder / "counts.csv"
    path.write_text(csv_text(rows, header), encoding="utf-8")
    return path


def faults_of(
    path: Path, keys: Sequence[str] = KEYS, value: str = "n", parents: dict[str, str] | None = None
) -> tuple[Fault, ...]:
    """Return the faults for which a file is refused."""
    with pytest.raises(InputRefusedError) as caught:
        read_counts(path, keys, value, parents)
    return caught.value.faults


def test_base_cells_become_linked_tables(tmp_path: Path) -> None:
    tables = read_counts(file_of(tmp_path, ROWS), KEYS, "n")
    assert tables.keys == KEYS
    assert tables.values("gender").tolist() == [[[60, 70, 130], [12, 20, 32], [72, 90, 162]]]


def test_columns_that_are_not_named_are_not_read(tmp_path: Path) -> None:
    rows = [(*row, "remark", "= 3 people") for row in ROWS]
    with_remarks = file_of(tmp_path, [(*row[:-1], "three people") for row in rows], (*HEADER, "why", "note"))
    assert read_counts(with_remarks, KEYS, "n").counts["gender"].sum() == 162


def test_the_same_table_in_other_clothes_is_the_same(tmp_path: Path) -> None:
    expected = read_counts(file_of(tmp_path, ROWS), KEYS, "n").counts["gender"].tolist()
    text = csv_text(ROWS, HEADER)
    files = {
        "semicolons.csv": text.replace(",", ";").encode(),
        "bom.csv": text.encode("utf-8-sig"),
        "packed.csv.gz": gzip.compress(text.encode()),
        "spaces.csv": text.replace(",", " , ").encode(),
        "windows.csv": text.replace("\n", "\r\n").encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with xlsxwriter.Workbook(tmp_path / "counts.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADER, *ROWS)):
            sheet.write_row(number, 0, row)
    for name in (*files, "counts.xlsx"):
        assert read_counts(tmp_path / name, KEYS, "n").counts["gender"].tolist() == expected, name


def test_parents_make_a_hierarchy(tmp_path: Path) -> None:
    rows = [(site, *row) for site in ("north", "south") for row in ROWS]
    tables = read_counts(
        file_of(tmp_path, rows, ("site", *HEADER)), ("site", *KEYS), "n", {"site": "company"}
    )
    assert tables.units == (("A", "*"), ("A", "north"), ("A", "south"))


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("two", "'two' is not a number."),
        ("", "'' is not a number."),
        ("-2", "'-2' is negative."),
        ("2.5", "'2.5' is not a whole number."),
        ("1,234", "'1,234' could be read in two ways, with thousands or with decimals."),
        ("1000000000", "'1000000000' is larger than any workforce."),
    ],
)
def test_a_count_that_is_none_is_told_with_its_place_and_the_way_out(
    number: str, message: str, tmp_path: Path
) -> None:
    path = file_of(tmp_path, [*ROWS, ("A", "board", "gender", "women", number)])
    assert faults_of(path) == (
        Fault("counts.csv", "row 6, column n", message, "Write a whole number of people."),
    )


@pytest.mark.parametrize(("level", "message"), [("", "the key is empty."), ("*", "'*' stands for a total.")])
def test_a_key_that_is_none_is_told_with_its_place_and_the_way_out(
    level: str, message: str, tmp_path: Path
) -> None:
    remedy = "Give every base cell all its keys, and no totals: they are computed."
    path = file_of(tmp_path, [*ROWS, ("A", level, "gender", "women", 2)])
    assert faults_of(path) == (Fault("counts.csv", "row 6, column level", message, remedy),)


def test_a_cell_that_stands_twice_is_told_with_its_place_and_the_way_out(tmp_path: Path) -> None:
    path = file_of(tmp_path, [*ROWS, ("A", "head", "gender", "women", 12)])
    assert faults_of(path) == (
        Fault(
            "counts.csv",
            "row 6",
            "the cell A, head, gender, women stands twice.",
            "Give each base cell one row; add up rows that are about the same people.",
        ),
    )


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    rows = [*ROWS, ("A", "", "*", "women", 2), ("A", "board", "gender", "men", "x")]
    found = faults_of(file_of(tmp_path, rows))
    assert [fault.place for fault in found] == [
        "row 6, column level", "row 6, column attribute", "row 7, column n"
    ]  # fmt: skip


def test_of_very_many_faults_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    rows = [("A", f"level {number}", "gender", "women", "?") for number in range(50)]
    with pytest.raises(InputRefusedError) as caught:
        read_counts(file_of(tmp_path, rows), KEYS, "n")
    assert (len(caught.value.faults), caught.value.more) == (KEPT, 50 - KEPT)


def test_a_row_in_doubt_is_not_half_read(tmp_path: Path) -> None:
    """A cell whose number cannot be read is not there a second time when it comes again."""
    found = faults_of(
        file_of(tmp_path, [*ROWS, ("A", "b", "gender", "men", "?"), ("A", "b", "gender", "men", 3)])
    )
    assert [fault.place for fault in found] == ["row 6, column n"]


def test_attributes_that_count_different_people_are_refused(tmp_path: Path) -> None:
    rows = [*ROWS, ("A", "staff", "origin", "native", 130), ("A", "head", "origin", "native", 30)]
    assert faults_of(file_of(tmp_path, rows)) == (
        Fault(
            "counts.csv",
            "A, level head",
            "the attributes count different numbers of people: gender 32, origin 30.",
            "Let all attributes add up to the same people; add the group 'unknown' for the others.",
        ),
    )
    assert read_counts(file_of(tmp_path, [*rows, ("A", "head", "origin", "unknown", 2)]), KEYS, "n").groups[
        "origin"
    ] == ("native", "unknown")


def test_a_unit_of_a_hierarchy_that_lacks_an_attribute_is_refused(tmp_path: Path) -> None:
    rows = [("north", *row) for row in ROWS] + [("south", *row) for row in ROWS]
    rows += [("south", "A", "staff", "age", "old", 130), ("south", "A", "head", "age", "old", 32)]
    path = file_of(tmp_path, rows, ("site", *HEADER))
    assert faults_of(path, ("site", *KEYS), parents={"site": "company"}) == (
        Fault(
            "counts.csv",
            "A, north",
            "there are no rows of 'age', which other units of the hierarchy have.",
            "Add its people with the group 'unknown' of 'age'.",
        ),
    )
    # where nothing is summed over the units, they may differ
    assert read_counts(path, ("site", *KEYS), "n").stated["age"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("keys", "value", "parents", "message"),
    [
        ((*KEYS, "site"), "n", {}, "there is no column 'site'."),
        (KEYS, "people", {}, "there is no column 'people'."),
        (("company", "Level", "attribute", "group"), "n", {}, "there is no column 'Level'."),
        (KEYS, "group", {}, "'group' is a key and the count."),
        (("company", "level"), "n", {}, "The keys need 'group': company, level hold none."),
        ((), "n", {}, "The keys need 'group':  hold none."),
        ((*KEYS, "company"), "n", {}, "A key is named twice."),
        (KEYS, "n", {"level": "company"}, f"'level' of the parent level=company {NO_KEY}"),
        (KEYS, "n", {"company": "city"}, f"'city' of the parent company=city {NO_KEY}"),
    ],
)
def test_keys_that_do_not_fit_the_file_are_told(
    keys: tuple[str, ...], value: str, parents: dict[str, str], message: str, tmp_path: Path
) -> None:
    (fault,) = faults_of(file_of(tmp_path, ROWS), keys, value, parents)
    assert (fault.file, fault.place, fault.message) == ("counts.csv", "header", message)
    assert fault.remedy.startswith("Name ")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file."),
        (b"", "the file is empty."),
        (b"company,level,attribute,group,n\n", "the table has a header and no rows."),
        (
            b"company,company,attribute,group,n\nA,b,c,d,1\n",
            "the column 'company' stands twice in the header.",
        ),
        (b"company,level,attribute,group,n\nA,b,c,d\n", "the row has 4 cells, the header 5."),
        (b"company,level,attribute,group,n\nA,b,c,d,=1\n", "'=1' is a formula."),
        ("company,level,attribute,group,n\nA,b,c,é,1\n".encode("latin-1"), "the byte 0xe9 is not UTF-8."),
    ],
)
def test_what_is_no_table_is_refused(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    if content is not None:
        path.write_bytes(content)
    (fault,) = faults_of(path)
    assert (fault.file, fault.message) == ("counts.csv", message)
    assert fault.remedy
