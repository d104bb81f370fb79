"""Records of a profile to parties: which columns are taken, what their entries mean, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from connector.intake.fields import fields_of
from connector.intake.labels import plain
from connector.parties import Connector, Funder, Service, StartUp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connector.intake.faults import Faults
    from connector.intake.fields import Field
    from connector.intake.profiles import Profile, Take
    from connector.intake.record import Record
    from connector.intake.tally import Tally
    from connector.parties import Offer

KINDS: Mapping[str, type[Connector | Funder | Service]] = {
    "connector": Connector, "funder": Funder, "service": Service
}  # fmt: skip


class Mapper:
    """Turns the records of one file into parties.

    Parameters
    ----------
    profile
        What the source calls things.
    faults
        What is wrong is noted here.
    tally
        Entries without a meaning are counted here.
    """

    def __init__(self, profile: Profile, faults: Faults, tally: Tally) -> None:
        self._profile = profile
        self._fields = fields_of(profile.side)
        self._faults = faults
        self._tally = tally

    def party(self, record: Record, *, is_open: bool | None = None) -> StartUp | Offer | None:
        """Return the party of a record, or None where something is wrong with it."""
        draft: dict[str, Any] = {}
        is_sound = True
        for name, field in self._fields.items():
            entries = self._entries(name, record)
            if entries is None:
                is_sound = False
            elif entries:
                is_sound &= self._read(record, name, field, entries, draft)
        if self._profile.side == "offers" and is_open is not None:
            draft["is_open"] = is_open
        return self._validated(record, draft) if is_sound else None

    def _read(
        self, record: Record, name: str, field: Field, entries: list[str], draft: dict[str, Any]
    ) -> bool:
        try:
            value = field.read(entries)
        except ValueError as error:
            self._faults.add(self._place(record, name), str(error), field.how)
            return False
        home = draft
        for step in field.path[:-1]:
            home = home.setdefault(step, {})
        home[field.path[-1]] = value
        return True

    def _place(self, record: Record, field: str) -> str:
        takes = self._profile.takes.get(field, ())
        column = next((take.column for take in takes if take.column in record.cells), field)
        return f"{record.place}, column {column}"

    # ----------------------------------------------------------------------- entries

    def _entries(self, field: str, record: Record) -> list[str] | None:
        """Return what a field says, in the words of the canonical format; None where an entry is refused."""
        if field in self._profile.constants:
            return [self._profile.constants[field]]
        found: list[str] = []
        for take in self._profile.takes.get(field, ()):
            if take.otherwise and found:
                continue
            for entry in self._split(take, record):
                meant = self._meaning(take, entry)
                if meant is None:
                    self._faults.add(
                        f"{record.place}, column {take.column}",
                        f"the profile '{self._profile.name}' does not know what '{_short(entry)}' means.",
                        f"Known: {', '.join(take.values)}." if take.values else "Correct the entry.",
                    )
                    return None
                found.extend(meant)
        return found

    def _split(self, take: Take, record: Record) -> Iterator[str]:
        cell = record.cells.get(take.column, "")
        if isinstance(cell, str):
            cell = tuple(cell.split(take.separator)) if take.separator else (cell,)
        for entry in cell:
            stripped = entry.strip()
            if stripped and plain(stripped) not in self._profile.absent:
                yield stripped

    def _meaning(self, take: Take, entry: str) -> tuple[str, ...] | None:
        if not take.is_mapped:
            return (entry,)
        named = take.meanings.get(plain(entry))
        found = [code for pattern, codes in take.searches if pattern.search(entry) for code in codes]
        if named is not None or found:
            return (*(named or ()), *found)
        if take.unmapped == "refuse":
            return None
        if take.unmapped == "count":
            self._tally.add(take.column, entry)
        return (entry,) if take.unmapped == "keep" else ()

    # ----------------------------------------------------------------------- the record

    def _validated(self, record: Record, draft: dict[str, Any]) -> StartUp | Offer | None:
        model: type[StartUp | Connector | Funder | Service] = StartUp
        if self._profile.side == "offers":
            if "kind" not in draft:
                self._faults.add(
                    self._place(record, "kind"), "the kind is missing.", self._fields["kind"].how
                )
                return None
            model = KINDS[draft["kind"]]
        try:
            return model.model_validate(draft)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self._note(record, draft, fault["loc"], fault["type"], fault["msg"])
            return None

    def _note(
        self, record: Record, draft: dict[str, Any], path: tuple[int | str, ...], kind: str, message: str
    ) -> None:
        field = self._field_at(path)
        if kind == "extra_forbidden":
            who = draft.get("kind", "start-up")
            self._faults.add(
                self._place(record, field),
                f"a {who} has no {field}.",
                "Leave the cell empty, or correct the kind.",
            )
            return
        how = self._fields[field].how if field in self._fields else "Correct the row."
        told = "it is missing." if kind == "missing" else f"{message.removeprefix('Value error, ')}."
        self._faults.add(self._place(record, field) if field else record.place, told, how)

    def _field_at(self, path: tuple[int | str, ...]) -> str:
        """Return the field whose place in the record lies at, or nearest below, a path."""
        steps = tuple(step for step in path if isinstance(step, str))
        exact = (name for name, field in self._fields.items() if steps[: len(field.path)] == field.path)
        below = (name for name, field in self._fields.items() if steps and field.path[: len(steps)] == steps)
        return next(exact, next(below, ""))


def _short(entry: str) -> str:
    return entry if len(entry) <= 60 else f"{entry[:60]}…"  # noqa: PLR2004 - about a line
