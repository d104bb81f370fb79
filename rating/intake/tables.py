"""Files to tables: CSV (plain or gzip, any common delimiter) and XLSX, told apart by content, not by name."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import re
import stat
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rating.errors import InputRefusedError
from rating.intake.workbooks import WorkbookRefusedError, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

#: A file may unpack to so many bytes: more than a million rows, far below the memory of a small server.
LARGEST_BYTES = 100 * 1024 * 1024

_GZIP, _ZIP, _OLD_EXCEL = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_DELIMITERS = (",", ";", "\t", "|")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Table:
    """A table as text: the header and the rows below it, read as they are consumed.

    Attributes
    ----------
    file
        The name of the file.
    digest
        SHA-256 of the file's bytes, hexadecimal.
    header
        Column names, stripped.
    rows
        Row number in the file (the header is row 1) and its cells, stripped; blank rows are left out.
    """

    file: str
    digest: str
    header: tuple[str, ...]
    rows: Iterator[Row]


def open_table(path: Path) -> Table:
    """Open a CSV or XLSX file.

    Raises
    ------
    InputRefusedError
        If there is no such file, it is a directory, empty, too large, of another format or wrongly
        encoded, or has a header that cannot be used.
    """
    name = path.name
    data = _read_bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(_GZIP):
        data = _gunzip(data, name)
    if data.startswith(_OLD_EXCEL):
        raise InputRefusedError.because(
            name,
            "",
            "this is an Excel file of the old format (.xls), or one protected by a password.",
            "Save it as .xlsx without a password, or as CSV.",
        )
    if data.startswith(_ZIP):
        try:
            rows = read_workbook(data, LARGEST_BYTES)
        except WorkbookRefusedError as error:
            raise InputRefusedError.because(name, error.place, error.message, error.remedy) from error
    else:
        rows = _csv_rows(_decode(data, name), name)
    return _with_header(name, digest, rows)


def table_in_memory(name: str, digest: str, header: tuple[str, ...], rows: Iterable[Sequence[str]]) -> Table:
    """Return rows that are already in memory as a table; the same rules hold for them.

    Raises
    ------
    InputRefusedError
        If there are no rows or the header cannot be used; while reading, for a row that does not fit.
    """
    numbered = enumerate(chain((header,), rows), start=1)
    return _with_header(name, digest, ((number, list(cells)) for number, cells in numbered))


def _read_bytes(path: Path) -> bytes:
    name = path.name or str(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputRefusedError.because(
                name, "", "this is a directory.", "Name the files in it one by one."
            )
        if not stat.S_ISREG(status.st_mode):
            raise InputRefusedError.because(
                name, "", "this is no regular file.", "Write the table to a file and name that."
            )
        size = status.st_size
        if size > LARGEST_BYTES:
            raise _too_large(name, size)
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputRefusedError.because(
            name, "", "there is no such file.", f"Check the path: {path}"
        ) from None
    except (OSError, ValueError) as error:
        raise InputRefusedError.because(
            name, "", f"the file cannot be read ({error}).", "Check that you may read it."
        ) from error
    if not data.strip():
        raise InputRefusedError.because(
            name,
            "",
            "the file is empty.",
            "Write a header and at least one row; a template is written by 'diversity-platform template'.",
        )
    return data


def _too_large(name: str, size: int) -> InputRefusedError:
    return InputRefusedError.because(
        name,
        "",
        f"the table has {size / 1024**2:,.0f} MB, the limit is {LARGEST_BYTES / 1024**2:,.0f} MB.",
        "Split it by period or by company and name all the parts.",
    )


def _gunzip(data: bytes, name: str) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            text = stream.read(LARGEST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputRefusedError.because(
            name, "", f"the gzip file is damaged ({error}).", "Compress the table again."
        ) from error
    if len(text) > LARGEST_BYTES:
        raise _too_large(name, len(text))
    return text


def _decode(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputRefusedError.because(
            name,
            f"line {line}",
            f"the byte 0x{data[error.start]:02x} is not {encoding.removesuffix('-sig').upper()}.",
            "Save the table as 'CSV UTF-8', or as XLSX.",
        ) from error
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise InputRefusedError.because(
            name,
            f"line {line}",
            "this is not a text table: it holds control characters.",
            "Send a CSV or XLSX file.",
        )
    return text


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise InputRefusedError.because(
            name,
            f"line {reader.line_num}",
            f"the row cannot be read ({error}).",
            "Close every quotation mark, or save the table as XLSX.",
        ) from error


def _with_header(name: str, digest: str, rows: Iterator[Row]) -> Table:
    stripped = ((number, [cell.strip() for cell in cells]) for number, cells in rows)
    filled = (row for row in stripped if any(row[1]))
    number, header = next(filled, (1, []))
    while header and not header[-1]:
        header.pop()
    first_row = next(filled, None)
    if first_row is None:
        raise InputRefusedError.because(
            name, "", "the table has a header and no rows.", "Add at least one row below the header."
        )
    remedy = "Give every column a name of its own."
    if "" in header:
        raise InputRefusedError.because(name, f"row {number}", "a column has no name.", remedy)
    spelled = Counter(column.casefold() for column in header)
    twice = [column for column in header if spelled[column.casefold()] > 1]
    if twice:
        message = f"the column '{twice[0]}' stands twice in the header."
        raise InputRefusedError.because(name, f"row {number}", message, remedy)
    columns = tuple(header)
    rows_below = (_check_row(name, columns, row) for row in chain((first_row,), filled))
    return Table(name, digest, columns, rows_below)


def _check_row(name: str, header: tuple[str, ...], row: Row) -> Row:
    """Return a row of the header's width; refuse longer or shorter ones and formulas."""
    number, cells = row
    width = len(header)
    if len(cells) > width and not any(cells[width:]):
        cells = cells[:width]
    if len(cells) != width:
        raise InputRefusedError.because(
            name,
            f"row {number}",
            f"the row has {len(cells)} cells, the header {width}.",
            "Give every row as many cells as the header; put a text that holds the delimiter in quotes.",
        )
    for position, cell in enumerate(cells):
        if cell.startswith("="):
            raise InputRefusedError.because(
                name,
                f"row {number}, column {header[position]}",
                f"'{cell[:40]}' is a formula.",
                "Send values: copy the table and paste it as values.",
            )
    return number, cells
