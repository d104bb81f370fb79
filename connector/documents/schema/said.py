"""Reasons as they stand in a document: the code with its facts, for programs, and the words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NamedFact(_Part):
    """Something that has a name in each language: ``kind`` and ``code`` as in `connector.reasons.Named`."""

    kind: str
    code: str


class MoneyFact(_Part):
    """A sum in its own currency."""

    value: float
    currency: str


class DayFact(_Part):
    """A day, ISO 8601."""

    day: str


class PhraseFact(_Part):
    """A phrase within a sentence."""

    phrase: str
    facts: dict[str, FactPart]


OnePart = str | int | float | NamedFact | MoneyFact | DayFact | PhraseFact
FactPart = OnePart | list[OnePart]


class Said(_Part):
    """A reason: its code, its facts, and its words in the language of the document."""

    code: str
    facts: dict[str, FactPart]
    text: str
