"""Whether one may enter today.

An offer that states neither whether it is open nor its days makes no rule: it lets everybody in, and the
signal of days says that they are not stated. Days count more than the mark "open", which nobody takes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.rule import Answer, Rule
from connector.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp


def has_ended(offers: OfferColumns) -> Flags:
    """Return which offers ended or whose last day to enter is over, shape (m,)."""
    return np.asarray((offers.is_open == 0) | (offers.closes_in < 0))


def opens_later(offers: OfferColumns) -> Flags:
    """Return which other offers begin after today, shape (m,)."""
    return np.asarray((offers.opens_in > 0) & ~has_ended(offers))


def _is_made(offers: OfferColumns) -> Flags:
    return has_ended(offers) | opens_later(offers)


def _answers(_: StartUpColumns, offers: OfferColumns) -> Answers:
    is_shut = _is_made(offers)
    return np.where(is_shut, np.int8(Answer.INELIGIBLE), np.int8(Answer.ELIGIBLE))[np.newaxis]


def _because(_startup: StartUp, offer: Offer, _answer: Answer, today: date) -> Reason:
    if offer.is_open is False:
        return Reason("open.ineligible")
    if offer.closes is not None and offer.closes < today:
        return Reason("open.closed", {"day": offer.closes})
    return Reason("open.not_yet", {"day": offer.opens or today})


RULE = Rule(
    "open",
    is_made=_is_made,
    answers=_answers,
    because=_because,
    says=("open.ineligible", "open.closed", "open.not_yet"),
)
