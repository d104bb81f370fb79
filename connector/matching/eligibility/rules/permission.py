"""Whether the founders may register a company here, where the offer needs it.

Who is unsure has not said no: it cannot be told. The status behind the answer is never asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns.startups import PERMISSIONS
from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.parties import Permission
from connector.reasons import Reason

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    permission = startups.may_register[:, np.newaxis]
    is_yes = permission == PERMISSIONS[Permission.YES]
    return answers_where(
        is_made=offers.rules.must_be_allowed,
        is_stated=is_yes | (permission == PERMISSIONS[Permission.NOT_YET]),
        is_met=is_yes,
    )


def _because(startup: StartUp, _offer: Offer, _answer: Answer, _today: date) -> Reason:
    return Reason(_SAYS[startup.may_register])


_SAYS = {
    Permission.NOT_YET: "permission.ineligible",
    Permission.UNSURE: "permission.unsure",
    None: "permission.cannot_tell",
}

RULE = Rule(
    "permission",
    is_made=lambda offers: offers.rules.must_be_allowed,
    answers=_answers,
    because=_because,
    says=tuple(_SAYS.values()),
    reads=("may_register",),
    asks=("may_register",),
)
