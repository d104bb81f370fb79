"""Files to tables: every bad file is refused with its place and the way out, and nothing else is raised."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rating.errors import InputRefusedError
from rating.intake import tables
from rating.intake.numbers import NotANumberError, read_count, read_number
from rating.intake.tables import open_table


def workbook(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def bomb() -> bytes:
    return gzip.compress(b"company,count\n" + b"a,1\n" * 30_000_000, compresslevel=1)


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "only spaces": (b" \n \n", "the file is empty"),
    "header only": (b"company,count\n", "a header and no rows"),
    "wrong encoding": ("société,1\n".encode("latin-1"), "the byte 0xe9 is not UTF-8"),
    "control characters": (b"company,count\n\x00\x01,1\n", "control characters"),
    "half a utf-16": (b"\xff\xfec\x00o\x00m", "is not UTF-16"),
    "old excel": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old format"),
    "damaged gzip": (gzip.compress(b"company,count\na,1\n")[:-9], "gzip file is damaged"),
    "damaged workbook": (workbook(A1="company")[:300], "damaged"),
    "a zip that is no workbook": (b"", "no XLSX workbook"),
    "formula in a cell": (b"company,count\na,=1+1\n", "'=1+1' is a formula"),
    "formula in a workbook": (workbook(A1="company", B1="count", A2="a", B2="=1+1"), "holds a formula"),
    "row too short": (b"company,count\na\n", "has 1 cells, the header 2"),
    "row too long": (b"company,count\na,1,2\n", "has 3 cells, the header 2"),
    "open quotation mark": (b'company,count\n"a,1\nb,2\n', "cannot be read"),
    "column twice": (b"company,count,count\na,1,2\n", "'count' stands twice"),
    "column without a name": (b"company,,count\na,1,2\n", "a column has no name"),
}


def with_empty_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return stream.getvalue()


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_with_its_name_and_the_way_out(case: str, tmp_path: Path) -> None:
    content, complaint = REFUSED[case]
    path = tmp_path / "staff.csv"
    path.write_bytes(with_empty_zip() if "no workbook" in case else content)
    with pytest.raises(InputRefusedError) as refused:
        list(open_table(path).rows)
    fault = refused.value.faults[0]
    assert fault.file == "staff.csv"
    assert complaint in fault.message
    assert fault.remedy


def test_a_formula_is_told_by_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(REFUSED["formula in a workbook"][0])
    with pytest.raises(InputRefusedError, match="cell B2"):
        open_table(path)


def sheet_with(cells: str) -> bytes:
    """Return a workbook whose sheet holds these cells, written as XML by hand."""
    whole = workbook(A1="company", B1="count", A2="Acme", B2=3)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", f"{cells}</sheetData>".encode())
            new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        (
            "<row r='3'><c r='B3' t='e'><v>#REF!</v></c></row>",
            r"sheet Sheet, cell B3: the cell holds an error",
        ),
        ("<row r='3'><c r='B3'><v>2</v><f>1+1</f></c></row>", r"cell B3: the cell holds a formula"),
        ("<row r='3'><c><!-- x --><f>1+1</f><v>2</v></c></row>", r"the cell holds a formula"),
        ("<row r='9'><c r='XFD20000'><v>1</v></c></row>", r"cell XFD20000: the sheet reaches too far"),
        ("<row r='9'><c r='F99999999'><v>1</v></c></row>", r"the sheet reaches too far"),
    ],
)
def test_what_is_no_value_in_a_workbook_is_told_by_its_place(
    cells: str, complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "staff.xlsx"
    path.write_bytes(sheet_with(cells))
    with pytest.raises(InputRefusedError, match=complaint):
        open_table(path)


def test_formulas_on_another_sheet_do_no_harm(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "company", "Acme"
    book.create_sheet("notes")["A1"] = "=1+1"
    book.save(tmp_path / "staff.xlsx")
    assert list(open_table(tmp_path / "staff.xlsx").rows) == [(2, ["Acme"])]


def test_a_device_is_no_table() -> None:
    with pytest.raises(InputRefusedError, match="no regular file"):
        open_table(Path("/dev/zero"))


def test_missing_files_and_directories_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="there is no such file"):
        open_table(tmp_path / "none.csv")
    with pytest.raises(InputRefusedError, match="a directory"):
        open_table(tmp_path)


def test_large_tables_are_refused_with_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "staff.csv.gz"
    path.write_bytes(bomb())
    with pytest.raises(InputRefusedError, match=r"the limit is 100 MB"):
        open_table(path)
    plain = tmp_path / "staff.csv"
    plain.write_bytes(b"company,count\n" + b"a,1\n" * 100)
    monkeypatch.setattr(tables, "LARGEST_BYTES", 200)
    with pytest.raises(InputRefusedError, match="Split it"):
        open_table(plain)
    book = tmp_path / "staff.xlsx"
    book.write_bytes(workbook(A1="company"))
    monkeypatch.setattr(tables, "LARGEST_BYTES", book.stat().st_size + 10)
    with pytest.raises(InputRefusedError, match="unpacks to"):
        open_table(book)


ROWS = [(2, ["Acme", "12"]), (3, ["Bäcker", "7"])]


@pytest.mark.parametrize(
    "content",
    [
        b"company,count\nAcme,12\nB\xc3\xa4cker,7\n",
        b"\xef\xbb\xbfcompany,count\r\nAcme,12\r\nB\xc3\xa4cker,7\r\n",
        b"company;count\nAcme;12\nB\xc3\xa4cker;7\n",
        b"company\tcount\n Acme \t12\nB\xc3\xa4cker\t7\t\n",
        "company,count\nAcme,12\nBäcker,7\n".encode("utf-16"),
        gzip.compress(b"company,count\nAcme,12\nB\xc3\xa4cker,7\n"),
        workbook(A1="company", B1="count", A2="Acme", B2=12, A3="Bäcker", B3=7.0),
        workbook(A1="company", B1="count", A2="Acme", B2="12", A3="Bäcker", B3=7, C9=None),
    ],
    ids=["utf-8", "bom and crlf", "semicolon", "tab", "utf-16", "gzip", "xlsx", "xlsx with text"],
)
def test_the_same_table_in_any_dress(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "staff"
    path.write_bytes(content)
    table = open_table(path)
    assert table.header == ("company", "count")
    assert list(table.rows) == ROWS


def test_blank_rows_are_left_out_and_row_numbers_stay_true(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(b"\ncompany,count\n\nAcme,12\n,\nBob,7\n")
    assert [number for number, _ in open_table(path).rows] == [4, 6]


@given(st.binary(max_size=400))
def test_random_bytes_are_a_table_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "staff.csv"
    path.write_bytes(content)
    try:
        for number, cells in open_table(path).rows:
            assert number > 0
            assert all(isinstance(cell, str) for cell in cells)
    except InputRefusedError as refused:
        assert all(fault.file and fault.message and fault.remedy for fault in refused.faults)


WHOLE = workbook(A1="company", B1="count", A2="Acme", B2=3)


@given(st.integers(4, 10_000), st.binary(min_size=1, max_size=40))
def test_damaged_workbooks_are_a_table_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, place: int, noise: bytes
) -> None:
    whole, start = WHOLE, place % len(WHOLE)
    path = tmp_path_factory.mktemp("fuzz") / "staff.xlsx"
    path.write_bytes(whole[:start] + noise + whole[start + len(noise) :])
    try:
        list(open_table(path).rows)
    except InputRefusedError as refused:
        assert refused.faults[0].remedy


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("12", 12), ("12.0", 12), ("12,0", 12), ("+3", 3), ("٣", 3)]
)
def test_counts_that_can_be_read(text: str, value: int) -> None:
    assert read_count(text) == value


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("-1", "negative"), ("1.5", "not a whole number"), ("twelve", "not a number"), ("1,234", "two ways"),
        ("1 234", "two ways"), ("1e3", "not a number"), ("nan", "not a number"), ("inf", "not a number"),
        ("99999999999", "larger than any workforce"), ("1" * 400, "not a number"),
        ("1.234.567", "two ways"), ("1.234", "two ways"), ("30.000", "two ways"),
    ],
)  # fmt: skip
def test_counts_that_cannot_be_read_say_why(text: str, complaint: str) -> None:
    with pytest.raises(NotANumberError, match=complaint):
        read_count(text)


@given(st.floats(-1e9, 1e9))
def test_numbers_with_point_or_comma_are_the_same(value: float) -> None:
    text = f"{value:.2f}"
    assert read_number(text) == read_number(text.replace(".", ",")) == pytest.approx(value, abs=0.006)
