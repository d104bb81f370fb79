"""Very many regressions on columns of one table: the rows are read once.

Everything that a slope and its clustered error need is in the cross-products of the columns: those of all
rows give the slopes, those of each cluster give the scores, as one product of matrices for all regressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from rating.data import Floats
    from rating.performance.regression.groups import Groups

#: So many regressions at once: their scores for every cluster have to fit into memory.
_AT_ONCE = 512
#: Products of so many cells at once: they should stay near the processor.
_CELLS = 60_000
#: Below this part of its length left, a column says nothing of its own.
_COLLINEAR = 1e-12


@dataclass(frozen=True, slots=True)
class Regression:
    """One regression, by the numbers of columns.

    Attributes
    ----------
    exposure, outcome
        Numbers of their columns.
    controls
        Numbers of the others; none twice.
    """

    exposure: int
    outcome: int
    controls: tuple[int, ...] = ()


@dataclass(frozen=True)
class Slopes:
    """What came of the regressions, each of shape (regressions,).

    Attributes
    ----------
    slopes, standard_errors
        In units of the columns, the errors clustered (CR1); NaN where nothing of the exposure is left.
    correlations
        Partial correlations, -1 ... 1.
    """

    slopes: Floats
    standard_errors: Floats
    correlations: Floats


@dataclass(frozen=True)
class Columns:
    """Columns of one table that effects, or the constant, have been taken out of.

    Attributes
    ----------
    values
        Shape (rows, k).
    clusters
        Rows whose errors go together.
    parameters
        What was taken out, counted beside the clusters (`Nuisance.parameters_beside`).
    """

    values: Floats
    clusters: Groups
    parameters: int

    @cached_property
    def _pairs(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        return np.triu_indices(self.values.shape[1])

    @cached_property
    def _lengths(self) -> Floats:
        length = np.sqrt(np.einsum("ij,ij->j", self.values, self.values))
        return np.where(length > 0, length, 1.0)

    @cached_property
    def _scaled(self) -> Floats:
        return self.values / self._lengths

    @cached_property
    def _by_cluster(self) -> Floats:
        """Cross-products within each cluster, one for each pair of columns, shape (clusters, pairs)."""
        one, other = self._pairs
        scaled, at_once = self._scaled, max(_CELLS // len(self.values), 1)
        begins = range(0, len(one), at_once)
        some = [(one[begin : begin + at_once], other[begin : begin + at_once]) for begin in begins]
        return np.hstack([self.clusters.sums(scaled[:, j] * scaled[:, k]) for j, k in some])

    @cached_property
    def _total(self) -> Floats:
        return self._scaled.T @ self._scaled

    def fit(self, regressions: Sequence[Regression]) -> Slopes:
        """Fit all regressions."""
        count, k = len(regressions), self.values.shape[1]
        # exposure and outcome with everything else taken out, as combinations of the columns
        exposures, outcomes = np.zeros((count, k)), np.zeros((count, k))
        slopes, variation, left = np.full(count, np.nan), np.full(count, np.nan), np.full(count, np.nan)
        used = np.array([1 + len(each.controls) for each in regressions])
        for size in np.unique(used):
            which = np.flatnonzero(used == size)
            right = np.array([(regressions[i].exposure, *regressions[i].controls) for i in which.tolist()])
            target = np.array([regressions[i].outcome for i in which.tolist()])
            inverse, sound = _inverses(self._total[right[:, :, None], right[:, None, :]])
            which, right, target = which[sound], right[sound], target[sound]
            beta = np.einsum("rjk,rk->rj", inverse, self._total[right, target[:, None]])
            slopes[which], variation[which] = beta[:, 0], 1.0 / inverse[:, 0, 0]
            left[which] = self._total[target, target] - np.einsum(
                "rj,rj->r", beta, self._total[right, target[:, None]]
            )
            exposures[which[:, None], right] = inverse[:, :, 0] * variation[which, None]
            outcomes[which, target] = 1.0
            outcomes[which[:, None], right] -= beta
        errors = np.sqrt(self._squared_scores(exposures, outcomes)) / variation
        clusters, rows = self.clusters.count, len(self.values)
        errors *= np.sqrt(clusters / (clusters - 1) * (rows - 1) / (rows - self.parameters - used))
        scale = np.array([self._lengths[e.outcome] / self._lengths[e.exposure] for e in regressions])
        explained = slopes**2 * variation
        return Slopes(
            slopes * scale, errors * scale, np.sign(slopes) * np.sqrt(explained / (explained + left))
        )

    def _squared_scores(self, exposures: Floats, outcomes: Floats) -> Floats:
        """Return the sum over clusters of the squared scores, shape (regressions,)."""
        one, other = self._pairs
        squared = np.empty(len(exposures))
        for begin in range(0, len(exposures), _AT_ONCE):
            some = slice(begin, begin + _AT_ONCE)
            weights = exposures[some][:, one] * outcomes[some][:, other]
            weights += np.where(one == other, 0.0, exposures[some][:, other] * outcomes[some][:, one])
            scores = self._by_cluster @ weights.T
            squared[some] = np.einsum("gr,gr->r", scores, scores)
        return squared


def _inverses(matrices: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the inverses of those matrices of shape (n, k, k) that have one, and which they are."""
    values, vectors = np.linalg.eigh(matrices)
    sound = values[:, 0] > _COLLINEAR
    kept = vectors[sound]
    inverse: Floats = (kept / values[sound][:, None, :]) @ kept.transpose(0, 2, 1)
    return inverse, sound
