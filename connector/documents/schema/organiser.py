"""What the organiser of a call looks at: needs, offers, and how fairly attention falls."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from connector.documents.schema.said import Said
from connector.documents.schema.startups import Kind

#: Whether an offer takes somebody, or why not.
Status = Literal["open", "closed", "ahead", "full"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NeedDemand(_Part):
    """A need: how many start-ups state it, for how many nobody meets it, how many offers meet it at all."""

    need: str
    asked_by: int
    unmet_for: int
    met_by: int


class OfferDemand(_Part):
    """An offer and who comes to it.

    Attributes
    ----------
    id, name, kind, needs
        Which, and the needs it meets.
    status
        ``open``; or why it takes nobody today: ``closed``, ``ahead`` (opens later), ``full``.
    capacity
        Places now; null where not stated: without limit for the engine.
    listed
        On how many lists it stands.
    wanted
        How many start-ups would ask it if places had no end: it is among the best of what they may enter.
    introductions
        How many are proposed now, never more than its places.
    odds
        Which share of those who ask it is expected to be taken when everybody goes by the lists of the policy
        ``balance``; 1 under the others, null for an offer that takes nobody.
    """

    id: str
    name: str
    kind: Kind
    needs: list[str]
    status: Status
    capacity: int | None
    listed: int
    wanted: int
    introductions: int
    odds: float | None


class ToAsk(_Part):
    """Whom to ask for more: they are shown offers, and introduced to none: nothing known speaks for any.

    Attributes
    ----------
    startups
        Ids.
    missing
        Field -> how many of them do not state it, most first, and of equal ones what could add most to a fit.
    """

    startups: list[str]
    missing: dict[str, int]


class OverridePart(_Part):
    """An introduction that the organiser decided on, whatever the policy says.

    Attributes
    ----------
    startup, offer
        Ids.
    reason, by, day
        Why, who decided, and when.
    passed_over
        Ids of start-ups that have no other choice than this scarce offer and are not introduced to it.
    says
        All that in words.
    """

    startup: str
    offer: str
    reason: str
    by: str
    day: date
    passed_over: list[str]
    says: list[Said]
