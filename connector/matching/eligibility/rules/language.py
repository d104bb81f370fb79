"""Whether the start-up works in one of the languages that the offer needs, at the level that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.facts import languages
from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    needed = offers.rules.languages
    is_met = np.zeros((len(startups), len(offers)), np.bool_)
    for language in np.flatnonzero(needed.any(axis=0)):
        asking = np.flatnonzero(needed[:, language])
        is_met[:, asking] |= startups.languages[:, language, np.newaxis] >= needed[asking, language]
    return answers_where(
        is_made=offers.rules.has_languages,
        is_stated=np.asarray(startups.languages.any(axis=1))[:, np.newaxis],
        is_met=is_met,
    )


def _because(startup: StartUp, offer: Offer, _answer: Answer, _today: date) -> Reason:
    needed = languages(offer.rules.languages or {}, "language.from", highest="language.at")
    if not startup.languages:
        return Reason("language.cannot_tell", {"languages": needed})
    own = languages(startup.languages, "language.at", highest="language.at")
    return Reason("language.ineligible", {"languages": needed, "own": own})


RULE = Rule(
    "language",
    is_made=lambda offers: offers.rules.has_languages,
    answers=_answers,
    because=_because,
    says=("language.ineligible", "language.cannot_tell"),
    reads=("languages",),
    asks=("languages",),
)
