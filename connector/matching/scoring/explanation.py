"""Why an offer stands where it stands: what its score is made of, and what is missing.

The same text for both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.eligibility.rule import Answer
from connector.matching.signals.missing import missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns import Codes
    from connector.matching.scoring.shortlists import Shortlists
    from connector.matching.signals.missing import Missing
    from connector.parties import Parties
    from connector.reasons import Reason

#: How many contributions are named.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a signal adds to a score.

    Attributes
    ----------
    signal
        Its code.
    value
        0 to 1.
    added
        A part of the score: with declared weights value times share, with a ranker see `Scorer`.
    reason
        Why.
    """

    signal: str
    value: float
    added: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Gap:
    """What a signal could add if more were stated.

    Attributes
    ----------
    signal
        Its code.
    up_to
        The most that it could add to the score.
    missing
        What is not stated, and by whom; empty where all is stated and it cannot be known nevertheless.
    reason
        Why it is not known, or known only in part.
    """

    signal: str
    up_to: float
    missing: tuple[Missing, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an offer stands where it stands in the list of a start-up.

    Attributes
    ----------
    startup, offer
        Ids.
    score, possible
        See `Shortlists`.
    base
        The score of a pair of which nothing is known, 0 with declared weights. What all signals add, also
        those that are not named, adds up with it to the score.
    answer
        Whether it is eligible.
    contributions
        The largest, largest first; those that add nothing are left out.
    gaps
        What could add more, most first.
    """

    startup: str
    offer: str
    score: float
    possible: float
    base: float
    answer: Answer
    contributions: tuple[Contribution, ...]
    gaps: tuple[Gap, ...]


def explain(
    shortlists: Shortlists, parties: Parties, codes: Codes, row: int, place: int, *, most: int = NAMED
) -> Explanation:
    """Explain one offer of one start-up.

    Parameters
    ----------
    shortlists
        Made from the columns of `parties`.
    parties, codes
        What the columns were made from.
    row, place
        Which start-up, and which place of its list, from 0.
    most
        How many contributions to name.

    Raises
    ------
    IndexError
        If the list has no such place.
    """
    return explanations(shortlists, parties, codes, row, (place,), most=most)[0]


def explanations(
    shortlists: Shortlists,
    parties: Parties,
    codes: Codes,
    row: int,
    places: Sequence[int],
    *,
    most: int = NAMED,
) -> tuple[Explanation, ...]:
    """Explain some offers of one start-up; see `explain`."""
    wanted = np.array(places, np.int64)
    value, is_known = shortlists.value[row, wanted], shortlists.is_known[row, wanted]
    added = shortlists.scorer.contributions(value).tolist()
    rises = shortlists.scorer.rises(value, is_known).tolist()
    return tuple(
        _explanation(
            shortlists, parties, codes, row, place, added=added[number], rises=rises[number], most=most
        )
        for number, place in enumerate(places)
    )


def _explanation(
    shortlists: Shortlists,
    parties: Parties,
    codes: Codes,
    row: int,
    place: int,
    *,
    added: list[float],
    rises: list[float],
    most: int,
) -> Explanation:
    number = int(shortlists.offer[row, place])
    if number < 0:
        raise IndexError(f"The list of start-up {row} has no place {place}.")
    startup, offer = parties.startups[row], parties.offers[number]
    contributions: list[Contribution] = []
    gaps: list[Gap] = []
    for signal, value, is_known, adds, rise in zip(
        shortlists.signals,
        shortlists.value[row, place].tolist(),
        shortlists.is_known[row, place].tolist(),
        added,
        rises,
        strict=True,
    ):
        reason = signal.because(startup, offer, value if is_known else None, codes)
        if adds > 0:
            contributions.append(Contribution(signal.code, value, adds, reason))
        if rise > 0 and value < 1:  # what is not known is 0
            not_stated = missing(signal.reads, startup, offer)
            if not_stated or not is_known:
                gaps.append(Gap(signal.code, rise, not_stated, reason))
    return Explanation(
        startup=startup.id,
        offer=offer.id,
        score=float(shortlists.score[row, place]),
        possible=float(shortlists.possible[row, place]),
        base=shortlists.scorer.base,
        answer=Answer(shortlists.answer[row, place]),
        contributions=tuple(sorted(contributions, key=lambda one: -one.added)[:most]),
        gaps=tuple(sorted(gaps, key=lambda one: -one.up_to)),
    )
