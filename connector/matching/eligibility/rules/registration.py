"""Whether the start-up has the legal form that the offer needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    registered = startups.is_registered[:, np.newaxis]
    return answers_where(
        is_made=offers.rules.must_be_registered, is_stated=registered >= 0, is_met=registered == 1
    )


def _because(_startup: StartUp, _offer: Offer, answer: Answer, _today: date) -> Reason:
    return Reason("registration.cannot_tell" if answer == Answer.CANNOT_TELL else "registration.ineligible")


RULE = Rule(
    "registration",
    is_made=lambda offers: offers.rules.must_be_registered,
    answers=_answers,
    because=_because,
    says=("registration.ineligible", "registration.cannot_tell"),
    reads=("is_registered",),
    asks=("is_registered",),
)
