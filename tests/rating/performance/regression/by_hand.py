"""The same quantities from whole matrices, as the text books write them: slow, and with nothing in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats


def indicators(labels: npt.NDArray[np.intp]) -> Floats:
    """Return one column for every label, shape (rows, labels)."""
    return (labels[:, None] == np.unique(labels)).astype(np.float64)


@dataclass(frozen=True)
class ByHand:
    """A regression on explicit columns, of which the first is asked about."""

    columns: Floats
    outcome: Floats
    clusters: npt.NDArray[np.intp]

    @property
    def inverse(self) -> Floats:
        """Of the normal equations."""
        return np.linalg.pinv(self.columns.T @ self.columns)

    @property
    def slope(self) -> float:
        """Of the first column."""
        return float((self.inverse @ self.columns.T @ self.outcome)[0])

    @property
    def hat(self) -> Floats:
        """The hat matrix, shape (rows, rows)."""
        return self.columns @ self.inverse @ self.columns.T

    def cr2(self) -> tuple[float, float]:
        """Return the standard error CR2 and Satterthwaite's degrees of freedom."""
        annihilator = np.eye(len(self.outcome)) - self.hat
        residuals = annihilator @ self.outcome
        weights = []
        for cluster in np.unique(self.clusters):
            inside = np.flatnonzero(self.clusters == cluster)
            values, vectors = np.linalg.eigh(annihilator[np.ix_(inside, inside)])
            root = np.where(values > 1e-9, 1 / np.sqrt(np.maximum(values, 1e-9)), 0)
            weight = np.zeros(len(self.outcome))
            weight[inside] = vectors @ np.diag(root) @ vectors.T @ (self.columns[inside] @ self.inverse[:, 0])
            weights.append(weight)
        every = np.array(weights)
        shared = every @ annihilator @ every.T
        error = float(np.sqrt(np.sum((every @ residuals) ** 2)))
        return error, float(np.trace(shared) ** 2 / np.sum(shared**2))
