"""Rows in lists that stand one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Integers


@dataclass(frozen=True)
class Lists:
    """Lists of rows; the rows of a list stand together.

    Attributes
    ----------
    of_row
        Number of the list of each row, from 0 and rising by 1, shape (rows,).
    """

    of_row: Integers

    @cached_property
    def starts(self) -> Integers:
        """First row of each list, shape (lists,)."""
        return np.flatnonzero(np.diff(self.of_row, prepend=-1))

    def __len__(self) -> int:
        return len(self.starts)

    def total(self, values: Doubles) -> Doubles:
        """Add up within each list, shape (rows, ...) -> (lists, ...)."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=0))

    def largest(self, values: Doubles) -> Doubles:
        """Return the largest of each list."""
        return np.asarray(np.maximum.reduceat(values, self.starts))

    def ranks(self, scores: Doubles, ties: Integers) -> Integers:
        """Return the place of each row in its list, from 1, the largest score first.

        Parameters
        ----------
        scores
            Shape (rows,).
        ties
            Which of two equal scores comes first: the one with the smaller number here.
        """
        order = np.lexsort((ties, -scores, self.of_row))
        places: Integers = np.empty(len(scores), np.int64)
        places[order] = np.arange(len(scores)) - self.starts[self.of_row] + 1
        return places

    def shares(self, logs: Doubles) -> tuple[Doubles, Doubles]:
        """Return exp(logs) as shares of its list, shape (rows,), and the logarithm of each list's sum."""
        largest = self.largest(logs)
        parts = np.exp(logs - largest[self.of_row])
        sums = self.total(parts)
        parts /= sums[self.of_row]
        return parts, np.log(sums) + largest


def lists_of(numbers: Integers) -> Lists:
    """Return lists from any numbers of which equal ones stand together."""
    is_next = np.diff(numbers, prepend=numbers[:1]) != 0
    return Lists(np.cumsum(is_next, dtype=np.int64))
