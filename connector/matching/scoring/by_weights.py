"""The weighted mean of the signals, with declared weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector.matching.columns.types import Doubles, Flags, Floats
    from connector.matching.scoring.shortlists import Answers
    from connector.matching.scoring.weights import Weights
    from connector.matching.signals import Signal, Values


@dataclass(frozen=True)
class ByWeights:
    """A score as the weighted mean of the signals; see `Scorer`.

    A signal that is not known adds nothing, and its weight stays in the denominator: nobody wins by saying
    less.

    Attributes
    ----------
    signals, version
        See `Scorer`.
    shares
        The weights over their sum.
    """

    signals: tuple[Signal, ...]
    shares: Floats
    version: str

    @property
    def kind(self) -> Literal["weights"]:
        """Declared weights."""
        return "weights"

    @property
    def base(self) -> float:
        """0: what is not known adds nothing."""
        return 0.0

    def of_pairs(self, values: Sequence[Values], answers: Answers) -> Floats:
        """Return the sum of values by their shares, added up in the order of the signals."""
        total: Floats = np.zeros(answers.shape, np.float32)
        part: Floats = np.empty(answers.shape, np.float32)
        for one, share in zip(values, self.shares, strict=True):
            np.multiply(one.value, share, out=part)
            total += part
        return total

    def possible(self, score: Floats, value: Floats, is_known: Flags) -> Floats:  # noqa: ARG002 - see `Scorer`
        """Return scores and the shares of what is not known."""
        unknown: Floats = (~is_known * self.shares).sum(axis=-1, dtype=np.float32)
        possible: Floats = np.minimum(score + unknown, 1)
        return possible

    def contributions(self, value: Floats) -> Doubles:
        """Return value times share."""
        return value.astype(np.float64) * self.shares

    def rises(self, value: Floats, is_known: Flags) -> Doubles:  # noqa: ARG002 - as above
        """Return what is missing to 1, times share."""
        return (1.0 - value.astype(np.float64)) * self.shares


def by_weights(weights: Weights, signals: Sequence[Signal]) -> ByWeights:
    """Return what scores by declared weights, on those of the signals that count.

    Raises
    ------
    CannotMatchError
        If a signal has no weight, or none counts.
    """
    return ByWeights(*weights.counted(signals), weights.version)
