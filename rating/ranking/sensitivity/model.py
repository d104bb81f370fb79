"""Scores from points under many specifications at once: matrix products instead of a loop over runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rating.composite.aggregate import AGGREGATIONS
from rating.composite.normalise import NORMALISATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from rating.data import Floats
    from rating.ranking.sensitivity.choices import Choices, Runs

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]

#: Where a scale begins at 0, it is moved to this part of its cap: means that do not compensate need that.
_LEAST = 0.01

#: A mean as an arithmetic mean of transformed values: there and back. All of them rise.
_AS_MEAN: dict[str, tuple[Callable[[Matrix], Matrix], Callable[[Matrix], Matrix]]] = {
    "arithmetic": (np.asarray, np.asarray),
    "geometric": (np.log, np.exp),
    "harmonic": (lambda x: -1.0 / x, lambda x: -1.0 / x),
}


@dataclass(frozen=True)
class ScoreModel:
    """How points make a score: indicators in pillars, pillars in a whole.

    Attributes
    ----------
    points
        Of the indicators, from `floor` to `cap`, shape (units, indicators); NaN where missing.
    codes
        Of the indicators.
    pillar
        To which pillar each indicator belongs, 0, 1, ..., shape (indicators,).
    indicator_weights, pillar_weights
        Positive, shape (indicators,) and (pillars,).
    aggregation
        Names for pillars and for the whole.
    floor, cap
        Ends of the scale.
    """

    points: Floats
    codes: tuple[str, ...]
    pillar: npt.NDArray[np.intp]
    indicator_weights: Floats
    pillar_weights: Floats
    aggregation: tuple[str, str] = ("arithmetic", "arithmetic")
    floor: float = 0.0
    cap: float = 100.0

    @property
    def parts(self) -> tuple[int, int]:
        """How many indicators and pillars there are."""
        return len(self.pillar), len(self.pillar_weights)

    def normalised(self, name: str) -> Floats:
        """Return points under a bounded normalisation, on a scale that stays above 0, shape as `points`.

        Raises
        ------
        ValueError
            If it is not bounded: means that do not compensate need values above 0.
        """
        floor = self.floor if self.floor > 0.0 else _LEAST * self.cap
        part = (self.points - self.floor) / (self.cap - self.floor)
        if name != "stated":
            how = NORMALISATIONS[name]
            if not how.bounded:
                raise ValueError(f"{name} has no ends, so its scale cannot be kept above 0.")
            ends = np.broadcast_to(np.array([[0.0], [1.0]]), (2, part.shape[1]))
            part = how.place(part, how.learn(part, ends[0], ends[1]))
        return np.asarray(floor + (self.cap - floor) * part)

    def prepared(self, choices: Choices) -> list[Callable[[Runs], Matrix]]:
        """Return for each normalisation and aggregation, the latter in turn, what gives the scores of runs.

        Each takes runs that share this normalisation and aggregation and returns scores of shape (runs,
        units) in hundredths of a point. NaN for a unit without any
        indicator in the run.
        """
        found: list[Callable[[Runs], Matrix]] = []
        for name in choices.normalisations:
            values = np.ascontiguousarray(self.normalised(name).T, dtype=np.float32)
            for stated in choices.aggregations:
                how = _resolved(stated, self.aggregation)
                if all(mean in _AS_MEAN for mean in how):
                    found.append(partial(self._at_once, _AS_MEAN[how[0]][0](values), how))
                else:
                    found.append(partial(self._slowly, values, how))
        return found

    def _weights(self, runs: Runs) -> tuple[Matrix, Matrix]:
        """Return weights of indicators and of pillars in some runs."""
        weight = (runs.weights[:, : len(self.pillar)] * self.indicator_weights).astype(np.float32)
        taken = np.flatnonzero(runs.left_out >= 0)
        weight[taken, runs.left_out[taken]] = 0.0
        return weight, (runs.weights[:, len(self.pillar) :] * self.pillar_weights).astype(np.float32)

    def _at_once(self, values: Matrix, how: tuple[str, str], runs: Runs) -> Matrix:
        """Join transformed values, shape (indicators, units)."""
        weight, pillars = self._weights(runs)
        inner, outer = how
        back, forth = _AS_MEAN[inner][1], _AS_MEAN[outer][0]
        known = ~np.isnan(values)
        whole = bool(known.all())
        filled = values if whole else np.where(known, values, np.float32(0.0))
        total = np.zeros((len(weight), values.shape[1]), dtype=np.float32)
        reached = np.zeros((len(weight), 1 if whole else values.shape[1]), dtype=np.float32)
        for place in range(pillars.shape[1]):
            own = self.pillar == place
            mean = weight[:, own] @ filled[own]
            present = weight[:, own].sum(axis=1, keepdims=True) if whole else weight[:, own] @ known[own]
            there = present > 0.0
            with np.errstate(invalid="ignore", divide="ignore"):
                mean /= present
                if inner != outer:
                    mean = forth(back(mean))
            counted = pillars[:, place : place + 1] * there
            if not there.all():
                mean = np.where(there, mean, np.float32(0.0))
            mean *= counted
            total += mean
            reached += counted
        with np.errstate(invalid="ignore", divide="ignore"):
            total /= reached
            return _rounded(_AS_MEAN[outer][1](total))

    def _slowly(self, values: Matrix, how: tuple[str, str], runs: Runs) -> Matrix:
        """Join values run by run, for means that are no mean of transformed values (the median)."""
        weight, pillars = self._weights(runs)
        found = np.empty((len(weight), values.shape[1]), dtype=np.float32)
        for run in range(len(weight)):
            means = []
            for place in range(pillars.shape[1]):
                own = (self.pillar == place) & (weight[run] > 0.0)
                nobody = np.full((1, values.shape[1]), np.nan)
                part = values[own].astype(np.float64) if own.any() else nobody
                means.append(AGGREGATIONS[how[0]].mean(part, weight[run, own] if own.any() else np.ones(1)))
            found[run] = AGGREGATIONS[how[1]].mean(np.array(means), pillars[run].astype(np.float64))
        return _rounded(found)


def _rounded(scores: Matrix) -> Matrix:
    """Return scores to hundredths of a point: sums in single precision differ beyond, and ties are ties."""
    scores *= np.float32(100.0)
    return np.asarray(np.rint(scores, out=scores))


def _resolved(names: Sequence[str], stated: Sequence[str]) -> tuple[str, str]:
    inner, outer = (own if name == "stated" else name for name, own in zip(names, stated, strict=True))
    return inner, outer
