"""Representation ratio: the share of a group over its share in a benchmark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Representation ratio",
    kind="parity",
    minimum=0.0,
    maximum=lambda _k: np.inf,
    source="Isard, W. (1960), Methods of Regional Analysis (location quotient).",
    per="group",
)


def representation(counts: ArrayLike, benchmark: ArrayLike) -> Floats:
    """Return the share of each group over its share in the benchmark.

    Range 0 ... infinity, 1 meaning "as in the benchmark"; at most one over the share in the benchmark, for
    any n who all belong to the group, as one person does; for k = 1 it is 1. NaN for nobody, and for groups
    without people in the benchmark. Related: `parity` sums the differences of the same shares; the ratio is
    the location quotient of regional science.

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

    Notes
    -----
    Isard (1960), Methods of Regional Analysis, under the name of location quotient.

    Examples
    --------
    >>> representation([30, 70], [50, 50]).tolist()
    [0.6, 1.4]
    """
    expected = to_shares(benchmark)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(expected > 0, to_shares(counts) / expected, np.nan))
