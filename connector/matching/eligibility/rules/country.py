"""Whether the start-up is in a country that the offer takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.facts import countries
from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    # a column more, of False, for what is not stated (-1): there may be no country at all
    taken = np.pad(offers.rules.countries, ((0, 0), (0, 1)))
    return answers_where(
        is_made=offers.rules.has_countries,
        is_stated=startups.country[:, np.newaxis] >= 0,
        is_met=taken.T[startups.country],
    )


def _because(startup: StartUp, offer: Offer, _answer: Answer, _today: date) -> Reason:
    taken = countries(offer.rules.countries or ())
    if startup.place is None or startup.place.country is None:
        return Reason("country.cannot_tell", {"countries": taken})
    return Reason(
        "country.ineligible", {"countries": taken, "country": Named("countries", startup.place.country)}
    )


RULE = Rule(
    "country",
    is_made=lambda offers: offers.rules.has_countries,
    answers=_answers,
    because=_because,
    says=("country.ineligible", "country.cannot_tell"),
    reads=("country",),
    asks=("place",),
)
