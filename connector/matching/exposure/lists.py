"""How much attention each start-up gets from offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Doubles, Integers


@dataclass(frozen=True, eq=False)
class Lists:
    """The exposure of n start-ups in the lists that offers see.

    One who stands at position p of a list gets 1 / log2(1 + p) of attention: 1 at the top, 0.63 at the second
    place, 0.5 at the third. A start-up's exposure is the sum over all lists that it stands in.

    Attributes
    ----------
    attention
        Shape (n,), at least 0.

    Notes
    -----
    The discount is that of Jarvelin and Kekalainen (2002), Cumulated gain-based evaluation of IR techniques,
    ACM Transactions on Information Systems 20:422-446; exposure as its sum: Singh and Joachims (2018),
    Fairness of exposure in rankings, KDD, 2219-2228.
    """

    attention: Doubles

    @classmethod
    def seen(cls, lists: npt.NDArray[np.integer], startups: int) -> Self:
        """Take the lists as offers saw them.

        Parameters
        ----------
        lists
            For each offer the numbers of the start-ups in the order it saw them, shape (m, p), -1 behind the
            end of a list.
        startups
            n.

        Raises
        ------
        ValueError
            If a number is no start-up's.
        """
        if lists.size and not (lists.min() >= -1 and lists.max() < startups):
            raise ValueError(f"lists hold the numbers of {startups} start-ups, and -1 for nobody")
        row, column = np.nonzero(lists >= 0)
        return cls(_summed(lists[row, column], discount(column + 1), startups))

    @classmethod
    def recommended(cls, offers: npt.NDArray[np.integer], scores: npt.NDArray[np.floating]) -> Self:
        """Take what was recommended to start-ups: each offer sees those to whom it is, the best score first.

        Those with equal scores share the attention of the places that they take together.

        Parameters
        ----------
        offers
            For each start-up the numbers of the offers that it is shown, shape (n, k), -1 behind the end.
        scores
            How well they fit, the same shape; larger is better.

        Raises
        ------
        ValueError
            If the shapes differ or a score of a recommendation is no number.
        """
        if offers.shape != scores.shape:
            raise ValueError(f"offers have the shape {offers.shape}, scores {scores.shape}")
        row, column = np.nonzero(offers >= 0)
        offer, score = offers[row, column].astype(np.int64), scores[row, column].astype(np.float64)
        if np.isnan(score).any():
            raise ValueError("the score of a recommendation is no number")
        order = np.lexsort((-score, offer))
        offer, score = offer[order], score[order]
        return cls(_summed(row[order], _shared(offer, score), len(offers)))


def discount(position: Integers) -> Doubles:
    """Return the attention at a position, 1 being the first."""
    return np.asarray(1.0 / np.log2(1.0 + position))


def _summed(startup: npt.NDArray[np.integer], attention: Doubles, startups: int) -> Doubles:
    return np.asarray(np.bincount(startup, attention, minlength=startups), np.float64)


def _shared(offer: Integers, score: Doubles) -> Doubles:
    """Return the attention of entries that are sorted by offer and score."""
    if not len(offer):
        return np.zeros(0)
    is_new = np.concatenate([[True], offer[1:] != offer[:-1]])
    starts = np.flatnonzero(is_new)
    position = np.arange(len(offer)) - np.repeat(starts, np.diff(np.append(starts, len(offer)))) + 1
    ties = np.cumsum(is_new | np.concatenate([[True], score[1:] != score[:-1]])) - 1
    weight = discount(position)
    return np.asarray((np.bincount(ties, weight) / np.bincount(ties))[ties])
