"""What could have been decided otherwise, and runs that try it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import qmc

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats
    from rating.ranking.sensitivity.model import ScoreModel

#: What is varied, in this order. Weights are one choice: how much each part counts.
FACTORS = ("weights", "normalisation", "aggregation", "left_out")


@dataclass(frozen=True)
class Choices:
    """The reasonable alternatives.

    Attributes
    ----------
    weights_within
        Every weight may be lower or higher by this part of it, 0 ... 1.
    normalisations
        Names, all of them bounded; "stated" is the points as they are.
    aggregations
        Names for pillars and for the whole; ("stated", "stated") is the framework's own.
    leaves_out
        Whether any single indicator may be left out.
    """

    weights_within: float = 0.25
    normalisations: tuple[str, ...] = ("stated", "min_max", "percentile")
    aggregations: tuple[tuple[str, str], ...] = (
        ("stated", "stated"),
        ("arithmetic", "arithmetic"),
        ("geometric", "geometric"),
    )
    leaves_out: bool = True

    def without_repeats(self, stated: tuple[str, str]) -> Choices:
        """Return the choices without means that are the framework's own under another name."""
        named = [
            pair
            for pair in self.aggregations
            if pair != stated or ("stated", "stated") not in self.aggregations
        ]
        return replace(self, aggregations=tuple(named))


@dataclass(frozen=True)
class Runs:
    """Choices made, run by run.

    Attributes
    ----------
    weights
        Factors on the weights of all indicators, then of all pillars, shape (runs, indicators + pillars).
    normalisation, aggregation
        Positions in the `Choices`, shape (runs,).
    left_out
        Which indicator is left out, -1 for none, shape (runs,).
    """

    weights: Floats
    normalisation: npt.NDArray[np.intp]
    aggregation: npt.NDArray[np.intp]
    left_out: npt.NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.weights)

    def only(self, some: npt.NDArray[np.intp]) -> Runs:
        """Return some of the runs."""
        return Runs(self.weights[some], self.normalisation[some], self.aggregation[some], self.left_out[some])

    @classmethod
    def stated(cls, model: ScoreModel, runs: int = 1) -> Runs:
        """Return runs in which everything is as the framework states it."""
        zeros = np.zeros(runs, dtype=np.intp)
        return cls(np.ones((runs, sum(model.parts))), zeros, zeros, zeros - 1)

    def with_factor(self, factor: str, other: Runs) -> Runs:
        """Return these runs with one factor as in others."""
        return replace(self, **{factor: getattr(other, factor)})

    @classmethod
    def joined(cls, parts: list[Runs]) -> Runs:
        """Return all runs of several."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in FACTORS))


def draw_runs(model: ScoreModel, choices: Choices, runs: int, rng: np.random.Generator) -> tuple[Runs, Runs]:
    """Draw two independent sets of runs that cover the choices evenly (a scrambled Sobol' sequence).

    Parameters
    ----------
    model
        How many weights and indicators there are.
    choices
        What may be chosen; every alternative is as likely as the others.
    runs
        In each set; best a power of two.
    rng
        Source of randomness.
    """
    indicators, pillars = model.parts
    each = indicators + pillars + 3
    uniform = qmc.Sobol(2 * each, rng=rng).random(runs)
    first, second = (
        _chosen(uniform[:, half], indicators, choices) for half in (slice(each), slice(each, None))
    )
    return first, second


def _chosen(uniform: Floats, indicators: int, choices: Choices) -> Runs:
    """Turn uniform numbers, shape (runs, weights + 3), into choices."""
    weights = 1.0 + choices.weights_within * (2.0 * uniform[:, :-3] - 1.0)
    options = (
        len(choices.normalisations),
        len(choices.aggregations),
        indicators + 1 if choices.leaves_out and indicators > 1 else 1,
    )
    picks = [
        np.minimum((uniform[:, place - 3] * count).astype(np.intp), count - 1)
        for place, count in enumerate(options)
    ]
    return Runs(weights, picks[0], picks[1], picks[2] - 1)
