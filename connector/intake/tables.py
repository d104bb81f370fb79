"""CSV to records."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from connector.intake.faults import Faults, refused
from connector.intake.record import Record, Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# no "|": lists within a cell are written with it
_DELIMITERS = (",", ";", "\t")
_NAME_THEM = "Give every column a name of its own."


def read_table(text: str, file: str) -> Records:
    """Read a table with a header.

    Parameters
    ----------
    text
        The file.
    file
        Its name, for messages.

    Raises
    ------
    PartiesRefusedError
        If the header cannot be used or no row follows.
    """
    faults = Faults(file)
    rows = _filled_rows(text, file)
    number, header = next(rows, (1, []))
    while header and not header[-1]:
        header.pop()
    if "" in header:
        raise refused(file, f"row {number}", "a column has no name.", _NAME_THEM)
    spelled = Counter(column.casefold() for column in header)
    twice = [column for column in header if spelled[column.casefold()] > 1]
    if twice:
        raise refused(
            file, f"row {number}", f"the column '{twice[0]}' stands twice in the header.", _NAME_THEM
        )
    first = next(rows, None)
    if first is None:
        raise refused(file, "", "the table has a header and no rows.", "Add at least one row.")
    return Records(tuple(header), _records(header, chain((first,), rows), faults), faults)


def _filled_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, numbered as a spreadsheet does, cells stripped."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield number, stripped
    except csv.Error as error:
        raise refused(
            file,
            f"row {number + 1}, line {reader.line_num}",
            f"the row cannot be read ({error}).",
            "Close every quotation mark, or send JSON.",
        ) from error


def _records(header: list[str], rows: Iterable[tuple[int, list[str]]], faults: Faults) -> Iterator[Record]:
    width = len(header)
    for number, written in rows:
        cells = written[:width] if not any(written[width:]) else written
        if len(cells) == width:
            yield Record(f"row {number}", dict(zip(header, cells, strict=True)))
        else:
            faults.add(
                f"row {number}",
                f"the row has {len(cells)} cells, the header {width}.",
                "Give every row as many cells as the header; put a text that holds the delimiter in quotes.",
            )
