"""What was read, and what of it could not be used."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnmappedEntry(_Part):
    """An entry that the profile does not know the meaning of, and in how many records it stands."""

    column: str
    entry: str
    times: int


class UntakenColumn(_Part):
    """A column that says something which could not be taken over, in how many records, and why."""

    column: str
    times: int
    because: str


class Input(_Part):
    """A file of parties.

    Attributes
    ----------
    side
        Which parties.
    file, sha256
        Its name and the digest of its bytes.
    profile, title, source, licence, note
        How it was read, and what the profile says of its source.
    records, parties
        How many it has, and how many of them take part.
    ended
        Entry of the status column -> start-ups that it ended.
    unmapped, untaken
        What it says and could not be used.
    """

    side: Literal["startups", "offers"]
    file: str
    sha256: str
    profile: str
    title: str
    source: str
    licence: str
    note: str
    records: int
    parties: int
    ended: dict[str, int]
    unmapped: list[UnmappedEntry]
    untaken: list[UntakenColumn]


class FurtherInput(_Part):
    """A file beside those of the parties, so that a run can be repeated.

    Attributes
    ----------
    holds
        What: introductions that an organiser decided on, earlier ones with their answers, a ranker, or counts
        of declared groups as they were released before.
    file, sha256
        Its name and the digest of its bytes.
    records
        How many entries it has; 1 for a ranker and for a release.
    """

    holds: Literal["overrides", "introductions", "ranker", "released"]
    file: str
    sha256: str
    records: int
