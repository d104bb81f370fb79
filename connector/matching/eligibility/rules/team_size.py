"""Whether the team is neither too small nor too large for the offer."""

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


def _is_made(offers: OfferColumns) -> Flags:
    # "from one person" shuts nobody out
    return (offers.rules.smallest_team > 1) | ~np.isnan(offers.rules.largest_team)


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    people = startups.team_size[:, np.newaxis]
    return answers_where(
        is_made=_is_made(offers),
        is_stated=~np.isnan(people),
        # nothing is below or above a bound that is not set (nan)
        is_met=~((people < offers.rules.smallest_team) | (people > offers.rules.largest_team)),
    )


def _because(startup: StartUp, offer: Offer, _answer: Answer, _today: date) -> Reason:
    least = offer.rules.smallest_team if offer.rules.smallest_team != 1 else None
    size = span("team_size", least, offer.rules.largest_team)
    if startup.team_size is None:
        return Reason("team_size.cannot_tell", {"size": size})
    return Reason("team_size.ineligible", {"size": size, "people": startup.team_size})


RULE = Rule(
    "team_size",
    is_made=_is_made,
    answers=_answers,
    because=_because,
    says=("team_size.ineligible", "team_size.cannot_tell"),
    reads=("team_size",),
    asks=("team_size",),
)
