"""Ranks of many score columns at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Index = npt.NDArray[np.intp]

_AT_ONCE = 64
#: The lower half of a key: which unit it is.
_NUMBER = np.uint64(0xFFFFFFFF)


def places(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Rank units in every run, 1 for the highest; equal ones share the mean of their places.

    Parameters
    ----------
    scores
        Shape (runs, units), without NaN.

    Returns
    -------
    ndarray
        Shape (runs, units).

    Examples
    --------
    >>> places(np.array([[5.0, 7.0, 5.0], [1.0, 2.0, 3.0]], dtype=np.float32)).tolist()
    [[2.5, 1.0, 2.5], [3.0, 2.0, 1.0]]
    """
    found = np.empty(scores.shape, dtype=np.float32)
    for rows, order, first, length in _sorted_blocks(scores):
        middle = (first + (length - 1) / 2.0).astype(np.float32)
        found[rows].ravel()[order] = np.repeat(middle, length)
    return found


def place_ends(scores: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the first and the last of the places that each unit shares with those equal to it.

    Parameters
    ----------
    scores
        Shape (runs, units), without NaN.

    Returns
    -------
    best, worst : ndarray
        Shape (runs, units).
    """
    best = np.empty(scores.shape, dtype=np.int32)
    worst = np.empty(scores.shape, dtype=np.int32)
    for rows, order, first, length in _sorted_blocks(scores):
        best[rows].ravel()[order] = np.repeat(first, length)
        worst[rows].ravel()[order] = np.repeat(first + length - 1, length)
    return best, worst


def _sorted_blocks(scores: npt.NDArray[np.float32]) -> Iterator[tuple[slice, Index, Index, Index]]:
    """Yield some runs at a time: which, their units in order, and of each group of equal ones place and size.

    A score and the number of its unit are sorted as one whole number: faster than sorting an index.
    """
    units = scores.shape[1]
    numbers = np.arange(units, dtype=np.uint64)
    for start in range(0, len(scores), _AT_ONCE):
        block = scores[start : start + _AT_ONCE]
        keys = (_falling(block).astype(np.uint64) << np.uint64(32)) | numbers
        keys.sort(axis=1)
        order = (keys & _NUMBER).astype(np.intp)
        order += np.arange(0, block.size, units)[:, None]
        begins = np.ones(keys.shape, dtype=bool)
        begins[:, 1:] = (keys[:, 1:] ^ keys[:, :-1]) > _NUMBER
        at = np.flatnonzero(begins)
        yield slice(start, start + _AT_ONCE), order.ravel(), at % units + 1, np.diff(at, append=block.size)


def _falling(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.uint32]:
    """Return whole numbers in the reverse order of the scores."""
    bits = (scores + np.float32(0.0)).view(np.uint32)  # -0.0 is 0.0
    negative = bits >> np.uint32(31) == 1
    rising = np.where(negative, ~bits, bits | np.uint32(0x80000000))
    return np.asarray(~rising)
