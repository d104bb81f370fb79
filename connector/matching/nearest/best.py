"""The best columns of each row of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.nearest.allowed import NO_WORDS, WORD, words_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Flags, Floats
    from connector.matching.nearest.allowed import Words

    Indices = npt.NDArray[np.int32]

#: Beyond it a row is sorted: choosing one by one no longer pays.
_FEW = 256
#: Groups for the square root of (wanted x columns): more make the threshold sharper and dearer.
_SHARPNESS = 0.65


def best(scores: Floats, is_allowed: Flags | Words | None, k: int) -> tuple[Indices, Floats]:
    """Return the k best columns of each row, best first, equal ones by column.

    Parameters
    ----------
    scores
        Shape (n, m), any scale; used in single precision. What is not a number, or minus infinity, is never
        chosen.
    is_allowed
        Flags of shape (n, m), or `packed` ones; None where all pairs are allowed.
    k
        How many, at least 1. More than m is allowed, and fills up.

    Returns
    -------
    indices, scores
        Shape (n, k): columns, and -1 where no more is allowed; their scores, and minus infinity.

    Raises
    ------
    ValueError
        If the shapes do not fit or k is below 1.

    Examples
    --------
    >>> indices, scores = best(np.array([[0.5, 0.9, 0.5]], np.float32), np.array([[True, False, True]]), 3)
    >>> indices.tolist(), scores.tolist()
    ([[0, 2, -1]], [[0.5, 0.5, -inf]])
    """
    narrow = np.ascontiguousarray(scores, dtype=np.float32)
    if narrow.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"scores have the shape (n, m), not {narrow.shape}")
    rows, columns = narrow.shape
    indices, values = empty_choice(rows, k)
    choose_into(narrow, words_of(is_allowed, rows, columns), indices, values)
    return indices, values


def empty_choice(rows: int, k: int) -> tuple[Indices, Floats]:
    """Return room for a choice, with nothing chosen.

    Raises
    ------
    ValueError
        If k is below 1.
    """
    if k < 1:
        raise ValueError(f"k is how many are wanted, at least 1, not {k}")
    return np.full((rows, k), -1, np.int32), np.full((rows, k), -np.inf, np.float32)


def choose_into(scores: Floats, words: Words, indices: Indices, values: Floats) -> None:
    """Write the best columns of a block of rows into room that `empty_choice` made."""
    k, columns = indices.shape[1], scores.shape[1]
    if k > _FEW:
        _sort_into(scores, words, indices, values)
        return

    from connector.matching.nearest import kernels  # noqa: PLC0415 - numba is loaded by who needs it

    groups = max(round(_SHARPNESS * (k * columns) ** 0.5), 2 * k)
    kernels.choose(scores, words, WORD * -(-groups // WORD), indices, values)


def _sort_into(scores: Floats, words: Words, indices: Indices, values: Floats) -> None:
    never = np.isnan(scores)
    if words is not NO_WORDS:
        octets = words.astype("<u4", copy=False).view(np.uint8)
        never |= np.unpackbits(octets, axis=1, count=scores.shape[1], bitorder="little") == 0
    masked = np.where(never, np.float32(-np.inf), scores)
    order = np.argsort(-masked, axis=1, kind="stable")[:, : indices.shape[1]]
    chosen = np.take_along_axis(masked, order, axis=1)
    values[:, : order.shape[1]] = chosen
    indices[:, : order.shape[1]] = np.where(np.isneginf(chosen), -1, order)
