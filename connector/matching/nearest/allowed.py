"""Which pairs are allowed, a bit each: what hard rules leave, before anything is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Flags

    #: Packed bits, the first column the lowest, rows filled up to whole words of 32.
    Words = npt.NDArray[np.uint32]

WORD = 32
#: Of a choice from all columns.
NO_WORDS: Words = np.empty((0, 0), np.uint32)


def packed(is_allowed: Flags) -> Words:
    """Return flags as bits: an eighth of the memory, and the form in which the choice reads them.

    Parameters
    ----------
    is_allowed
        Shape (n, m).

    Returns
    -------
    ndarray
        Words of 32 bits, shape (n, m / 32 rounded up); bit b of word w stands for column 32 w + b.

    Examples
    --------
    >>> packed(np.array([[True, False, True], [False, False, False]])).tolist()
    [[5], [0]]
    """
    rows, columns = is_allowed.shape
    octets = np.packbits(is_allowed, axis=1, bitorder="little")
    filled = np.zeros((rows, 4 * words_for(columns)), np.uint8)
    filled[:, : octets.shape[1]] = octets
    return filled.view("<u4").astype(np.uint32, copy=False)


def words_for(columns: int) -> int:
    """Return how many words a row takes."""
    return -(-columns // WORD)


def words_of(is_allowed: Flags | Words | None, rows: int, columns: int) -> Words:
    """Return flags or packed bits as words; none where everything is allowed.

    Raises
    ------
    ValueError
        If they are of another shape.
    """
    if is_allowed is None:
        return NO_WORDS
    is_packed = is_allowed.dtype == np.uint32
    wanted = (rows, words_for(columns) if is_packed else columns)
    if is_allowed.shape != wanted:
        raise ValueError(f"what is allowed has the shape {wanted}, not {is_allowed.shape}")
    if is_packed:
        return np.ascontiguousarray(is_allowed, np.uint32)
    return packed(np.asarray(is_allowed, np.bool_))
