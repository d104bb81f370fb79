"""What is proposed to whom, and all that the reasons are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from connector.matching.congestion import Cause
from connector.matching.eligibility import Answer, eligibility, reasons
from connector.matching.exposure import Lists
from connector.matching.scoring import explanations
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags
    from connector.matching.congestion import Allocation
    from connector.matching.eligibility import Eligibility
    from connector.matching.entries import Entries
    from connector.matching.overrides import AppliedOverride
    from connector.matching.scoring import Explanation, Shortlists
    from connector.parties import Parties

#: Why an offer takes nobody today.
LeftOut = Literal["closed", "ahead", "full"]
#: Start-ups that are looked at together: all their pairs with the offers are held at once.
_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer on the list of a start-up.

    Attributes
    ----------
    position
        1 is the first.
    why
        Score, contributions and what is missing.
    unclear
        Why it cannot be told whether the start-up may enter; empty where it is eligible.
    is_introduced
        Whether the introduction is proposed now.
    scarcity
        Why a scarce offer is proposed here first, or to others first; None where that made no difference.
    override
        Who decided on the introduction, when and why; None where no organiser did.
    """

    position: int
    why: Explanation
    unclear: tuple[Reason, ...]
    is_introduced: bool
    scarcity: Reason | None
    override: Reason | None


@dataclass(frozen=True, repr=False)
class Recommendations:
    """What is proposed to whom, and all that the reasons are made of.

    Attributes
    ----------
    parties
        The start-ups, and the offers that take somebody today: rows and columns of everything below.
    left_out
        Id of an offer that takes nobody today -> why: ``closed``, ``ahead`` or ``full``.
    today, asks
        The day of matching, and how many introductions a start-up may have.
    codes, startups, offers
        The columns that rules and signals read.
    shortlists
        The best offers of each start-up, with what their scores are made of.
    allocation
        Lists and introductions under the policy.
    entries
        How many offers each start-up may enter, and which rules keep it from others.
    unmet
        Needs that no offer open to a start-up meets, shape (n, needs).
    overrides
        What organisers decided on, as it was applied, in the order given.
    """

    parties: Parties
    left_out: Mapping[str, LeftOut]
    today: date
    asks: int
    codes: Codes
    startups: StartUpColumns
    offers: OfferColumns
    shortlists: Shortlists
    allocation: Allocation
    entries: Entries
    unmet: Flags
    overrides: tuple[AppliedOverride, ...]

    def __repr__(self) -> str:
        """Say how many, not whom: all start-ups with all their columns would fill the screen."""
        proposed = int((self.allocation.introductions >= 0).sum())
        return (
            f"<Recommendations: {len(self.startups)} start-ups, {len(self.offers)} offers, "
            f"{proposed} introductions, policy {self.allocation.policy}>"
        )

    def proposals(self) -> Iterator[tuple[Proposal, ...]]:
        """Yield the list of each start-up, in the order of the start-ups."""
        gave_way = frozenset(map(tuple, self.allocation.gave_way.tolist()))
        decided = {(one.override.startup, one.override.offer): one.reason for one in self.overrides}
        for start in range(0, len(self.startups), _BLOCK):
            some = self.startups.take(slice(start, start + _BLOCK))
            answers = eligibility(some, self.offers)
            for row in range(start, start + len(some)):
                yield tuple(self._proposals(row, row - start, answers, gave_way, decided))

    def list_of(self, row: int) -> tuple[Explanation, ...]:
        """Return the list of one start-up with its reasons."""
        places = {offer: place for place, offer in enumerate(self.shortlists.offer[row].tolist())}
        listed = [places[offer] for offer in self.allocation.lists[row].tolist() if offer >= 0]
        return explanations(self.shortlists, self.parties, self.codes, row, listed)

    def attention(self) -> Lists:
        """Return what attention each start-up gets from the offers that are proposed to it."""
        lists = self.allocation.lists
        # place of each listed offer on the shortlist of its start-up; those that are none score nothing
        is_it = self.shortlists.offer[:, None, :] == lists[:, :, None]
        scores = np.where(is_it, self.shortlists.score[:, None, :], np.float32(0)).max(axis=2)
        return Lists.recommended(lists, scores)

    def _proposals(
        self,
        row: int,
        in_block: int,
        answers: Eligibility,
        gave_way: frozenset[tuple[int, ...]],
        decided: Mapping[tuple[str, str], Reason],
    ) -> Iterator[Proposal]:
        startup = self.parties.startups[row]
        listed = [offer for offer in self.allocation.lists[row].tolist() if offer >= 0]
        causes = dict(
            zip(
                self.allocation.introductions[row].tolist(),
                self.allocation.causes[row].tolist(),
                strict=True,
            )
        )
        for position, (offer, why) in enumerate(zip(listed, self.list_of(row), strict=True), start=1):
            unclear: tuple[Reason, ...] = ()
            if why.answer == Answer.CANNOT_TELL:
                found = answers.not_eligible(in_block, offer)
                unclear = reasons(startup, self.parties.offers[offer], found, self.today)
            scarcity = None
            if causes.get(offer) == Cause.SCARCITY:
                scarcity = Reason("scarcity.here_first")
            elif (row, offer) in gave_way:
                scarcity = Reason("scarcity.others_first")
            override = decided.get((why.startup, why.offer))
            yield Proposal(position, why, unclear, offer in causes, scarcity, override)
