"""What is not asked about: effects of groups, and controls, taken out of outcome and exposure alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.linalg import qr, solve_triangular

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats
    from rating.performance.regression.fixed_effects import FixedEffects
    from rating.performance.regression.groups import Groups

#: A control of which less than this part of its length is left says what the others say already.
_COLLINEAR = 1e-7
#: Controls of which as much is left need no search for those that say the same: normal equations do.
_APART = 1e-4
#: Normal equations lose the square of what columns have in common: with less left they are solved twice.
_FAR_APART = 0.05


@dataclass(frozen=True)
class Nuisance:
    """The part of a regression that is not asked about.

    Attributes
    ----------
    rows
        How many rows there are.
    effects
        Effects of groups; None for a constant alone.
    controls
        Columns of shape (rows, k), without a constant.
    """

    rows: int
    effects: FixedEffects | None = None
    controls: Floats | None = None

    def _without_effects(self, columns: Floats) -> Floats:
        if self.effects is None:
            centred: Floats = columns - np.full(self.rows, 1.0 / self.rows) @ columns
            return centred
        return self.effects.taken_out(columns)

    @cached_property
    def _decomposed(self) -> tuple[Floats, npt.NDArray[Any]]:
        if self.controls is None or self.controls.shape[1] == 0:
            return np.empty((self.rows, 0)), np.empty(0, dtype=np.intp)
        left = self._without_effects(self.controls)
        products = left.T @ left
        if self.effects is None:
            length = np.sqrt(np.diag(products))
        else:
            centred = self.controls - self.controls.mean(axis=0)
            length = np.sqrt(np.einsum("ij,ij->j", centred, centred))
        length = np.where(length > 0, length, 1.0)
        fast = _orthonormal(left, products, length)
        if fast is not None:
            return fast, np.arange(left.shape[1])
        left /= length
        basis, triangle, order = qr(left, mode="economic", pivoting=True, check_finite=False)
        kept = int(np.sum(np.abs(np.diag(triangle)) > _COLLINEAR))
        return basis[:, :kept], np.sort(order[:kept])

    @property
    def basis(self) -> Floats:
        """Orthonormal columns of what the controls say beyond the effects, shape (rows, kept)."""
        return self._decomposed[0]

    @property
    def kept(self) -> npt.NDArray[Any]:
        """Numbers of the controls that say something of their own."""
        return self._decomposed[1]

    @property
    def rank(self) -> int:
        """How many parameters it has, with the constant."""
        return (1 if self.effects is None else self.effects.rank) + int(self.basis.shape[1])

    def taken_out(self, columns: Floats) -> Floats:
        """Return what is left of columns of shape (rows, k) or (rows,)."""
        flat = self._without_effects(columns.reshape(self.rows, -1))
        flat -= self.basis @ (self.basis.T @ flat)
        return flat.reshape(columns.shape)

    @cached_property
    def leverage(self) -> Floats:
        """How much of each row is taken up, shape (rows,), range 0 ... 1; the sum is the rank."""
        base = np.full(self.rows, 1.0 / self.rows) if self.effects is None else self.effects.leverage
        taken: Floats = base + np.einsum("ij,ij->i", self.basis, self.basis)
        return taken

    @cached_property
    def rows_of_hat(self) -> Floats:
        """A matrix R with R R' what the hat matrix has beyond the first effects, shape (rows, rank left)."""
        if self.effects is None:
            return np.hstack((np.full((self.rows, 1), self.rows**-0.5), self.basis))
        return np.hstack((self.effects.second_rows, self.basis))

    def parameters_beside(self, clusters: Groups) -> int:
        """Return the rank without effects that lie inside clusters: those are no loss (Stata, fixest)."""
        if self.effects is None:
            return self.rank
        inside = [one.count for one in self.effects.groupings if one.nested_in(clusters)]
        lost = self.effects.rank - sum(inside) + len(inside[:1])
        return max(lost, 1) + int(self.basis.shape[1])


def _orthonormal(columns: Floats, products: Floats, length: Floats) -> Floats | None:
    """Return a basis of columns by their normal equations; None where they have too much in common for that.

    Fukaya et al. (2014), ScalA 14:31: done twice, it is as good as by reflections, and reads the rows less.
    """
    basis, scale = columns, length
    for _ in range(2):
        try:
            lower = np.linalg.cholesky(products / np.outer(scale, scale))
        except np.linalg.LinAlgError:
            return None
        least = float(np.min(np.diag(lower)))
        if least < _APART:
            return None
        inverse = solve_triangular(lower, np.eye(len(lower)), lower=True, check_finite=False)
        basis = basis @ (inverse / scale).T
        if least > _FAR_APART:
            break
        products, scale = basis.T @ basis, np.ones(len(lower))
    return basis
