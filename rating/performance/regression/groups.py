"""Rows that belong together: a company's years, a city's companies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy.sparse import csr_array

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats


@dataclass(frozen=True)
class Groups:
    """A grouping of rows.

    Attributes
    ----------
    codes
        Group of each row, 0 ... count - 1, shape (rows,).
    count
        How many groups there are; every one has a row.
    """

    codes: npt.NDArray[np.intp]
    count: int

    @classmethod
    def of(cls, labels: npt.NDArray[Any]) -> Self:
        """Group rows by their label, shape (rows,), in the order of the labels."""
        found, codes = np.unique(labels, return_inverse=True)
        return cls(codes.reshape(-1).astype(np.intp, copy=False), len(found))

    @classmethod
    def each(cls, rows: int) -> Self:
        """Return every row as a group of its own."""
        return cls(np.arange(rows, dtype=np.intp), rows)

    @cached_property
    def sizes(self) -> npt.NDArray[np.intp]:
        """Rows of each group, shape (count,)."""
        return np.bincount(self.codes, minlength=self.count)

    @cached_property
    def _begin(self) -> npt.NDArray[np.intp] | None:
        """Where each group begins, if the rows stand group by group."""
        if np.any(np.diff(self.codes) < 0):
            return None
        return np.concatenate(([0], np.cumsum(self.sizes)[:-1]))

    @cached_property
    def _member(self) -> csr_array[Any]:
        """One line a group, a 1 for each of its rows."""
        order = np.argsort(self.codes, kind="stable")
        ends = np.concatenate(([0], np.cumsum(self.sizes)))
        return csr_array((np.ones(len(order)), order, ends), shape=(self.count, len(order)))

    def sums(self, values: Floats) -> Floats:
        """Return the sum over each group of values of shape (rows, ...): shape (count, ...)."""
        if self._begin is not None:
            return np.add.reduceat(values, self._begin, axis=0)
        flat = values.reshape(len(values), -1)
        return np.asarray(self._member @ flat).reshape(self.count, *values.shape[1:])

    def means(self, values: Floats) -> Floats:
        """Return the mean over each group of values of shape (rows, ...): shape (count, ...)."""
        return self.sums(values) / self.sizes.reshape(-1, *(1,) * (values.ndim - 1))

    def nested_in(self, other: Groups) -> bool:
        """Return whether no group has rows of two groups of another grouping."""
        return len(np.unique(self.codes * np.intp(other.count) + other.codes)) == self.count

    def crossed_with(self, other: Groups) -> Groups:
        """Return the groups of rows that agree in both groupings."""
        return Groups.of(self.codes * np.intp(other.count) + other.codes)

    def taken(self, rows: npt.NDArray[Any]) -> Groups:
        """Return the grouping of some of the rows; groups that lose all their rows are gone."""
        return Groups.of(self.codes[rows])
