"""Whether the start-up is at a stage that the offer takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.facts import terms
from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    stage = startups.stage[:, np.newaxis]
    return answers_where(
        is_made=offers.rules.has_stages,
        is_stated=stage >= 0,
        is_met=offers.rules.stages.T[startups.stage],  # of what is not stated, whatever the last stage says
    )


def _because(startup: StartUp, offer: Offer, _answer: Answer, _today: date) -> Reason:
    stages = terms("stages", offer.rules.stages or ())
    if startup.stage is None:
        return Reason("stage.cannot_tell", {"stages": stages})
    return Reason("stage.ineligible", {"stages": stages, "stage": Named("stages", startup.stage)})


RULE = Rule(
    "stage",
    is_made=lambda offers: offers.rules.has_stages,
    answers=_answers,
    because=_because,
    says=("stage.ineligible", "stage.cannot_tell"),
    reads=("stage",),
    asks=("stage",),
)
