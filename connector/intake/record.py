"""What a row of a table and an object of a list have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connector.intake.faults import Faults

#: What stands in a cell: text, or the texts of a JSON list.
Cell = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One party as its file has it.

    Attributes
    ----------
    place
        Where it stands: ``"row 7"`` (the header is row 1) or ``"record 3"``.
    cells
        Column -> what stands there, stripped. A key that stands twice in a JSON object is followed by its
        number: ``NAICS``, ``NAICS (2)``.
    raw
        The JSON object, with the same names; None for a row of a table.
    """

    place: str
    cells: Mapping[str, Cell]
    raw: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Records:
    """The records of a file, read as they are consumed.

    Attributes
    ----------
    columns
        All names that occur, in their order.
    each
        The records that fit.
    faults
        What does not fit is noted here while `each` is consumed.
    """

    columns: tuple[str, ...]
    each: Iterator[Record]
    faults: Faults
