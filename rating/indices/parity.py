"""Parity: how closely the shares of a workforce follow those of a benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Parity (1 - total variation)",
    kind="parity",
    minimum=0.0,
    maximum=lambda _k: 1.0,
    source="Duncan, O. D. and Duncan, B. (1955), American Sociological Review 20:210-217 (its complement).",
)


def parity(counts: ArrayLike, benchmark: ArrayLike) -> Floats:
    """Return 1 minus the total variation distance between two distributions.

    Range 0 (no group in common) ... 1 (the same shares). One minus it is the part of the people who would
    have to belong to another group for the shares to be equal. Nobody on either side gives NaN.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    benchmark
        Counts or shares to compare with, shape (..., k) or (k,).

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    The distance is the dissimilarity of Duncan and Duncan (1955), American Sociological Review 20:210-217,
    between a workforce and its benchmark.

    Examples
    --------
    >>> float(parity([30, 70], [0.5, 0.5])), float(parity([1, 0], [0, 1]))
    (0.8, 0.0)
    """
    distance = np.abs(to_shares(counts) - to_shares(benchmark)).sum(axis=-1) / 2.0
    return np.asarray(1.0 - distance)


def representation(counts: ArrayLike, benchmark: ArrayLike) -> Floats:
    """Return the share of each group over its share in the benchmark.

    Range 0 ... infinity, 1 meaning "as in the benchmark"; NaN where the benchmark has nobody.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    benchmark
        Counts or shares to compare with, shape (..., k) or (k,).

    Returns
    -------
    Floats
        Shape (..., k).

    Examples
    --------
    >>> representation([30, 70], [50, 50]).tolist()
    [0.6, 1.4]
    """
    expected = to_shares(benchmark)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(expected > 0, to_shares(counts) / expected, np.nan))
