"""Do the indicators of a pillar go together? An index may hide parts that have nothing in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.composite.weights.found import correlations, covariances
from rating.indices.alpha import alpha

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.data import Floats

#: Two indicators that go together so closely say the same twice (OECD/JRC Handbook 2008, section 7).
REDUNDANT = 0.9


@dataclass(frozen=True)
class Coherence:
    """How the columns of a table go together.

    Attributes
    ----------
    alpha
        Cronbach's alpha; NaN for one column. Near 0 the mean of the columns says little.
    correlations
        Shape (p, p), -1 ... 1.
    explained
        Part of the variance that each principal component explains, falling, summing to 1, shape (p,).
    with_rest
        Correlation of each column with the mean of the others, shape (p,); NaN for one column. One below 0
        works against the rest.
    redundant
        Pairs of columns with an absolute correlation of `REDUNDANT` or above.
    """

    alpha: float
    correlations: Floats
    explained: Floats
    with_rest: Floats
    redundant: tuple[tuple[int, int], ...]


def coherence(values: Floats) -> Coherence:
    """Describe how columns of the same direction go together.

    Parameters
    ----------
    values
        Points, shape (units, p); NaN is left out pair by pair.
    """
    together = correlations(values)
    p = len(together)
    eigenvalues = np.maximum(np.linalg.eigvalsh(together)[::-1], 0.0)
    first, second = np.nonzero(np.triu(np.abs(together) >= REDUNDANT, k=1))
    total = together.sum()
    own = np.diag(together)
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = together.sum(axis=1) - own
        spread = np.sqrt(np.maximum(total - 2.0 * together.sum(axis=1) + own, 0.0))
        with_rest = np.where(spread > 0, covariance / spread, np.nan) if p > 1 else np.full(p, np.nan)
    return Coherence(
        alpha=float(alpha(covariances(values))),
        correlations=together,
        explained=np.asarray(eigenvalues / eigenvalues.sum()),
        with_rest=np.asarray(with_rest),
        redundant=tuple(zip(first.tolist(), second.tolist(), strict=True)),
    )


def named(pairs: Sequence[tuple[int, int]], codes: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of columns by their codes."""
    return [(codes[first], codes[second]) for first, second in pairs]
