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
    best, worst = place_ends(scores)
    return best.astype(np.float32) if worst is best else (best + worst).astype(np.float32) / np.float32(2.0)


def place_ends(scores: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the first and the last of the places that each unit shares with those equal to it.

    A score and the number of its unit are sorted as one whole number: faster than sorting an index.

    Parameters
    ----------
    scores
        Shape (runs, units), without NaN.

    Returns
    -------
    best, worst : ndarray
        Shape (runs, units); one array where no two units are equal.
    """
    best = np.empty(scores.shape, dtype=np.int32)
    worst = best  # until a tie is met
    numbers = np.arange(scores.shape[1], dtype=np.uint64)
    position = np.arange(1, scores.shape[1] + 1, dtype=np.int32)
    for start in range(0, len(scores), _AT_ONCE):
        block = scores[start : start + _AT_ONCE]
        keys = (_falling(block).astype(np.uint64) << np.uint64(32)) | numbers
        keys.sort(axis=1)
        order = (keys & _NUMBER).astype(np.intp)
        order += np.arange(0, block.size, block.shape[1])[:, None]
        rows = slice(start, start + _AT_ONCE)
        ties = _ties(keys)
        placed = np.tile(position, (len(block), 1)).ravel()
        if ties is not None and worst is best:
            worst = best.copy()
        if worst is not best:
            worst[rows].ravel()[order.ravel()] = (
                placed if ties is None else _with_ties(placed, *ties, last=True)
            )
        best[rows].ravel()[order.ravel()] = placed if ties is None else _with_ties(placed, *ties, last=False)
    return best, worst


def _ties(keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]] | None:
    """Return where runs of equal units begin in sorted keys, and their lengths; None without any."""
    alike = np.zeros(keys.shape, dtype=bool)  # with the one after it
    alike[:, :-1] = (keys[:, 1:] ^ keys[:, :-1]) <= _NUMBER
    shared = np.flatnonzero(alike)
    if not len(shared):
        return None
    begins = np.concatenate([[True], np.diff(shared) > 1])
    return shared[begins], np.diff(np.append(np.flatnonzero(begins), len(shared))) + 1


def _with_ties(
    placed: npt.NDArray[np.int32], first: npt.NDArray[np.intp], length: npt.NDArray[np.intp], *, last: bool
) -> npt.NDArray[np.int32]:
    """Return places in which equal units have the first of those they share, or the last."""
    found = placed.copy()
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    end = placed[first] + (length - 1 if last else 0)
    found[np.repeat(first, length) + within] = np.repeat(end, length)
    return found


def _falling(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.uint32]:
    """Return whole numbers in the reverse order of the scores."""
    bits = (scores + np.float32(0.0)).view(np.uint32)  # -0.0 is 0.0
    negative = bits >> np.uint32(31) == 1
    rising = np.where(negative, ~bits, bits | np.uint32(0x80000000))
    return np.asarray(~rising)
