"""Do the indicators of a pillar go together? An index may hide parts that have nothing in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.composite.weights.found import correlations, covariances, does_vary
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
        Part of the variance that each principal component of the correlations explains, falling, summing to
        1, shape (p,).
    with_rest
        Correlation of each column with the mean of the others, shape (p,); NaN for one column and
        for one that does not vary. One below 0 works against the rest.
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
    together, covariance = correlations(values), covariances(values)
    p, varies = len(together), does_vary(values)
    explained = np.zeros(p)
    if varies.any():
        own = np.linalg.eigvalsh(together[np.ix_(varies, varies)])[::-1]
        explained[: len(own)] = np.maximum(own, 0.0) / np.maximum(own, 0.0).sum()
    first, second = np.nonzero(np.triu(np.abs(together) >= REDUNDANT, k=1))
    variance = np.diag(covariance)
    with_others = covariance.sum(axis=1) - variance
    others = covariance.sum() - 2.0 * covariance.sum(axis=1) + variance
    with np.errstate(invalid="ignore", divide="ignore"):
        with_rest = with_others / np.sqrt(variance * np.maximum(others, 0.0))
    known = varies & (others > 0) & (p > 1)
    return Coherence(
        alpha=float(alpha(covariance)),
        correlations=together,
        explained=explained,
        with_rest=np.where(known, with_rest, np.nan),
        redundant=tuple(zip(first.tolist(), second.tolist(), strict=True)),
    )


def named(pairs: Sequence[tuple[int, int]], codes: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of columns by their codes."""
    return [(codes[first], codes[second]) for first, second in pairs]
