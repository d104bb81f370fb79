"""Bands: a score as a letter, or as the run of letters that the uncertainty leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from rating.data import Floats


def band_probabilities(scores: npt.NDArray[np.float32], lowers: Sequence[float]) -> Floats:
    """Return how probable each band is.

    Parameters
    ----------
    scores
        Draws, shape (companies, draws).
    lowers
        Lower ends of the bands, highest first; the last one covers the rest.

    Returns
    -------
    Floats
        Shape (companies, bands), rows summing to 1.
    """
    reached = np.stack([(scores >= lower).mean(axis=1) for lower in lowers[:-1]], axis=1)
    edges = np.concatenate([np.zeros((len(scores), 1)), reached, np.ones((len(scores), 1))], axis=1)
    return np.asarray(np.diff(edges, axis=1))


def band_runs(probabilities: Floats, secure: float = 0.9) -> npt.NDArray[np.int64]:
    """Return the shortest run of neighbouring bands that is secure; of equally short ones the likeliest.

    Parameters
    ----------
    probabilities
        Shape (companies, bands).
    secure
        The probability a run must reach.

    Returns
    -------
    ndarray
        Shape (companies, 2): first and last band of the run; equal for a secure band.

    Examples
    --------
    >>> band_runs(np.array([[0.95, 0.05, 0.0], [0.5, 0.45, 0.05]])).tolist()
    [[0, 0], [0, 1]]
    """
    companies, bands = probabilities.shape
    sums = np.concatenate([np.zeros((companies, 1)), np.cumsum(probabilities, axis=1)], axis=1)
    runs = np.full((companies, 2), (0, bands - 1), dtype=np.int64)
    open_rows = np.ones(companies, dtype=bool)
    for length in range(1, bands + 1):
        mass = sums[:, length:] - sums[:, :-length]
        start = mass.argmax(axis=1)
        found = open_rows & (mass.max(axis=1) >= secure - 1e-12)
        runs[found, 0] = start[found]
        runs[found, 1] = start[found] + length - 1
        open_rows &= ~found
    return runs
