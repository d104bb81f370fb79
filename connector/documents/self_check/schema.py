"""The document of a self-check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from pydantic import Field

from connector.parties.record import Record

SCHEMA: Final = "label-check/1"


class SaidLevel(Record):
    """A level: code, name, and what holding it says."""

    code: str
    name: str
    says: str


class SaidPoints(Record):
    """Points of scored criteria: those that were had, and those that there are."""

    had: int
    of: int


class SaidPillar(Record):
    """A pillar and its points; none where it has no scored criterion."""

    code: str
    name: str
    points: SaidPoints | None


class SaidAnchor(Record):
    """An anchor of a criterion and what has to be there for it."""

    anchor: int
    says: str


class SaidCriterion(Record):
    """A criterion and what was answered to it.

    Attributes
    ----------
    code, pillar, text
        Which, and what is asked.
    kind
        ``mandatory``, ``scored`` or ``both``.
    given
        The anchor that was answered, with its sentence; None where nothing was.
    following
        The one above, or above 0 where nothing was answered; None at the highest.
    lacks_for
        Level above the one reached -> the anchor that it asks of this mandatory criterion.
    planned, note, remarks
        As answered, and what to look at.
    training, practices
        Lessons and good practices that help.
    """

    code: str
    pillar: str
    text: str
    kind: Literal["mandatory", "scored", "both"]
    given: SaidAnchor | None
    following: SaidAnchor | None
    lacks_for: Mapping[str, int]
    planned: date | None
    note: str
    remarks: tuple[str, ...]
    training: tuple[str, ...]
    practices: tuple[str, ...]


class MissingInPillar(Record):
    """What is missing in one pillar, and what in it could bring points where some are missing."""

    pillar: str
    points: int
    says: tuple[str, ...]
    could: tuple[str, ...]


class SaidMissing(Record):
    """What is missing for a level: over all pillars, and in each; and what helps."""

    level: str
    points: int
    says: tuple[str, ...]
    pillars: tuple[MissingInPillar, ...]
    training: tuple[str, ...]
    practices: tuple[str, ...]


class CheckedScheme(Record):
    """By what was checked: code and version, digest of all that it says, name, and the short form."""

    label: str
    digest: str
    name: str
    variant: str | None
    variant_name: str | None


class SelfCheckDocument(Record):
    """What answers come to, in one language.

    Attributes
    ----------
    level, possible
        Codes of the level reached, and of the highest that could be if all that was not answered were at its
        best; None below the lowest.
    answered, of
        Criteria that were answered, and that are asked.
    missing
        For each level above the one reached, the next one first.
    set_aside
        Criteria that were answered and that the short form does not ask.
    says
        What every reader has to know beside it.
    """

    schema_: Literal["label-check/1"] = Field(default=SCHEMA, alias="schema")
    language: str
    scheme: CheckedScheme
    level: str | None
    possible: str | None
    answered: int
    of: int
    points: SaidPoints
    levels: tuple[SaidLevel, ...]
    pillars: tuple[SaidPillar, ...]
    missing: tuple[SaidMissing, ...]
    criteria: tuple[SaidCriterion, ...]
    set_aside: tuple[str, ...]
    says: tuple[str, ...]
