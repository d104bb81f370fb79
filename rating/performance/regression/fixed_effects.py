"""One or two sets of fixed effects taken out of columns, exactly and without iterating."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rating.performance.regression.groups import Groups

if TYPE_CHECKING:
    from rating.data import Floats

#: Relative to the largest; below this a combination of effects is one of the others.
_RANK_TOLERANCE = 1e-10


@dataclass(frozen=True)
class FixedEffects:
    """What stays of a column when a level for every group is taken out of it.

    Of two groupings the second should be the one with fewer groups: a square matrix of that size is solved.

    Attributes
    ----------
    first
        For example the company of every row.
    second
        For example its year; None for one set of effects.

    Notes
    -----
    The first set is taken out by group means, the second by the normal equations of what then remains of its
    indicators: Frisch and Waugh (1933), Econometrica 1:387; Lovell (1963), JASA 58:993.
    """

    first: Groups
    second: Groups | None = None

    @property
    def groupings(self) -> tuple[Groups, ...]:
        """The groupings that there are."""
        return (self.first,) if self.second is None else (self.first, self.second)

    @cached_property
    def _second(self) -> Groups:
        """The second grouping; without one all rows are alike, which adds no parameter."""
        return self.second or Groups(np.zeros_like(self.first.codes), 1)

    @cached_property
    def _shares(self) -> Floats:
        """Share of each first group's rows that are in each second group, shape (first, second)."""
        pair = self.first.codes * np.intp(self._second.count) + self._second.codes
        cells = np.bincount(pair, minlength=self.first.count * self._second.count)
        return cells.reshape(self.first.count, -1) / self.first.sizes[:, None]

    @cached_property
    def _half_inverse(self) -> Floats:
        """A matrix H with H H' the pseudo-inverse of the second's normal equations, shape (second, rank)."""
        sizes = self._second.sizes
        left = np.diag(sizes.astype(np.float64)) - self._shares.T @ (self._shares * self.first.sizes[:, None])
        values, vectors = np.linalg.eigh(left)
        kept = values > _RANK_TOLERANCE * float(sizes.max())
        half: Floats = vectors[:, kept] / np.sqrt(values[kept])
        return half

    @property
    def rank(self) -> int:
        """How many parameters the effects are."""
        return self.first.count + int(self._half_inverse.shape[1])

    def taken_out(self, columns: Floats) -> Floats:
        """Return columns without the effects, shape (rows, k) as given."""
        left: Floats = columns - self.first.means(columns)[self.first.codes]
        if self.second is not None:
            levels = self._half_inverse @ (self._half_inverse.T @ self.second.sums(left))
            left -= levels[self.second.codes]
            left += (self._shares @ levels)[self.first.codes]
        return left

    @cached_property
    def second_rows(self) -> Floats:
        """A matrix R with R R' what the second effects add to the hat matrix, shape (rows, rank they add)."""
        along = self._shares @ self._half_inverse
        rows: Floats = self._half_inverse[self._second.codes] - along[self.first.codes]
        return rows

    @cached_property
    def leverage(self) -> Floats:
        """How much of each row the effects take up, shape (rows,), range 0 ... 1; the sum is the rank."""
        rows = self.second_rows
        taken: Floats = 1.0 / self.first.sizes[self.first.codes] + np.einsum("ij,ij->i", rows, rows)
        return taken
