"""Which companies cannot be told apart: pairwise probabilities from the draws, without a loop over pairs.

The draws of different companies are independent, so P(i > j) needs no common draws: with the scores binned
alike for all, it is one matrix product of i's histogram with j's cumulative histogram.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

_BINS = 256
_ROWS_AT_ONCE = 1024

Matrix = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def superiority(scores: npt.NDArray[np.float32]) -> Iterator[tuple[int, Matrix]]:
    """Yield the probability that one company's score exceeds another's, in blocks of rows.

    Parameters
    ----------
    scores
        Draws, shape (companies, draws).

    Yields
    ------
    tuple[int, Matrix]
        The first row of the block and P(row > column), shape (rows, companies); scores in one of the 256
        common bins count as a half.
    """
    companies, draws = scores.shape
    edges = np.quantile(scores, np.linspace(0, 1, _BINS + 1)[1:-1])
    cells = np.searchsorted(edges, scores, side="right") + np.arange(0, companies * _BINS, _BINS)[:, None]
    counts = np.bincount(cells.ravel(), minlength=companies * _BINS).reshape(companies, _BINS)
    histogram = counts.astype(np.float32) / np.float32(draws)
    below = np.cumsum(histogram, axis=1) - histogram / 2.0
    for start in range(0, companies, _ROWS_AT_ONCE):
        yield start, histogram[start : start + _ROWS_AT_ONCE] @ below.T


def inseparable(
    scores: npt.NDArray[np.float32], *, doubt: float = 0.05, listed: int = 200
) -> tuple[npt.NDArray[np.int64], list[npt.NDArray[np.intp]] | None]:
    """Return from how many others each company cannot be told apart, and from which.

    Two companies are told apart when one exceeds the other with a probability above 1 - `doubt`.

    Parameters
    ----------
    scores
        Draws, shape (companies, draws).
    doubt
        See above.
    listed
        Up to so many companies the others are listed; above that they are only counted.

    Returns
    -------
    counts : ndarray
        Shape (companies,).
    others : list of ndarray, or None
        Indices for each company, or None above `listed`.
    """
    counts = np.empty(len(scores), dtype=np.int64)
    others: list[npt.NDArray[np.intp]] = []
    for start, block in superiority(scores):
        open_pairs = (block >= doubt) & (block <= 1.0 - doubt)
        for row, pairs in enumerate(open_pairs, start=start):
            pairs[row] = False
        counts[start : start + len(block)] = open_pairs.sum(axis=1)
        if len(scores) <= listed:
            others += [np.flatnonzero(pairs) for pairs in open_pairs]
    return counts, others if len(scores) <= listed else None
