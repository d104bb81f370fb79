"""A start-up, as its founders describe it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from connector.parties.declaration import Declaration
from connector.parties.place import Amount, Place
from connector.parties.record import (
    Code,
    Country,
    Identifier,
    LanguageLevel,
    LanguageTag,
    Name,
    Prose,
    Record,
    Urgency,
)


class Permission(StrEnum):
    """Whether somebody may register a company here. The status behind the answer is never asked."""

    YES = "yes"
    NOT_YET = "not_yet"
    UNSURE = "unsure"


class StartUp(Record):
    """One profile for all calls.

    Attributes
    ----------
    id, name
        How it is called in files, and for readers.
    sectors, stage
        Codes of the taxonomies; empty and None where not stated.
    place, founded, team_size
        Where it is, since when (the day it was registered, or when work began), how many work in it.
    languages
        Working language -> level; empty where not stated.
    is_registered
        Whether it has a legal form: False is "not yet", None not stated.
    may_register
        Whether its founders may register a company here.
    markets_known, markets_sought
        Countries.
    needs
        Need -> urgency, 1 to 5; empty where not stated.
    offers
        Needs of other start-ups that this one can help with.
    ticket
        Money sought.
    available_from
        First day on which a programme could begin.
    text
        What it writes about itself.
    declared
        What its owners declared of themselves; read by pairs, cohorts and the audit alone, with consent.
    """

    id: Identifier
    name: Name
    sectors: frozenset[Code] = frozenset()
    stage: Code | None = None
    place: Place | None = None
    founded: date | None = None
    team_size: Annotated[int, Field(ge=1, le=100_000)] | None = None
    languages: Mapping[LanguageTag, LanguageLevel] = Field(default_factory=dict)
    is_registered: bool | None = None
    may_register: Permission | None = None
    markets_known: frozenset[Country] = frozenset()
    markets_sought: frozenset[Country] = frozenset()
    needs: Mapping[Code, Urgency] = Field(default_factory=dict)
    offers: frozenset[Code] = frozenset()
    ticket: Amount | None = None
    available_from: date | None = None
    text: Prose = ""
    declared: Declaration | None = None
