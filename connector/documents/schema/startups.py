"""A start-up with its recommendations."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from connector.documents.schema.said import Said

Kind = Literal["connector", "funder", "service"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ContributionPart(_Part):
    """What a signal adds to a score: its value, 0 to 1, the part of the score, and why."""

    signal: str
    value: float
    added: float
    reason: Said


class GapPart(_Part):
    """What a signal could add at most if more were stated, and which fields are not, by side."""

    signal: str
    up_to: float
    startup: tuple[str, ...]
    offer: tuple[str, ...]


class Recommendation(_Part):
    """An offer on the list of a start-up.

    Attributes
    ----------
    position
        1 is the first.
    offer, name, kind
        Which.
    score, possible
        How well both fit, 0 to 1, and what the score could be if everything were stated.
    answer
        Whether the start-up may enter: ``eligible``, or ``cannot_tell``.
    is_introduced
        Whether the introduction is proposed now, within the places of the offer.
    reasons
        The largest contributions, largest first; the same for both sides.
    gaps
        What is missing, most worth first.
    unclear
        Why it cannot be told whether the start-up may enter.
    scarcity
        Why a scarce offer is proposed here first, or to others first; null where that made no difference.
    override
        Who decided on the introduction, when and why; null where no organiser did.
    """

    position: int
    offer: str
    name: str
    kind: Kind
    score: float
    possible: float
    answer: Literal["eligible", "cannot_tell"]
    is_introduced: bool
    reasons: list[ContributionPart]
    gaps: list[GapPart]
    unclear: list[Said]
    scarcity: Said | None
    override: Said | None


class ChangePart(_Part):
    """A change of one field of a profile, and ids of offers that it opens, closes, and rules out for sure."""

    field: str
    size: float
    opens: list[str]
    closes: list[str]
    settles: list[str]
    says: list[Said]


class Stated(_Part):
    """What a start-up states of itself that readers see beside its name; null and empty where it does not.

    Nothing that its owners declared of themselves stands here.
    """

    sectors: list[str]
    stage: str | None
    city: str
    country: str | None
    needs: dict[str, int]
    languages: dict[str, str]


class Entry(_Part):
    """How many offers a start-up may enter, and what keeps it from others.

    Attributes
    ----------
    eligible, cannot_tell, ineligible
        Offers; together all that take somebody.
    excluded_by, unclear_by
        Rule -> offers that it excludes, or cannot tell about. One that two rules exclude counts with both.
    """

    eligible: int
    cannot_tell: int
    ineligible: int
    excluded_by: dict[str, int]
    unclear_by: dict[str, int]


class StartUpMatch(_Part):
    """A start-up, what it may enter, what is proposed to it, and what nobody offers it.

    Attributes
    ----------
    id, name, stated
        Who.
    entry
        What it may enter.
    recommendations
        In their order.
    unmet
        Needs, most pressing first, that no offer open to it meets.
    what_if
        The smallest single changes of the profile that open more offers.
    """

    id: str
    name: str
    stated: Stated
    entry: Entry
    recommendations: list[Recommendation]
    unmet: list[str]
    what_if: list[ChangePart]
