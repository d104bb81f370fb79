"""The best offers of each start-up, with what their scores are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from connector.matching.columns.types import Flags, Floats
    from connector.matching.signals import Signal

    Chosen = npt.NDArray[np.int32]
    Answers = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Candidates:
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
    signals
        In the order of the last axis.
    shares
        What each signal counts in the score, shape (signals,), sum 1.
    version
        Of the weights.
    """

    offer: Chosen
    score: Floats
    possible: Floats
    value: Floats
    is_known: Flags
    answer: Answers
    signals: tuple[Signal, ...]
    shares: Floats
    version: str

    @property
    def contributions(self) -> Floats:
        """What each signal adds to the score, shape (n, depth, signals)."""
        added: Floats = self.value * self.shares
        return added

    def __len__(self) -> int:
        return len(self.offer)
