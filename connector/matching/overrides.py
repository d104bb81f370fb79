"""Introductions that an organiser decides on, whatever the policy says: checked, and written down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from connector.errors import CannotMatchError
from connector.matching.eligibility import Answer, eligibility
from connector.parties.record import Identifier, Name, Record
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.congestion import Logged
    from connector.parties import Parties, StartUp


class Override(Record):
    """An introduction that an organiser decided on.

    Attributes
    ----------
    startup, offer
        Ids.
    reason
        Why, in the organiser's words.
    by
        Who decided.
    day
        When.
    """

    startup: Identifier
    offer: Identifier
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    by: Name
    day: date


@dataclass(frozen=True, slots=True)
class AppliedOverride:
    """An override as it was applied: what the log has to hold.

    Attributes
    ----------
    override
        As it was decided.
    passed_over
        Ids of start-ups that have no other choice than this scarce offer and are not introduced to it.
    """

    override: Override
    passed_over: tuple[str, ...]

    @property
    def reason(self) -> Reason:
        """What both sides are told."""
        one = self.override
        return Reason("override.introduced", {"by": one.by, "day": one.day, "reason": one.reason})

    def sentences(self) -> tuple[Reason, ...]:
        """Return what the organiser is told: the decision, and whom it cost a place."""
        cost = (Reason("override.passed_over", {"n": len(self.passed_over)}),) if self.passed_over else ()
        return (self.reason, *cost)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An override that cannot be kept.

    Attributes
    ----------
    number
        Its place among those given, from 0.
    message, remedy
        Why not, as a sentence, and what the organiser can do about it.
    """

    number: int
    message: str
    remedy: str


class OverridesRefusedError(CannotMatchError):
    """Overrides cannot be kept; nothing was matched.

    Parameters
    ----------
    refusals
        Of every one of them, in the order given; at least one.
    """

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(refusals[0].message)
        self.refusals = refusals


def wanted_pairs(
    overrides: Sequence[Override],
    parties: Parties,
    left_out: Mapping[str, str],
    columns: tuple[StartUpColumns, OfferColumns],
    *,
    asks: int,
    today: date,
) -> list[tuple[int, int, str]]:
    """Return overrides as rows, columns and reasons, in the order given.

    Whether a start-up may enter is for the rules of the offer to say, not for the organiser: a pair that they
    exclude is refused. Where they cannot tell, the organiser may know what the profile does not state.

    Parameters
    ----------
    overrides
        What was decided.
    parties
        Those that take part: rows and columns.
    left_out
        Id of an offer that takes nobody today -> why.
    columns
        Of `parties`.
    asks
        How many introductions a start-up may have.
    today
        The day of matching.

    Raises
    ------
    OverridesRefusedError
        If an override is of a later day, or names a start-up or an offer that is not there or takes nobody
        today, or a pair that is excluded or stands twice; if overrides give a start-up or an offer more than
        it may have. With all that cannot be kept beside those before them that can.
    """
    if not overrides:
        return []
    wishes = _Wishes(
        {startup.id: row for row, startup in enumerate(parties.startups)},
        {offer.id: column for column, offer in enumerate(parties.offers)},
        left_out,
        columns,
        asks,
        today,
    )
    refused = []
    for number, one in enumerate(overrides):
        why = wishes.take(one)
        if why is not None:
            refused.append(Refusal(number, *why))
    if refused:
        raise OverridesRefusedError(tuple(refused))
    return [(*at, reason) for at, reason in wishes.taken.items()]


@dataclass
class _Wishes:
    """Overrides that can be kept so far, and what there is still room for."""

    rows: Mapping[str, int]
    columns_of: Mapping[str, int]
    left_out: Mapping[str, str]
    columns: tuple[StartUpColumns, OfferColumns]
    asks: int
    today: date
    taken: dict[tuple[int, int], str] = field(default_factory=dict)
    given: Counter[tuple[str, int]] = field(default_factory=Counter)

    def take(self, one: Override) -> tuple[str, str] | None:
        """Keep an override, or return why not, and the way out."""
        pair = f"start-up '{one.startup}' to offer '{one.offer}'"
        why = self._not_there(one, pair)
        if why is not None:
            return why
        at = self.rows[one.startup], self.columns_of[one.offer]
        why = self._not_allowed(at, pair)
        if why is None:
            self.given.update([("startup", at[0]), ("offer", at[1])])
            self.taken[at] = one.reason
        return why

    def _not_there(self, one: Override, pair: str) -> tuple[str, str] | None:
        if one.day > self.today:
            message = f"An override introduces {pair} on {one.day}, after the day of matching, {self.today}."
            return message, "Correct the day."
        if one.startup not in self.rows:
            return f"An override introduces {pair}: there is no such start-up.", _CORRECT
        if one.offer in self.left_out:
            why = _LEFT_OUT[self.left_out[one.offer]]
            return f"An override introduces {pair}, which takes nobody today: {why}.", _REMOVE
        if one.offer not in self.columns_of:
            return f"An override introduces {pair}: there is no such offer.", _CORRECT
        return None

    def _not_allowed(self, at: tuple[int, int], pair: str) -> tuple[str, str] | None:
        places = self.columns[1].capacity[at[1]]
        if at in self.taken:
            return f"Overrides introduce {pair} twice.", _REMOVE
        if rules := self._excluding(at):
            return (
                f"An override cannot introduce {pair}: it may not enter, by the rules {', '.join(rules)}.",
                "Remove it; if the profile is out of date, correct that.",
            )
        if self.given["startup", at[0]] >= self.asks:
            return (
                f"An override cannot introduce {pair}: others give it all that it may have ({self.asks}).",
                "Remove one of them, or let start-ups have more introductions.",
            )
        if self.given["offer", at[1]] >= places:  # never where no capacity is stated
            return (
                f"An override cannot introduce {pair}: others give away all of its {places:.0f} places.",
                "Remove one of them; if the offer has more places, state them.",
            )
        return None

    def _excluding(self, at: tuple[int, int]) -> list[str]:
        startups, offers = self.columns
        answers = eligibility(startups.take(np.array(at[:1])), offers.take(np.array(at[1:])))
        return [code for code, answer in answers.not_eligible(0, 0).items() if answer == Answer.INELIGIBLE]


_CORRECT = "Correct the id, or remove the override."
_REMOVE = "Remove it."
#: Why an offer takes nobody today, within an error.
_LEFT_OUT = {"closed": "it is closed", "ahead": "it opens later", "full": "it is full"}


def applied(
    overrides: Sequence[Override], logged: Sequence[Logged], startups: Sequence[StartUp]
) -> tuple[AppliedOverride, ...]:
    """Return what the log has to hold of each override, in the order given."""
    return tuple(
        AppliedOverride(one, tuple(startups[row].id for row in entry.passed_over))
        for one, entry in zip(overrides, logged, strict=True)
    )
