"""The three kinds of ranker, as records that can be stored and read back without running any code.

Each has

- ``raw``: from the design, shape (rows, 2 * signals), which holds the values of all signals and then whether
  each is above 0, to a number per row that never falls where a column rises;
- ``raw_of_pairs``: the same number, to the last bit, of pairs whose columns stand apart;
- ``parts``: what ``raw`` has more than that of a row of zeros, of which nothing is known, shared out among
  the signals, shape (rows, signals), none below 0.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from connector.matching.learning.card import Number
from connector.matching.learning.ranker.shapley import Boxes, boxes_of, shared_out
from connector.matching.learning.ranker.trees import LEAF, Trees, faults, sum_of_trees
from connector.parties.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from connector.matching.columns.types import Doubles, Flags

    #: Values of all signals and then whether each is above 0, each of a shape that broadcasts to (n, m).
    Columns = Sequence[npt.NDArray[Any]]

#: Pairs whose design is held at once; has no influence on the result.
_BLOCK = 65_536

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
        return _weighted(design.T, self.shares, design.shape[:1])

    def raw_of_pairs(self, columns: Columns, is_asked: Flags) -> Doubles:
        """Return the weighted mean of all pairs, shape (n, m)."""
        return _weighted(columns, self.shares, is_asked.shape)

    def parts(self, design: Doubles) -> Doubles:
        """Return value times share."""
        parts: Doubles = design[:, : self.signals] * np.array(self.shares)
        return parts


class Logit(Record):
    """A conditional logit.

    Attributes
    ----------
    weights
        Of the values, by signal, in log-odds.
    weights_above_0
        Of their being above 0 at all.
    """

    kind: Literal["logit"] = "logit"
    weights: tuple[Weight, ...]
    weights_above_0: tuple[Weight, ...]

    @model_validator(mode="after")
    def _one_of_each(self) -> Self:
        if len(self.weights) != len(self.weights_above_0):
            raise ValueError("each signal has a weight of its value and one of its being above 0")
        return self

    @property
    def signals(self) -> int:
        """How many signals it reads."""
        return len(self.weights)

    def raw(self, design: Doubles) -> Doubles:
        """Return utilities, shape (rows,)."""
        return _weighted(design.T, self.weights + self.weights_above_0, design.shape[:1])

    def raw_of_pairs(self, columns: Columns, is_asked: Flags) -> Doubles:
        """Return utilities of all pairs, shape (n, m)."""
        return _weighted(columns, self.weights + self.weights_above_0, is_asked.shape)

    def parts(self, design: Doubles) -> Doubles:
        """Return value times weight, and the weight of its being above 0."""
        weighed = design * np.array(self.weights + self.weights_above_0)
        parts: Doubles = weighed[:, : self.signals] + weighed[:, self.signals :]
        return parts


class _Arrays:
    """What is made of stored trees once. Equal to itself alone, so that records compare their fields."""

    def __init__(self, trees: Trees, signals: int) -> None:
        self.trees = trees
        self._signals = signals

    @cached_property
    def boxes(self) -> Boxes:
        """The leaves, for `connector.matching.learning.ranker.shapley`."""
        return boxes_of(self.trees, self._signals)


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
        inner = [child for child in (*self.left, *self.right) if child != LEAF]
        if len({*inner, *self.roots}) != len(inner) + len(self.roots):
            # then there could be as many ways to a leaf as there are subsets of nodes
            raise ValueError("a node has one parent, and a root has none")
        return self

    @property
    def trees(self) -> Trees:
        """The trees as arrays."""
        return self.arrays.trees

    @cached_property
    def arrays(self) -> _Arrays:
        """The trees as arrays, and their leaves as boxes."""
        trees = Trees(
            roots=np.array(self.roots, np.int64),
            column=np.array(self.column, np.int64),
            threshold=np.array(self.threshold, np.float64),
            left=np.array(self.left, np.int64),
            right=np.array(self.right, np.int64),
            value=np.array(self.value, np.float64),
        )
        return _Arrays(trees, self.signals)

    def raw(self, design: Doubles) -> Doubles:
        """Return log-odds, shape (rows,)."""
        return np.asarray(sum_of_trees(self.trees, np.ascontiguousarray(design), self.base))

    def raw_of_pairs(self, columns: Columns, is_asked: Flags) -> Doubles:
        """Return log-odds, shape (n, m); minus infinity where nobody asks, because trees take their time."""
        found = np.full(is_asked.shape, -np.inf)
        rows, places = np.nonzero(is_asked)
        spread = [np.broadcast_to(column, is_asked.shape) for column in columns]
        for start in range(0, len(rows), _BLOCK):
            some = rows[start : start + _BLOCK], places[start : start + _BLOCK]
            design = np.empty((len(some[0]), len(columns)))
            for number, column in enumerate(spread):
                design[:, number] = column[some]
            found[some] = self.raw(design)
        return found

    def parts(self, design: Doubles) -> Doubles:
        """Return the Shapley value of each signal."""
        return np.asarray(shared_out(self.arrays.boxes, np.ascontiguousarray(design), self.signals))


Model = Declared | Logit | Boosted


def _weighted(
    columns: Iterable[npt.NDArray[Any]], weights: tuple[float, ...], shape: tuple[int, ...]
) -> Doubles:
    # One column after the other: a product of matrices rounds a row by where it stands among the others.
    total: Doubles = np.zeros(shape)
    part: Doubles = np.empty(shape)
    # of the declared weights there are none of a signal being above 0
    for column, weight in zip(columns, weights, strict=False):
        if weight:
            # in double precision, whatever the columns have: so it does not matter where they come from
            np.multiply(column, weight, out=part, dtype=np.float64)
            total += part
    return total
