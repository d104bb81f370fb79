"""The file ``journal.jsonl``: one line for each act, the only thing that everything else follows from.

A line holds the entries of the act, the documents that it signed, and notes that are nobody else's business.
Only the entries are published. A line counts when it ends with a line break: one that was cut off by a crash
was never said to be done, and is taken away.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connector.label.credential.errors import NotACredentialError
from connector.label.issuing.errors import FolderFaultyError
from connector.label.issuing.files import append_whole, write_whole
from connector.label.journal import (
    Endorsed,
    Issued,
    Reissued,
    document_digest,
    entry_bytes,
    entry_from,
    in_order,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from connector.label.journal import Entry

NAME = "journal.jsonl"


@dataclass(frozen=True)
class Act:
    """One line.

    Attributes
    ----------
    entries
        What goes into the log.
    documents
        Address -> what was signed.
    notes
        Grounds and remarks, for the files of the office alone.
    """

    entries: tuple[Entry, ...]
    documents: Mapping[str, Any] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def acts_of(folder: Path) -> list[Act]:
    """Return all acts, in their order.

    Raises
    ------
    FolderFaultyError
        If a line that is whole cannot be read.
    """
    lines, _ = _lines(folder)
    return [_act(line, number) for number, line in enumerate(lines, start=1)]


def mend(folder: Path) -> None:
    """Take away a last line that was cut off; for whoever holds the folder: else it is being written."""
    lines, cut_off = _lines(folder)
    if cut_off:
        write_whole(folder / NAME, b"".join(line + b"\n" for line in lines), is_private=True)


def _lines(folder: Path) -> tuple[list[bytes], bytes]:
    path = folder / NAME
    if not path.exists():
        raise FolderFaultyError(
            f"There is no {NAME} in {folder}.",
            "Take the folder from a backup; without one, `label recover` makes one of what was published.",
        )
    *lines, cut_off = path.read_bytes().split(b"\n")
    return lines, cut_off


def note_down(folder: Path, act: Act) -> None:
    """Add an act: from here on it is done."""
    append_whole(folder / NAME, _line(act))


def begin(folder: Path, acts: Iterable[Act]) -> None:
    """Write the journal of a new folder, all of it at once."""
    write_whole(folder / NAME, b"".join(map(_line, acts)), is_private=True)


def _line(act: Act) -> bytes:
    told = {
        "entries": [json.loads(entry_bytes(entry)) for entry in act.entries],
        "documents": dict(act.documents),
        "notes": dict(act.notes),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _act(line: bytes, number: int) -> Act:
    try:
        told = json.loads(line)
        entries = tuple(entry_from(in_order(one)) for one in told["entries"])
        act = Act(entries, dict(told["documents"]), dict(told["notes"]))
        _check_documents(act)
    except (ValueError, LookupError, TypeError, RecursionError, NotACredentialError) as error:
        raise FolderFaultyError(
            f"{NAME}, line {number} cannot be read: {error}.", "Take the folder from a backup."
        ) from error
    return act


def _check_documents(act: Act) -> None:
    """Refuse documents that are not those that the entries speak of. Some may be missing: recovered ones."""
    digests = {
        entry.credential: entry.digest
        for entry in act.entries
        if isinstance(entry, Issued | Endorsed | Reissued)
    }
    for address, document in act.documents.items():
        if digests.get(address) != document_digest(document):
            raise ValueError(f"the document {address} is not the one that its entry speaks of")
