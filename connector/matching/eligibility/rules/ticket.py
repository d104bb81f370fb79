"""Whether a funder gives sums like the one that the start-up seeks.

Connectors and services give no money and make no such rule. Sums in different currencies are not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.facts import span
from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.parties import Funder
from connector.reasons import Money, Reason

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp
    from connector.reasons import Fact


def _is_made(offers: OfferColumns) -> Flags:
    # "from 0" shuts nobody out
    return offers.is_funder & ((offers.smallest_ticket > 0) | ~np.isnan(offers.largest_ticket))


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    sought = startups.ticket[:, np.newaxis]
    return answers_where(
        is_made=_is_made(offers),
        is_stated=startups.currency[:, np.newaxis] == offers.currency,  # no funder has -1 and makes the rule
        is_met=~((sought < offers.smallest_ticket) | (sought > offers.largest_ticket)),
    )


def _because(startup: StartUp, offer: Offer, answer: Answer, _today: date) -> Reason:
    if not isinstance(offer, Funder) or offer.currency is None:
        raise TypeError(f"{offer.id} gives no money and makes no rule about it")
    currency = offer.currency
    least = Money(offer.smallest_ticket, currency) if offer.smallest_ticket else None
    most = None if offer.largest_ticket is None else Money(offer.largest_ticket, currency)
    given: dict[str, Fact] = {"range": span("ticket", least, most)}
    if startup.ticket is None:
        return Reason("ticket.cannot_tell", given)
    given |= {"ticket": Money(startup.ticket.value, startup.ticket.currency)}
    if answer == Answer.CANNOT_TELL:
        return Reason("ticket.other_currency", given | {"currency": currency})
    return Reason("ticket.ineligible", given)


RULE = Rule(
    "ticket",
    is_made=_is_made,
    answers=_answers,
    because=_because,
    says=("ticket.ineligible", "ticket.cannot_tell", "ticket.other_currency"),
    reads=("ticket", "currency"),
    asks=("ticket",),
)
