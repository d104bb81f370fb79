"""Whether the start-up is neither too young nor too old for the offer, on the day of matching."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.facts import span
from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp

_MONTHS_OF_A_YEAR = 12


def _is_made(offers: OfferColumns) -> Flags:
    # "from 0 months" shuts nobody out
    return (offers.rules.youngest_months > 0) | ~np.isnan(offers.rules.oldest_months)


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    age = np.maximum(startups.age_months, 0)[:, np.newaxis]  # what is yet to be founded is as young as can be
    return answers_where(
        is_made=_is_made(offers),
        is_stated=~np.isnan(age),
        # nothing is below or above a bound that is not set (nan)
        is_met=~((age < offers.rules.youngest_months) | (age > offers.rules.oldest_months)),
    )


def _because(startup: StartUp, offer: Offer, _answer: Answer, _today: date) -> Reason:
    age = span("age", _time(offer.rules.youngest_months or None), _time(offer.rules.oldest_months))
    if startup.founded is None:
        return Reason("age.cannot_tell", {"age": age})
    return Reason("age.ineligible", {"age": age, "founded": startup.founded})


def _time(months: int | None) -> Reason | None:
    if months is None:
        return None
    if months > 0 and months % _MONTHS_OF_A_YEAR == 0:
        return Reason("age.years", {"n": months // _MONTHS_OF_A_YEAR})
    return Reason("age.months", {"n": months})


RULE = Rule(
    "age",
    is_made=_is_made,
    answers=_answers,
    because=_because,
    says=("age.ineligible", "age.cannot_tell"),
    reads=("age_months",),
    asks=("founded",),
)
