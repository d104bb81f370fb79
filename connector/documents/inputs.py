"""What was read, as a part of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector.documents.schema import Input, UnmappedEntry, UntakenColumn

if TYPE_CHECKING:
    from connector.intake import Reading
    from connector.parties import Offer, StartUp


def input_part(reading: Reading[StartUp] | Reading[Offer], language: str) -> Input:
    """Return what was read from a file, in a language."""
    profile = reading.profile
    because = {column.column: column.because[language] for column in profile.untaken}
    return Input(
        side=profile.side,
        file=reading.file,
        sha256=reading.digest,
        profile=profile.name,
        title=profile.title[language],
        source=profile.source,
        licence=profile.licence,
        note=profile.note.get(language, ""),
        records=reading.records,
        parties=len(reading.parties),
        ended=reading.ended,
        unmapped=[
            UnmappedEntry(column=entry.column, entry=entry.entry, times=entry.times)
            for entry in reading.unmapped
        ],
        untaken=[
            UntakenColumn(column=column, times=times, because=because[column])
            for column, times in reading.untaken.items()
            if times
        ],
    )
