"""Why an offer stands where it stands: what its score is made of, and what is missing.

The same text for both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.matching.eligibility.rule import Answer
from connector.matching.signals.missing import missing

if TYPE_CHECKING:
    from connector.matching.columns import Codes
    from connector.matching.scoring.candidates import Candidates
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
        Value times share: a part of the score.
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
        See `Candidates`.
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
    answer: Answer
    contributions: tuple[Contribution, ...]
    gaps: tuple[Gap, ...]


def explain(
    candidates: Candidates, parties: Parties, codes: Codes, row: int, place: int, *, most: int = NAMED
) -> Explanation:
    """Explain one offer of one start-up.

    Parameters
    ----------
    candidates
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
    number = int(candidates.offer[row, place])
    if number < 0:
        raise IndexError(f"The list of start-up {row} has no place {place}.")
    startup, offer = parties.startups[row], parties.offers[number]
    contributions: list[Contribution] = []
    gaps: list[Gap] = []
    for signal, share, value, is_known in zip(
        candidates.signals,
        candidates.shares.tolist(),
        candidates.value[row, place].tolist(),
        candidates.is_known[row, place].tolist(),
        strict=True,
    ):
        reason = signal.because(startup, offer, value if is_known else None, codes)
        if is_known and value > 0:
            contributions.append(Contribution(signal.code, value, value * share, reason))
        not_stated = missing(signal.reads, startup, offer)
        if not is_known or (not_stated and value < 1):
            gaps.append(Gap(signal.code, (1.0 - value) * share, not_stated, reason))
    return Explanation(
        startup=startup.id,
        offer=offer.id,
        score=float(candidates.score[row, place]),
        possible=float(candidates.possible[row, place]),
        answer=Answer(candidates.answer[row, place]),
        contributions=tuple(sorted(contributions, key=lambda one: -one.added)[:most]),
        gaps=tuple(sorted(gaps, key=lambda one: -one.up_to)),
    )
