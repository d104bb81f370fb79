"""The best offers of each start-up, with what their scores are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Flags, Floats
    from connector.matching.scoring.scorer import Scorer
    from connector.matching.signals import Signal

    Chosen = npt.NDArray[np.int32]
    Answers = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Shortlists:
    """The best offers of n start-ups, the best first, none of them ineligible.

    Attributes
    ----------
    offer
        Which offers, shape (n, depth); -1 where there are no more.
    score
        Shape (n, depth), 0 to 1; 0 where there is no offer.
    possible
        What the score would be if every signal that is not known were known and best, shape (n, depth).
    value, is_known
        Of each signal, shape (n, depth, signals); 0 where not known.
    answer
        `connector.matching.eligibility.rule.Answer`, shape (n, depth).
    scorer
        What made the scores.
    """

    offer: Chosen
    score: Floats
    possible: Floats
    value: Floats
    is_known: Flags
    answer: Answers
    scorer: Scorer

    @property
    def signals(self) -> tuple[Signal, ...]:
        """In the order of the last axis."""
        return self.scorer.signals

    @property
    def shares(self) -> Floats:
        """What each signal counts in the score, shape (signals,); see `Scorer`."""
        return self.scorer.shares

    @property
    def version(self) -> str:
        """Of the weights or of the ranker."""
        return self.scorer.version

    @property
    def contributions(self) -> Floats:
        """What each signal adds; see `Scorer`. Shape (n, depth, signals)."""
        return self.scorer.contributions(self.value).astype(np.float32)

    @property
    def is_spoken_for(self) -> Flags:
        """Whether something that is known speaks for an offer, shape (n, depth)."""
        return (self.offer >= 0) & (self.score > np.float32(self.scorer.base))

    def __len__(self) -> int:
        return len(self.offer)
