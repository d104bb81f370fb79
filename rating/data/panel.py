"""A long table of companies and years: how diversely each was led, and what it achieved."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from rating.data.headcount import Floats

    Labels = npt.NDArray[np.str_]
    Fact = str | float | tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a table that its sender should know: nothing is left out in silence.

    Attributes
    ----------
    code
        What it is; what is said of it is `rating.words.remarks`' business.
    rows
        How many rows of the table it is about, or companies where the code is about these.
    facts
        What the sentence writes beside their number.
    """

    code: str
    rows: int
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Panel:
    """One row a company and year; NaN and "" stand for what is not told.

    Attributes
    ----------
    company
        Shape (rows,), none "".
    year
        Shape (rows,).
    exposure
        How diverse, shape (rows,).
    outcomes
        By name, the main one first, each of shape (rows,).
    controls
        By name, each of shape (rows,).
    industry, city, cluster
        Shape (rows,), or None where there is no such column.
    people
        How many people each exposure was measured on, shape (rows,), or None.
    error
        Standard error of each exposure, shape (rows,), or None.
    name
        What the exposure is called in the table.
    remarks
        What was noticed while reading.
    """

    company: Labels
    year: npt.NDArray[np.intp]
    exposure: Floats
    outcomes: dict[str, Floats]
    controls: dict[str, Floats] = field(default_factory=dict)
    industry: Labels | None = None
    city: Labels | None = None
    cluster: Labels | None = None
    people: Floats | None = None
    error: Floats | None = None
    name: str = "exposure"
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.company)

    def taken(self, rows: npt.NDArray[Any]) -> Panel:
        """Return some of the rows, by number or by mask."""
        columns: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, np.ndarray):
                columns[each.name] = value[rows]
            elif isinstance(value, dict):
                columns[each.name] = {name: column[rows] for name, column in value.items()}
        return replace(self, **columns)
