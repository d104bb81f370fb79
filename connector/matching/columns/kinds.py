"""Parties that are equal in what is read of them are one kind, and are looked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Integers


def kinds(*columns: npt.NDArray[Any]) -> tuple[Integers, Integers]:
    """Return one party of each kind, and which kind each party is.

    Parameters
    ----------
    columns
        In which those of one kind are equal, to the bit; at least one, each of shape (n,) or (n, codes).

    Returns
    -------
    tuple[Integers, Integers]
        Rows, shape (kinds,), and kinds, shape (n,).

    Examples
    --------
    >>> rows, kind = kinds(np.array([3, 3, 1]), np.array([True, True, False]))
    >>> len(rows), bool(kind[0] == kind[1] != kind[2])
    (2, True)
    """
    rows = np.concatenate([_bytes(column) for column in columns], axis=1)
    if not rows.size:  # nobody, or columns without codes, in which all are equal
        return np.arange(min(1, len(rows)), dtype=np.int64), np.zeros(len(rows), np.int64)
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.shape[1])))[:, 0]
    _, first, kind = np.unique(whole, return_index=True, return_inverse=True)
    return first.astype(np.int64), kind.astype(np.int64)


def _bytes(column: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return a column as bytes, shape (n, bytes)."""
    wide = column if column.ndim > 1 else column[:, np.newaxis]
    if wide.dtype == np.bool_:
        return np.packbits(wide, axis=1)
    return np.ascontiguousarray(wide).view(np.uint8).reshape(len(wide), wide.shape[1] * wide.dtype.itemsize)
