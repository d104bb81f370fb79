"""Units by columns: what a composite indicator is computed from."""

from __future__ import annotations

import csv
import hashlib
import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rating.errors import InputRefusedError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.data import Floats

_MISSING = {"", "-", "..", "na", "n/a", "nan", "none", "null"}
#: Groups are told apart by so many bits of the digest of their names: the same name is the same number in
#: every table.
_BITS = 48


@dataclass(frozen=True)
class Table:
    """Numbers of units; NaN is missing.

    Attributes
    ----------
    units
        Codes, distinct.
    columns
        Codes, distinct.
    values
        Shape (units, columns).
    texts
        Columns that hold texts, each with the first unit that has one and the text: they may name groups.
    """

    units: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, codes in (("unit", self.units), ("column", self.columns)):
            twice = [code for code in dict.fromkeys(codes) if codes.count(code) > 1]
            if twice:
                raise ValueError(f"The {kind} {twice[0]} is there twice.")
        if self.values.shape != (len(self.units), len(self.columns)):
            raise ValueError(f"Values need the shape (units, columns), not {self.values.shape}.")

    @classmethod
    def of(cls, units: Sequence[str], columns: Mapping[str, Sequence[float | str | None]]) -> Table:
        """Put columns together.

        Parameters
        ----------
        units
            Codes.
        columns
            Code -> values in the order of the units; None, NaN and texts such as ``NA`` are missing. A column
            with any other text that is no number holds texts: it may name groups and cannot be scored.

        Raises
        ------
        ValueError
            If a column has more or fewer values than there are units, or a code is there twice.
        """
        values, texts = np.empty((len(units), len(columns))), {}
        for place, (code, cells) in enumerate(columns.items()):
            if len(cells) != len(units):
                raise ValueError(f"The column {code} has {len(cells)} values for {len(units)} units.")
            numbers = [_number(cell) for cell in cells]
            text = next((unit for unit, number in enumerate(numbers) if number is None), None)
            if text is not None:
                texts[code] = (units[text], str(cells[text]))
                numbers = [_of_group(cell) for cell in cells]
            values[:, place] = numbers
        return cls(tuple(units), tuple(columns), values, texts)

    @classmethod
    def from_csv(cls, text: str, *, unit: str, name: str = "table") -> Table:
        """Read a table with a head line.

        Parameters
        ----------
        text
            Comma-separated.
        unit
            Which column holds the codes of the units.
        name
            What the file is called, for messages.

        Raises
        ------
        InputRefusedError
            If there is no such column, a column or unit is there twice, or a row has too many or too few
            cells.
        """
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
        head = [cell.strip() for cell in next(reader, [])]
        if unit not in head:
            raise InputRefusedError.because(
                name, "row 1", f"There is no column {unit}.", f"Columns found: {', '.join(head) or 'none'}."
            )
        _refuse_twice(name, "row 1", "column", head)
        rows: list[list[str]] = []
        for row in reader:
            if row and len(row) != len(head):
                message = f"The head has {len(head)} cells, this row {len(row)}."
                raise InputRefusedError.because(
                    name, f"row {reader.line_num}", message, "Give every row one cell a column."
                )
            rows += [[cell.strip() for cell in row]] if row else []
        cells = dict(zip(head, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(head, ())
        units = cells.pop(unit)
        _refuse_twice(name, f"column {unit}", "unit", units)
        return cls.of(units, cells)

    def column(self, code: str) -> Floats:
        """Return one column, shape (units,).

        Raises
        ------
        UnknownNameError
            If there is no such column.
        """
        if code not in self.columns:
            raise UnknownNameError("column", code, self.columns)
        return np.asarray(self.values[:, self.columns.index(code)])

    def only(self, codes: Sequence[str]) -> Floats:
        """Return some columns in this order, shape (units, codes); those of texts as numbers of groups."""
        return np.stack([self.column(code) for code in codes], axis=1)


def _number(cell: float | str | None) -> float | None:
    """Return a cell as a number, NaN where it is missing, None where it is a text."""
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in _MISSING):
        return math.nan
    try:
        return float(cell)
    except ValueError:
        return None
    except TypeError:  # what data frames put where nothing is known
        return math.nan


def _of_group(cell: float | str | None) -> float:
    """Return the number of a group, the same for the same name in every table; NaN for a missing one."""
    number = _number(cell)
    if number is not None and math.isnan(number):
        return math.nan
    digest = hashlib.sha256(str(cell).strip().encode()).digest()
    return float(int.from_bytes(digest[: _BITS // 8], "big"))


def _refuse_twice(name: str, place: str, kind: str, codes: Sequence[str]) -> None:
    for code in dict.fromkeys(codes):
        if list(codes).count(code) > 1:
            raise InputRefusedError.because(
                name, place, f"The {kind} {code} is there twice.", f"Give every {kind} a name of its own."
            )
