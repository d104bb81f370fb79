"""The three kinds of ranker, as records that can be stored and read back without running any code.

Each has ``raw``: from the design, shape (rows, 2 * signals), which holds the values of all signals and then
whether each is known, to a number per row that never falls where a column rises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from connector.matching.learning.card import Number
from connector.matching.learning.ranker.trees import Trees, faults, sum_of_trees
from connector.parties.record import Record

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles

#: A weight below 0 would let a better signal lower a score.
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Declared(Record):
    """The weighted mean of the signals, as long as nothing better is learned.

    Attributes
    ----------
    shares
        By signal, sum 1.
    """

    kind: Literal["declared"] = "declared"
    shares: tuple[Weight, ...]

    @property
    def signals(self) -> int:
        """How many signals it reads."""
        return len(self.shares)

    def raw(self, design: Doubles) -> Doubles:
        """Return the weighted mean, 0 to 1, shape (rows,)."""
        return _weighted(design, self.shares)


class Logit(Record):
    """A conditional logit.

    Attributes
    ----------
    weights
        Of the values, by signal, in log-odds.
    weights_of_known
        Of knowing them.
    """

    kind: Literal["logit"] = "logit"
    weights: tuple[Weight, ...]
    weights_of_known: tuple[Weight, ...]

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        if len(self.weights) != len(self.weights_of_known):
            raise ValueError("each signal has a weight of its value and one of knowing it")
        return self

    @property
    def signals(self) -> int:
        """How many signals it reads."""
        return len(self.weights)

    def raw(self, design: Doubles) -> Doubles:
        """Return utilities, shape (rows,)."""
        return _weighted(design, self.weights + self.weights_of_known)


class Boosted(Record):
    """A sum of trees; see `Trees` for the arrays."""

    kind: Literal["boosted"] = "boosted"
    signals: Annotated[int, Field(ge=1)]
    base: Number
    roots: tuple[int, ...]
    column: tuple[int, ...]
    threshold: tuple[Number, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[Number, ...]

    @model_validator(mode="after")
    def _trees_end_and_never_fall(self) -> Self:
        wrong = faults(self.trees, 2 * self.signals)
        if wrong:
            raise ValueError(wrong[0])
        return self

    @property
    def trees(self) -> Trees:
        """The trees as arrays."""
        return Trees(
            roots=np.array(self.roots, np.int64),
            column=np.array(self.column, np.int64),
            threshold=np.array(self.threshold, np.float64),
            left=np.array(self.left, np.int64),
            right=np.array(self.right, np.int64),
            value=np.array(self.value, np.float64),
        )

    def raw(self, design: Doubles) -> Doubles:
        """Return log-odds, shape (rows,)."""
        return np.asarray(sum_of_trees(self.trees, np.ascontiguousarray(design), self.base))


Model = Declared | Logit | Boosted


def _weighted(design: Doubles, weights: tuple[float, ...]) -> Doubles:
    # One column after the other: a product of matrices rounds a row by where it stands among the others.
    total: Doubles = np.zeros(len(design))
    for number, weight in enumerate(weights):
        total += design[:, number] * weight
    return total
