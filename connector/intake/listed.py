"""Files of rows that are no parties: what was decided or has become of start-ups and offers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from pydantic import ValidationError

from connector.intake.faults import after_place
from connector.intake.fields import fields_of, required_of
from connector.intake.header import Expected, spelling
from connector.intake.sources import open_source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector.intake.faults import Faults
    from connector.intake.fields import Field
    from connector.intake.record import Record
    from connector.intake.sources import Source

T = TypeVar("T")
#: What such files hold.
Beside = Literal["overrides", "introductions"]


class UnfitEntryError(ValueError):
    """What a row says does not go together.

    Parameters
    ----------
    column
        Where it is to be mended.
    message
        What is wrong, as a sentence.
    """

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True)
class Listed(Generic[T]):
    """A file of rows that are no parties, read.

    Attributes
    ----------
    side
        What they are: ``overrides`` or ``introductions``.
    file, digest
        Its name, and the SHA-256 of its bytes.
    entries
        One a row, in the order of the file.
    places
        Where each stands: ``"row 7"`` or ``"record 3"``.
    """

    side: Beside
    file: str
    digest: str
    entries: tuple[T, ...]
    places: tuple[str, ...]

    def place_of(self, number: int, column: str = "") -> str:
        """Return where an entry stands in the file, by its place in `entries`."""
        place = self.places[number]
        return f"{place}, column {column}" if column else place


def read_listed(path: Path | str, side: Beside, make: Callable[[Mapping[str, Any]], T]) -> Listed[T]:
    """Read a CSV or JSON file of overrides or introductions.

    Parameters
    ----------
    path
        The file.
    side
        ``overrides`` or ``introductions``: `connector.intake.fields` has their columns.
    make
        From column -> value to an entry. What does not go together raises `UnfitEntryError` or pydantic's
        ``ValidationError``.

    Raises
    ------
    PartiesRefusedError
        If the file is faulty: all its rows were checked, and every fault has its place and its remedy.
    """
    source = open_source(Path(path))
    return _Reader(source, side, make).listed()


class _Reader(Generic[T]):
    """Reads one file."""

    def __init__(self, source: Source, side: Beside, make: Callable[[Mapping[str, Any]], T]) -> None:
        self._source, self._side, self._make = source, side, make
        self._fields: Mapping[str, Field] = fields_of(side)
        self._required = required_of(side)
        self._faults: Faults = source.records.faults
        expected = Expected(
            known=self._fields,
            required=self._required,
            of=f"a file of {side}",
            if_missing=f"A file of {side} needs it; is this the right file?",
            if_strange="Rename it, or remove it.",
        )
        self._spelled = spelling(source, expected)

    def listed(self) -> Listed[T]:
        entries, places = [], []
        for record in self._source.records.each:
            draft = self._draft(record)
            entry = None if draft is None else self._made(record, draft)
            if entry is not None:
                entries.append(entry)
                places.append(record.place)
        self._faults.refuse_if_any()
        return Listed(self._side, self._source.file, self._source.digest, tuple(entries), tuple(places))

    def _draft(self, record: Record) -> dict[str, Any] | None:
        """Return column -> value of what a row states, None where something is wrong with it."""
        cells = {self._spelled[name]: cell for name, cell in record.cells.items()}
        draft: dict[str, Any] = {}
        is_sound = True
        for name, field in self._fields.items():
            cell = cells.get(name, "")
            entries = [cell] if isinstance(cell, str) else list(cell)
            try:
                if any(entries):
                    draft[name] = field.read(entries)
                elif name in self._required:
                    raise UnfitEntryError(name, "it is missing.")
            except ValueError as error:
                self._add(record, name, str(error))
                is_sound = False
        return draft if is_sound else None

    def _made(self, record: Record, draft: Mapping[str, Any]) -> T | None:
        try:
            return self._make(draft)
        except UnfitEntryError as error:
            self._add(record, error.column, str(error))
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self._add(record, str(fault["loc"][0]), after_place(fault["msg"]))
        return None

    def _add(self, record: Record, column: str, message: str) -> None:
        self._faults.add(f"{record.place}, column {column}", message, self._fields[column].how)
