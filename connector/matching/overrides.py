"""Introductions that an organiser decides on, whatever the policy says: checked, and written down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
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


def wanted_pairs(
    overrides: Sequence[Override],
    parties: Parties,
    left_out: Mapping[str, str],
    columns: tuple[StartUpColumns, OfferColumns],
    *,
    asks: int,
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

    Raises
    ------
    CannotMatchError
        If an override names a start-up or an offer that is not there or takes nobody today, or a pair that is
        excluded or stands twice; if overrides give a start-up or an offer more than it may have.
    """
    rows = {startup.id: row for row, startup in enumerate(parties.startups)}
    columns_of = {offer.id: column for column, offer in enumerate(parties.offers)}
    of_startups, of_offers = columns
    found: dict[tuple[int, int], str] = {}
    given: Counter[tuple[str, str]] = Counter()
    for one in overrides:
        pair = f"start-up '{one.startup}' to offer '{one.offer}'"
        if one.startup not in rows:
            raise CannotMatchError(f"An override introduces {pair}: there is no such start-up.")
        if one.offer in left_out:
            raise CannotMatchError(
                f"An override introduces {pair}, which takes nobody today: {_LEFT_OUT[left_out[one.offer]]}."
            )
        if one.offer not in columns_of:
            raise CannotMatchError(f"An override introduces {pair}: there is no such offer.")
        at = rows[one.startup], columns_of[one.offer]
        if at in found:
            raise CannotMatchError(f"Overrides introduce {pair} twice.")
        answers = eligibility(of_startups.take(np.array(at[:1])), of_offers.take(np.array(at[1:])))
        rules = [code for code, answer in answers.not_eligible(0, 0).items() if answer == Answer.INELIGIBLE]
        if rules:
            raise CannotMatchError(
                f"An override cannot introduce {pair}: it may not enter, by the rules {', '.join(rules)}."
            )
        given.update([("startup", one.startup), ("offer", one.offer)])
        if given["startup", one.startup] > asks:
            raise CannotMatchError(
                f"An override cannot introduce {pair}: others give it all of its {asks} introductions."
            )
        places = of_offers.capacity[at[1]]
        if given["offer", one.offer] > places:  # never where no capacity is stated
            raise CannotMatchError(
                f"An override cannot introduce {pair}: others give away all of its {places:.0f} places."
            )
        found[at] = one.reason
    return [(*at, reason) for at, reason in found.items()]


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
