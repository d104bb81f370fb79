"""XLSX workbooks: the first visible sheet as text, refused where a cell holds a formula."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A sheet may reach so far; what lies within is read into memory.
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 1_048_576, 16_384, 20_000_000

#: What reading a damaged archive or workbook can raise.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    ET.ParseError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


class WorkbookRefusedError(Exception):
    """The workbook cannot be used; says where, why and what to do."""

    def __init__(self, place: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.place, self.message, self.remedy = place, message, remedy


def read_workbook(data: bytes, largest: int) -> Iterator[tuple[int, list[str]]]:
    """Read the first visible sheet of an XLSX workbook.

    Parameters
    ----------
    data
        The bytes of the file.
    largest
        So many bytes the workbook may unpack to.

    Returns
    -------
    Iterator[tuple[int, list[str]]]
        Row number and cells as text: whole numbers without a decimal point, dates in ISO form.

    Raises
    ------
    WorkbookRefusedError
        If it is no workbook, damaged, protected by a password, too large, or holds a formula.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_if_large(archive, largest)
            if "xl/workbook.xml" not in archive.namelist():
                raise WorkbookRefusedError("", "this is no XLSX workbook.", "Send a CSV or XLSX file.")
            _check_first_sheet(archive)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            visible = [
                sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible
            ]
            if not visible:
                raise WorkbookRefusedError("", "the workbook has no visible sheet.", "Show the sheet.")
            rows = workbook.get_sheet_by_name(visible[0]).to_python(skip_empty_area=False)
    except PasswordError as error:
        raise WorkbookRefusedError(
            "", "the workbook is protected by a password.", "Save it without one."
        ) from error
    except _DAMAGE as error:
        raise WorkbookRefusedError(
            "",
            "the workbook is damaged and cannot be read.",
            "Open it, save it again as .xlsx and send that.",
        ) from error
    return ((number, [_as_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))


def _refuse_if_large(archive: zipfile.ZipFile, largest: int) -> None:
    size = sum(entry.file_size for entry in archive.infolist())
    if size > largest:
        raise WorkbookRefusedError(
            "",
            f"the workbook unpacks to {size / 1024**2:,.0f} MB, the limit is {largest / 1024**2:,.0f} MB.",
            "Split it by period or by company and name all the parts.",
        )


def _check_first_sheet(archive: zipfile.ZipFile) -> None:
    """Refuse what cannot be taken as a value on the first visible sheet: formulas, errors, far-off cells."""
    for name in archive.namelist():
        if name.startswith("xl/"):
            content = archive.read(name)  # proves that the stated sizes are true
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise zipfile.BadZipFile("no workbook declares entities")
    sheet, part = _first_sheet(archive)
    widest = longest = 0
    place = ""
    with archive.open(part) as stream:
        for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314 - no entities, see above
            tag = element.tag.rpartition("}")[2]
            if event == "start" and tag == "c":
                place = element.get("r", "")
                row, column = _position(place)
                longest, widest = max(longest, row), max(widest, column)
                if longest > _MOST_ROWS or widest > _MOST_COLUMNS or longest * widest > _MOST_CELLS:
                    raise WorkbookRefusedError(
                        f"sheet {sheet}, cell {place}",
                        "the sheet reaches too far: it would have more cells than can be read.",
                        "Delete the rows and columns that are empty, or copy the table to a new workbook.",
                    )
                if element.get("t") == "e":
                    raise WorkbookRefusedError(
                        f"sheet {sheet}, cell {place}",
                        "the cell holds an error such as #REF! or #N/A.",
                        "Correct it, or leave the cell empty where the entry is suppressed.",
                    )
            elif event == "start" and tag == "f":
                raise WorkbookRefusedError(
                    f"sheet {sheet}, cell {place}".rstrip(),
                    "the cell holds a formula.",
                    "Send values: copy the sheet and paste it as values.",
                )
            elif event == "end" and tag == "row":
                element.clear()


def _first_sheet(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Return the name of the first visible sheet and the part of the archive that holds it."""
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - no entities
    workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - no entities
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in workbook.iter():
        if element.tag.rpartition("}")[2] == "sheet" and element.get("state", "visible") == "visible":
            key = next((value for name, value in element.items() if name.endswith("}id")), None)
            target = targets[key]
            part = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            return element.get("name", ""), part
    raise WorkbookRefusedError("", "the workbook has no visible sheet.", "Show the sheet.")


def _position(place: str) -> tuple[int, int]:
    """Return row and column of a cell reference such as B7; 0, 0 where there is none."""
    found = re.fullmatch(r"([A-Z]{1,4})([0-9]{1,9})", place)
    if not found:
        return 0, 0
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found.group(2)), column


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
