"""Whether there is a place left. A capacity that is not stated makes no rule."""

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


def is_full(offers: OfferColumns) -> Flags:
    """Return which offers have no place left, shape (m,)."""
    return np.asarray(offers.capacity == 0)


def _answers(_: StartUpColumns, offers: OfferColumns) -> Answers:
    return np.where(is_full(offers), np.int8(Answer.INELIGIBLE), np.int8(Answer.ELIGIBLE))[np.newaxis]


def _because(_startup: StartUp, _offer: Offer, _answer: Answer, _today: date) -> Reason:
    return Reason("capacity.ineligible")


RULE = Rule(
    "capacity",
    is_made=is_full,
    answers=_answers,
    because=_because,
    says=("capacity.ineligible",),
)
