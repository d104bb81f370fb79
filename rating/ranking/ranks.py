"""Ranks with their uncertainty, from draws of the scores."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.ranking.places import place_ends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from rating.data import Floats


@dataclass(frozen=True)
class Ranks:
    """Rank 1 is the highest score.

    Attributes
    ----------
    expected
        Mean rank over the draws, shape (companies,).
    low, high
        Ends of the interval, whole ranks, shape (companies,).
    top
        k -> the probability of being among the first k, shape (companies,); over all companies they sum to k.
    """

    expected: Floats
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    top: Mapping[int, Floats]


def rank_draws(
    scores: npt.NDArray[np.float32], confidence: float = 0.9, *, tops: Sequence[int] = ()
) -> Ranks:
    """Rank companies in every draw and summarise.

    Companies with equal scores in a draw (at a cap) share the places they take: the interval counts the
    best of them downwards and the worst of them upwards, so it is never too narrow.

    Parameters
    ----------
    scores
        Joint draws, shape (companies, draws), without NaN.
    confidence
        Level of the interval.
    tops
        Numbers of first places to give probabilities for.

    Returns
    -------
    Ranks
        With intervals whose ends are the smallest and largest ranks left after cutting off at most
        (1 - confidence) / 2 of the draws on either side.
    """
    draws = scores.shape[1]
    best, worst = (np.ascontiguousarray(ends.T) for ends in place_ends(np.ascontiguousarray(scores.T)))
    cut = math.floor((1.0 - confidence) / 2.0 * draws + 1e-9)  # 0.05 * 200 is 9.99... in binary
    expected = (best.mean(axis=1) + worst.mean(axis=1)) / 2.0
    low = np.partition(best, cut, axis=1)[:, cut]
    high = np.partition(worst, draws - 1 - cut, axis=1)[:, draws - 1 - cut]
    top = {k: _among_the_first(k, best, worst) for k in tops}
    return Ranks(expected, low.astype(np.int64), high.astype(np.int64), top)


def _among_the_first(k: int, best: npt.NDArray[np.int32], worst: npt.NDArray[np.int32]) -> Floats:
    """Return how much of the places that a company shares is among the first k, on average over the draws."""
    part = (k + 1 - best) / (worst - best + 1.0)
    return np.asarray(np.clip(part, 0.0, 1.0).mean(axis=1))
