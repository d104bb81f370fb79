"""The items with the largest products, for many queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.nearest.allowed import NO_WORDS, words_of
from connector.matching.nearest.best import choose_into, empty_choice

if TYPE_CHECKING:
    from connector.matching.columns.types import Flags, Floats
    from connector.matching.nearest.allowed import Words
    from connector.matching.nearest.best import Indices

#: Products are made and chosen from block by block, so that they are still in the cache when they are read.
_BLOCK_BYTES = 2**23


def nearest(
    queries: Floats, items: Floats, k: int, is_allowed: Flags | Words | None = None
) -> tuple[Indices, Floats]:
    """Return the k items with the largest products with each query, exactly.

    Of vectors of length 1 these are the nearest, by cosine and by distance. Nothing is indexed, trained or
    approximated: up to some 20,000 items the full product is faster than that, and forgets nobody.

    Parameters
    ----------
    queries, items
        Shape (n, d) and (m, d), finite; used in single precision.
    k
        How many, at least 1.
    is_allowed
        Which items may be chosen for which query: flags of shape (n, m), or `packed` ones; None for all.

    Returns
    -------
    indices, scores
        Shape (n, k), best first, equal ones by index; -1 and minus infinity where no more is allowed.

    Raises
    ------
    ValueError
        If the shapes do not fit or k is below 1.

    Examples
    --------
    >>> items = np.array([[1, 0], [0, 1], [1, 0]], np.float32)
    >>> indices, scores = nearest(np.array([[0.6, 0.8]], np.float32), items, 2)
    >>> indices.tolist(), scores.round(1).tolist()
    ([[1, 0]], [[0.800000011920929, 0.6000000238418579]])
    """
    rows, columns = np.ascontiguousarray(queries, np.float32), np.ascontiguousarray(items, np.float32)
    if rows.ndim != 2 or columns.ndim != 2 or rows.shape[1] != columns.shape[1]:  # noqa: PLR2004 - (n, d)
        raise ValueError(
            f"queries and items have the shapes (n, d) and (m, d), not {rows.shape}, {columns.shape}"
        )
    words = words_of(is_allowed, len(rows), len(columns))
    indices, scores = empty_choice(len(rows), k)
    at_once = min(max(_BLOCK_BYTES // max(4 * len(columns), 1), 64), max(len(rows), 1))
    room = np.empty((at_once, len(columns)), np.float32)
    for start in range(0, len(rows), at_once):
        block = rows[start : start + at_once]
        products = np.matmul(block, columns.T, out=room[: len(block)])
        end = start + len(block)
        allowed = words if words is NO_WORDS else words[start:end]
        choose_into(products, allowed, indices[start:end], scores[start:end])
    return indices, scores
