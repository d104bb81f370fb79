"""What became of everything that was shown, so that also what was not chosen is known."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from connector.parties.record import Identifier, Record

if TYPE_CHECKING:
    from collections.abc import Mapping


class Result(StrEnum):
    """How far an offer that was shown has come by now."""

    SHOWN = "shown"
    EXPIRED = "expired"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    MET = "met"
    OUTCOME = "outcome"


class Declined(StrEnum):
    """Why one of both sides declined."""

    NO_FIT = "no_fit"
    NOT_NOW = "not_now"
    FULL = "full"
    SERVED_ELSEWHERE = "served_elsewhere"
    OTHER = "other"


#: How relevant an offer has proved to be. What is above 0 was chosen.
GRADES: Mapping[Result, int] = {
    Result.SHOWN: 0,
    Result.EXPIRED: 0,
    Result.DECLINED: 0,
    Result.ACCEPTED: 1,
    Result.MET: 2,
    Result.OUTCOME: 3,
}
#: Declined for want of a place, of time or of the need itself: this says nothing of how well both fit, and
#: nothing is learned from it.
SAYS_NOTHING_OF_FIT = frozenset({Declined.NOT_NOW, Declined.FULL, Declined.SERVED_ELSEWHERE})


class Outcome(Record):
    """What became of one offer in one list that one start-up was shown.

    Attributes
    ----------
    startup, offer
        Ids.
    shown_in
        The list. All that was shown in it has an outcome, also where nobody did anything.
    day
        When the list was shown, whenever the result came.
    position
        Place in the list, from 1; None for lists without an order.
    result
        How far it has come.
    declined_because
        Stated if and only if it was declined.
    """

    startup: Identifier
    offer: Identifier
    shown_in: Identifier
    day: date
    position: Annotated[int, Field(ge=1, le=100_000)] | None = None
    result: Result = Result.SHOWN
    declined_because: Declined | None = None

    @model_validator(mode="after")
    def _a_reason_for_declining_and_for_nothing_else(self) -> Self:
        if (self.result is Result.DECLINED) != (self.declined_because is not None):
            raise ValueError("what is declined has a reason, and nothing else has")
        return self

    @property
    def grade(self) -> int:
        """How relevant the offer has proved to be."""
        return GRADES[self.result]

    @property
    def counts(self) -> bool:
        """Whether it says something of how well both fit."""
        return self.declined_because not in SAYS_NOTHING_OF_FIT
