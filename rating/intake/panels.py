"""Reading a panel: any long table of companies and years, whose columns the sender names."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.data import Panel, Remark
from rating.errors import InputRefusedError
from rating.intake.faults import Faults
from rating.intake.header import Header
from rating.intake.labels import plain
from rating.intake.numbers import NotANumberError, read_number
from rating.intake.tables import open_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rating.data import Floats
    from rating.intake.tables import Row

#: What stands for a value that is not told, whatever program wrote the table.
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "-", ".", "..", "missing"})
#: A control made of words has at most so many.
MOST_CATEGORIES = 50
#: Rows, or names, that a remark gives of those that it is about.
_NAMED = 3
_SCIENTIFIC = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_YEAR = re.compile(r"(?<!\d)(1[89]|2[01])\d\d(?!\d)")


@dataclass(frozen=True)
class PanelColumns:
    """Which column holds what.

    Attributes
    ----------
    company, year, exposure
        Their names.
    outcomes
        At least one; the first is the main one.
    controls
        Numbers, or words: those become one column for each word but the first.
    industry, city, cluster, people, error
        "" where the table has no such column.
    """

    company: str
    year: str
    exposure: str
    outcomes: tuple[str, ...]
    controls: tuple[str, ...] = ()
    industry: str = ""
    city: str = ""
    cluster: str = ""
    people: str = ""
    error: str = ""


def read_panel(path: Path, columns: PanelColumns) -> Panel:
    """Read a panel.

    Rows of the same company and year that say the same are counted once, those that contradict each other not
    at all; either is told in the panel's remarks.

    Parameters
    ----------
    path
        CSV or XLSX with a header.
    columns
        Which column holds what.

    Raises
    ------
    InputRefusedError
        If a column is missing or a cell is neither a number nor one of `MISSING`.
    """
    table = open_table(path)
    header = Header(table, "panel")
    _refuse_twice(table.file, columns)
    faults = Faults(table.file)
    rows = list(table.rows)
    reader = _Reader(header, rows, faults)
    controls: dict[str, Floats] = {}
    for name in columns.controls:
        controls |= reader.control(name)
    panel = Panel(
        company=reader.words(columns.company),
        year=reader.years(columns.year),
        exposure=reader.numbers(columns.exposure),
        outcomes={name: reader.numbers(name) for name in columns.outcomes},
        controls=controls,
        industry=reader.words(columns.industry) if columns.industry else None,
        city=reader.words(columns.city) if columns.city else None,
        cluster=reader.words(columns.cluster) if columns.cluster else None,
        people=reader.numbers(columns.people, positive=True) if columns.people else None,
        error=reader.numbers(columns.error, positive=True) if columns.error else None,
        name=columns.exposure,
    )
    faults.refuse_if_any()
    return _each_once(panel, np.array([number for number, _ in rows], dtype=np.intp), reader.remarks)


def _refuse_twice(file: str, columns: PanelColumns) -> None:
    named = [columns.company, columns.year, columns.exposure, *columns.outcomes, *columns.controls]
    for name in named:
        if [each.casefold() for each in named].count(name.casefold()) > 1:
            raise InputRefusedError.because(
                file, f"column {name}", "it is to be two things at once.", "Name each column once."
            )


class _Reader:
    """Columns of a table as they are asked for."""

    def __init__(self, header: Header, rows: Sequence[Row], faults: Faults) -> None:
        self._header, self._rows, self._faults = header, rows, faults
        self.remarks: list[Remark] = []

    def _cells(self, name: str) -> list[tuple[int, str]]:
        position = self._header.require([name])
        return [(number, cells[position] if position < len(cells) else "") for number, cells in self._rows]

    def words(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
        """Return a column of names, "" where it tells nothing."""
        told = ["" if cell.casefold() in MISSING else cell for _, cell in self._cells(name)]
        return np.array(told, dtype=np.str_)

    def years(self, name: str) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """Return a column of years: 2019, 2019/20, 31.12.2019; 0 where it tells nothing."""
        years = []
        for number, cell in self._cells(name):
            found = _YEAR.search(cell)
            if not found and cell.casefold() not in MISSING:
                self._faults.add(
                    f"row {number}, column {name}", f"'{cell}' is not a year.", "Write it with four digits."
                )
            years.append(int(found.group()) if found else 0)
        return np.array(years, dtype=np.intp)

    def numbers(self, name: str, *, positive: bool = False) -> Floats:
        """Return a column of numbers, NaN where it tells nothing."""
        values = []
        for number, cell in self._cells(name):
            try:
                value = _number(cell)
            except NotANumberError as error:
                self._faults.add(f"row {number}, column {name}", error.message, error.remedy)
                continue
            if positive and value < 0:
                self._faults.add(
                    f"row {number}, column {name}", f"{cell} is below 0.", "Mend it, or leave it empty."
                )
            values.append(value)
        return np.array(values, dtype=np.float64)

    def control(self, name: str) -> dict[str, Floats]:
        """Return a control as one column of numbers, or one for each of its words but the first."""
        cells = [cell for _, cell in self._cells(name)]
        told = [cell for cell in cells if cell.casefold() not in MISSING]
        if any(_is_number(cell) for cell in told) or not told:
            return {name: self.numbers(name)}
        words = sorted(set(told))
        if len(words) > MOST_CATEGORIES:
            self._faults.add(
                f"column {name}",
                f"{len(words)} different words are too many for a control.",
                f"Give numbers, or at most {MOST_CATEGORIES} categories.",
            )
            return {}
        self.remarks.append(Remark("words_as_control", len(told), {"column": name, "word": words[0]}))
        return {
            f"{name} = {word}": np.array(
                [np.nan if cell.casefold() in MISSING else float(cell == word) for cell in cells]
            )
            for word in words[1:]
        }


def _number(cell: str) -> float:
    if cell.casefold() in MISSING:
        return float("nan")
    if _SCIENTIFIC.fullmatch(cell):
        return float(cell)
    return read_number(cell)


def _is_number(cell: str) -> bool:
    try:
        _number(cell)
    except NotANumberError:
        return False
    return True


def _each_once(
    panel: Panel, numbers: np.ndarray[tuple[int], np.dtype[np.intp]], remarks: list[Remark]
) -> Panel:
    """Leave out rows without company or year, and settle rows of one company and year."""
    places = defaultdict(list)
    nameless = []
    for row, key in enumerate(zip(panel.company.tolist(), panel.year.tolist(), strict=True)):
        if key[0] and key[1]:
            places[key].append(row)
        else:
            nameless.append(row)
    kept: list[int] = []
    same: list[int] = []
    contradicting: list[int] = []
    columns = np.column_stack((panel.exposure, *panel.outcomes.values(), *panel.controls.values()))
    for rows in places.values():
        alike = all(np.array_equal(columns[rows[0]], columns[row], equal_nan=True) for row in rows[1:])
        kept += rows[:1] if alike else []
        (same if alike else contradicting).extend(rows[1:] if alike else rows)
    settled = {"no_key": nameless, "same_twice": same, "contradicting": contradicting}
    for code, rows in settled.items():
        if rows:
            remarks.append(Remark(code, len(rows), {"places": tuple(numbers[rows[:_NAMED]].tolist())}))
    remarks += _alike(panel)
    return replace(panel.taken(np.array(sorted(kept), dtype=np.intp)), remarks=tuple(remarks))


def _alike(panel: Panel) -> list[Remark]:
    """Return a remark on companies that may be one: their names differ in signs alone."""
    names = defaultdict(list)
    for name in np.unique(panel.company).tolist():
        names[plain(name)].append(name)
    alike = [name for same in names.values() if len(same) > 1 for name in same]
    return [Remark("alike_names", len(alike), {"names": tuple(alike[:_NAMED])})] if alike else []
