"""Ranks of many score columns at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_AT_ONCE = 64
#: The lower half of a key: which unit it is.
_NUMBER = np.uint64(0xFFFFFFFF)


def places(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Rank units in every run, 1 for the highest; equal ones share the mean of their places.

    A score and the number of its unit are sorted as one whole number: faster than sorting an index.

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
    found = np.empty_like(scores)
    numbers = np.arange(scores.shape[1], dtype=np.uint64)
    for start in range(0, len(scores), _AT_ONCE):
        block = scores[start : start + _AT_ONCE]
        keys = (_falling(block).astype(np.uint64) << np.uint64(32)) | numbers
        keys.sort(axis=1)
        order = (keys & _NUMBER).astype(np.intp)
        order += np.arange(0, block.size, block.shape[1])[:, None]
        found[start : start + _AT_ONCE].ravel()[order.ravel()] = _placed(keys).ravel()
    return found


def _placed(keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.float32]:
    """Return the places of sorted keys, shape (runs, units)."""
    runs, units = keys.shape
    placed = np.empty((runs, units), dtype=np.float32)
    placed[:] = np.arange(1, units + 1)
    alike = np.zeros((runs, units), dtype=bool)  # with the one after it
    alike[:, :-1] = (keys[:, 1:] ^ keys[:, :-1]) <= _NUMBER
    shared = np.flatnonzero(alike)
    if len(shared):
        begins = np.concatenate([[True], np.diff(shared) > 1])
        first = shared[begins]
        length = np.diff(np.append(np.flatnonzero(begins), len(shared))) + 1
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        middle = placed.ravel()[first] + (length - 1) / 2.0
        placed.ravel()[np.repeat(first, length) + within] = np.repeat(middle, length)
    return placed


def _falling(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.uint32]:
    """Return whole numbers in the reverse order of the scores."""
    bits = (scores + np.float32(0.0)).view(np.uint32)  # -0.0 is 0.0
    negative = bits >> np.uint32(31) == 1
    rising = np.where(negative, ~bits, bits | np.uint32(0x80000000))
    return np.asarray(~rising)
