"""Standard errors of a slope when the rows of a cluster go together: CR1, and CR2 with its own degrees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats
    from rating.performance.regression.partialled import Partialled

#: A cluster with more rows has a hat matrix that is too large to take a root of.
LARGEST_CLUSTER = 1_000
#: With more clusters their number stands for the degrees of freedom: the correction no longer shows.
MOST_CLUSTERS_COUNTED = 500
#: Directions that the regression takes up in full are left out of a cluster's correction.
_TAKEN_UP = 1e-9


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far a slope can be trusted.

    Attributes
    ----------
    standard_error
        In units of the slope, above 0.
    degrees
        Degrees of freedom of Student's t, above 0.
    kind
        "CR1" or "CR2".
    """

    standard_error: float
    degrees: float
    kind: str

    def interval(self, estimate: float, level: float) -> tuple[float, float]:
        """Return the interval around an estimate that covers with the given probability."""
        reach = float(student.ppf(0.5 + level / 2.0, self.degrees)) * self.standard_error
        return estimate - reach, estimate + reach

    def p_value(self, estimate: float) -> float:
        """Return the two-sided p value of an estimate against none."""
        return float(2.0 * student.sf(abs(estimate) / self.standard_error, self.degrees))


def cr1(part: Partialled) -> Uncertainty:
    """Return the standard error of Liang and Zeger with the factor G / (G - 1) (N - 1) / (N - K).

    Notes
    -----
    Liang and Zeger (1986), Biometrika 73:13; K leaves out effects inside clusters, as Stata and fixest do.
    """
    scores = part.clusters.sums(part.exposure * part.residuals)
    rows, clusters = len(part.exposure), part.clusters.count
    parameters = part.nuisance.parameters_beside(part.clusters) + 1
    factor = clusters / (clusters - 1) * (rows - 1) / (rows - parameters)
    return Uncertainty(float(np.sqrt(factor * (scores @ scores))) / part.variation, clusters - 1, "CR1")


def cr2(part: Partialled) -> Uncertainty:
    """Return the standard error that is right on average if errors are alike, with degrees to match.

    CR1 where a cluster is too large to take the root of its block.

    Notes
    -----
    Bell and McCaffrey (2002), Survey Methodology 28:169; with absorbed effects Pustejovsky and Tipton (2018),
    JBES 36:672.
    """
    clusters = part.clusters
    if int(clusters.sizes.max()) > LARGEST_CLUSTER:
        return cr1(part)
    order = np.argsort(clusters.codes, kind="stable")
    begins = np.concatenate(([0], np.cumsum(clusters.sizes)[:-1]))
    weights = np.empty_like(part.exposure)
    hat = np.hstack((part.nuisance.rows_of_hat, part.exposure[:, None] / np.sqrt(part.variation)))
    for size in np.unique(clusters.sizes):
        rows = order[begins[clusters.sizes == size][:, None] + np.arange(size)]
        weights[rows] = _corrected(part, hat, rows)
    scores = clusters.sums(weights * part.residuals)
    error = float(np.sqrt(scores @ scores)) / part.variation
    return Uncertainty(error, _degrees(part, hat, weights), "CR2")


def _corrected(part: Partialled, hat: Floats, rows: npt.NDArray[np.intp]) -> Floats:
    """Return the exposure of clusters of one size times the inverse root of their blocks, shape as rows."""
    within = hat[rows]
    blocks = np.eye(rows.shape[1]) - within @ within.transpose(0, 2, 1)
    if part.nuisance.effects is not None:
        first = part.nuisance.effects.first
        same = first.codes[rows][:, :, None] == first.codes[rows][:, None, :]
        blocks -= same / first.sizes[first.codes[rows]][:, :, None]
    values, vectors = np.linalg.eigh(blocks)
    root = np.where(values > _TAKEN_UP, 1.0 / np.sqrt(np.maximum(values, _TAKEN_UP)), 0.0)
    along = np.einsum("gij,gi->gj", vectors, part.exposure[rows])
    weighted: Floats = np.einsum("gij,gj->gi", vectors, root * along)
    return weighted


def _degrees(part: Partialled, hat: Floats, weights: Floats) -> float:
    """Return Satterthwaite's degrees of freedom under errors that are alike."""
    clusters = part.clusters
    if clusters.count > MOST_CLUSTERS_COUNTED:
        return clusters.count - 1.0
    along = clusters.sums(weights[:, None] * hat)
    product = np.diag(clusters.sums(weights**2)) - along @ along.T
    if part.nuisance.effects is not None:
        first = part.nuisance.effects.first
        shared = np.zeros((first.count, clusters.count))
        np.add.at(shared, (first.codes, clusters.codes), weights)
        product -= shared.T @ (shared / first.sizes[:, None])
    return float(np.trace(product) ** 2 / np.sum(product**2))
