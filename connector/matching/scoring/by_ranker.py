"""The chance that a ranker learned from outcomes sees in a pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from connector.errors import RankerNotUsableError
from connector.matching.eligibility.rule import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Doubles, Flags, Floats
    from connector.matching.learning.ranker import Learned
    from connector.matching.scoring.shortlists import Answers
    from connector.matching.scoring.weights import Weights
    from connector.matching.signals import Signal, Values


@dataclass(frozen=True)
class ByRanker:
    """A score as the chance that the offer is chosen when it is looked at; see `Scorer`.

    What a signal contributes is told against a pair of which nothing is known, and not against the other
    offers of the list: so it means what it means with the declared weights (what is not known adds nothing),
    is the same for both sides and whoever else is on the list, and goes on where the contributions end, to
    what the score could be. Since nothing that is known ever lowers a score, nothing contributes less than 0.

    Attributes
    ----------
    signals, version, base
        See `Scorer`.
    shares
        What each signal contributes to the score of a pair that everything speaks for, over all of them: sum
        1, or 0 if the ranker makes no difference between pairs.
    ranker
        Whose gate passed.
    """

    signals: tuple[Signal, ...]
    shares: Floats
    version: str
    base: float
    ranker: Learned

    @property
    def kind(self) -> Literal["ranker"]:
        """A ranker learned from outcomes."""
        return "ranker"

    def of_pairs(self, values: Sequence[Values], answers: Answers) -> Floats:
        """Return the chances, of pairs that are not ineligible."""
        chances = self.ranker.score_of_pairs([one.value for one in values], answers > Answer.INELIGIBLE)
        return chances.astype(np.float32)

    def possible(self, score: Floats, value: Floats, is_known: Flags) -> Floats:
        """Return the chances with the best value of all that is not known."""
        found = score.copy()
        lacks = ~is_known.all(axis=-1)
        found[lacks] = self.ranker.score(np.where(is_known[lacks], value[lacks], 1))
        return found

    def contributions(self, value: Floats) -> Doubles:
        """Return parts of the chance."""
        return self.ranker.contributions(value)

    def rises(self, value: Floats, is_known: Flags) -> Doubles:
        """Return the larger of two rises: known and best alone, and as the last of all that is not known.

        Both are the same in a weighted mean. Here a signal may count more beside others, or less.
        """
        return np.maximum(self._raised(value, value), self._raised(np.where(is_known, value, 1), value))

    def _raised(self, others: Floats, value: Floats) -> Doubles:
        """Return what each signal adds beside the others if it is best instead of what it is."""
        own = np.eye(len(self.signals), dtype=np.bool_)  # a row for each signal that changes
        beside = others[..., None, :]
        before = self.ranker.score(np.where(own, value[..., None, :], beside))
        return self.ranker.score(np.where(own, 1, beside)) - before


def by_ranker(ranker: Learned, signals: Sequence[Signal], weights: Weights) -> ByRanker:
    """Return what scores by a ranker whose gate passed.

    Parameters
    ----------
    ranker
        That replaces the declared weights.
    signals
        At hand; those that the ranker was not learned on are not asked.
    weights
        That it is to replace.

    Raises
    ------
    RankerNotUsableError
        If a signal that it was learned on is not at hand, or it was judged beside other weights.
    """
    at_hand = {signal.code: signal for signal in signals}
    missing = [code for code in ranker.signals if code not in at_hand]
    if missing:
        raise RankerNotUsableError(f"The ranker reads signals that are not at hand: {', '.join(missing)}.")
    if ranker.card.weights_version != weights.version:
        # it has shown to be better than these, and of others nothing is known
        raise RankerNotUsableError(
            f"The ranker was judged beside weights {ranker.card.weights_version}, not {weights.version}."
        )
    parts = ranker.contributions(np.ones(len(ranker.signals)))
    return ByRanker(
        signals=tuple(at_hand[code] for code in ranker.signals),
        shares=(parts / (parts.sum() or 1.0)).astype(np.float32),
        version=ranker.version,
        base=ranker.base,
        ranker=ranker,
    )
