"""Whether the start-up works in a sector that the offer takes.

A sector of a rule stands for everything below it. A start-up that names only a wider sector ("digital
technology" where the offer takes software) may or may not work in the narrower one: that cannot be told. A
wide sector that stands beside one of its own parts is told by the part.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.facts import terms
from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.reasons import Reason
from connector.taxonomies import taxonomy

if TYPE_CHECKING:
    from datetime import date

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Floats
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, StartUp


@cache
def _above() -> Floats:
    """Return which sector (column) lies above which (row), shape (sectors, sectors)."""
    tree = taxonomy("sectors")
    found = np.zeros((len(tree.codes), len(tree.codes)), np.float32)
    for row, code in enumerate(tree.codes):
        for wider in tree.path(code)[:-1]:
            found[row, tree.number_of[wider]] = 1
    return found


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    stated = startups.sectors.astype(np.float32)
    taken = offers.rules.sectors.astype(np.float32)
    untold = stated * (stated @ _above() == 0)
    is_met = stated @ taken.T > 0
    may_be_met = untold @ (taken @ _above() > 0).T.astype(np.float32) > 0
    return answers_where(
        is_made=offers.rules.has_sectors,
        is_stated=startups.sectors.any(axis=1, keepdims=True) & (is_met | ~may_be_met),
        is_met=is_met,
    )


def _because(startup: StartUp, offer: Offer, answer: Answer, _today: date) -> Reason:
    sectors = terms("sectors", offer.rules.sectors or ())
    if not startup.sectors:
        return Reason("sector.cannot_tell", {"sectors": sectors})
    code = "sector.too_wide" if answer == Answer.CANNOT_TELL else "sector.ineligible"
    return Reason(code, {"sectors": sectors, "own": terms("sectors", startup.sectors)})


RULE = Rule(
    "sector",
    is_made=lambda offers: offers.rules.has_sectors,
    answers=_answers,
    because=_because,
    says=("sector.ineligible", "sector.cannot_tell", "sector.too_wide"),
    reads=("sectors",),
    asks=("sectors",),
)
