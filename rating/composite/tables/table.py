"""Units by columns: what a composite indicator is computed from."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.errors import InputRefusedError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.data import Floats

_MISSING = {"", "NA", "NaN", "nan"}


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
    """

    units: tuple[str, ...]
    columns: tuple[str, ...]
    values: Floats

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
            Code -> values in the order of the units. A column with any text names groups, which are numbered
            in the order of their names; None and an empty text are missing.
        """
        values = np.array([_numbers(column) for column in columns.values()]).reshape(len(columns), len(units))
        return cls(tuple(units), tuple(columns), values.T.copy())

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
            If there is no such column, or a row has too many or too few cells.
        """
        reader = csv.reader(io.StringIO(text))
        head = next(reader, [])
        if unit not in head:
            raise InputRefusedError.because(
                name, "row 1", f"There is no column {unit}.", f"Columns found: {', '.join(head) or 'none'}."
            )
        rows = [row for row in reader if row]
        for number, row in enumerate(rows, start=2):
            if len(row) != len(head):
                message = f"The head has {len(head)} cells, this row {len(row)}."
                raise InputRefusedError.because(
                    name, f"row {number}", message, "Give every row one cell a column."
                )
        cells = dict(zip(head, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(head, ())
        units = cells.pop(unit)
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
        """Return some columns in this order, shape (units, codes)."""
        return np.stack([self.column(code) for code in codes], axis=1)


def _numbers(cells: Sequence[float | str | None]) -> list[float]:
    plain = [math.nan if cell is None or cell in _MISSING else cell for cell in cells]
    try:
        return [float(cell) for cell in plain]
    except ValueError:
        names = {cell: number for number, cell in enumerate(sorted(c for c in plain if isinstance(c, str)))}
        order = {name: place for place, name in enumerate(names)}
        return [float(order[cell]) if isinstance(cell, str) else math.nan for cell in plain]
