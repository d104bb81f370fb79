"""XLSX workbooks: the first visible sheet as text, refused where a cell holds a formula."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMULA = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3}[0-9]{1,7})\"[^>]*>\s*<(?:\w+:)?f[\s>/]")

#: What reading a damaged archive or workbook can raise.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
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
            _refuse_formulas(archive)
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


def _refuse_formulas(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if not name.startswith("xl/"):
            continue
        content = archive.read(name)  # also proves that the stated sizes are true
        found = _FORMULA.search(content) if name.startswith("xl/worksheets/") else None
        if found:
            raise WorkbookRefusedError(
                f"cell {found.group(1).decode()}",
                "the cell holds a formula.",
                "Send values: copy the sheet and paste it as values.",
            )


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
