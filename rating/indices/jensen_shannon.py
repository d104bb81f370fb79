"""Jensen-Shannon divergence: how much a person's group tells about being from here or from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import rel_entr

from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Jensen-Shannon divergence",
    kind="parity",
    minimum=0.0,
    maximum=lambda _k: float(np.log(2.0)),
    source="Lin, J. (1991), IEEE Transactions on Information Theory 37:145-151.",
)


def jensen_shannon(counts: ArrayLike, benchmark: ArrayLike) -> Floats:
    """Return the entropy of the mean of two distributions less the mean of their entropies, in nats.

    Range 0 (the same shares) ... ln 2 (no group in common); the smaller, the closer. Largest, whatever n, are
    people who are all in the smallest group of the benchmark. Nobody on either side gives NaN; one person
    gives what a share of 1 gives; for k = 1 it is 0. Related: it is `mutual_information` of a table of the
    two as equally large levels; its root is a metric; with t one minus `parity` it lies between t^2 / 2 and
    t ln 2.

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
    Lin (1991), IEEE Transactions on Information Theory 37:145-151; the metric: Endres and Schindelin (2003),
    IEEE Transactions on Information Theory 49:1858-1860.

    Examples
    --------
    >>> round(float(jensen_shannon([1, 0], [0, 1])), 6), float(jensen_shannon([1, 3], [2, 6]))
    (0.693147, 0.0)
    """
    ours, theirs = np.broadcast_arrays(to_shares(counts), to_shares(benchmark))
    middle = (ours + theirs) / 2.0
    divergence = (rel_entr(ours, middle) + rel_entr(theirs, middle)).sum(axis=-1) / 2.0
    return np.asarray(np.maximum(divergence, 0.0))
