"""A few hidden tastes behind who met whom, by alternating least squares on implicit counts.

Start-ups are rows; offers and the words of what start-ups state are columns. A newcomer is folded in by its
words (Hu, Koren and Volinsky 2008, "Collaborative filtering for implicit feedback datasets").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import scipy.sparse as sp

    from connector.matching.columns.types import Doubles

_ROUNDS = 10
_SEED = 7


def column_tastes(counts: sp.csr_matrix, tastes: int, strength: float) -> Doubles:
    """Return the tastes of columns, shape (columns, tastes).

    Parameters
    ----------
    counts
        How much each row has of each column, shape (rows, columns), at least 0: the weight of what is seen
        beside that of what is not, which is 1.
    tastes
        How many.
    strength
        Of the ridge that holds tastes near 0, above 0.
    """
    rng = np.random.default_rng(_SEED)
    columns = rng.normal(scale=0.1, size=(counts.shape[1], tastes))
    by_column = counts.T.tocsr()
    for _ in range(_ROUNDS):
        rows = row_tastes(counts, columns, strength)
        columns = row_tastes(by_column, rows, strength)
    return columns


def row_tastes(counts: sp.csr_matrix, columns: Doubles, strength: float) -> Doubles:
    """Return the tastes of rows whose columns have known ones, shape (rows, tastes).

    Each row solves its own small system: seen entries are wanted to be 1 with weight 1 + count, all others 0
    with weight 1.
    """
    tastes = columns.shape[1]
    shared = columns.T @ columns + strength * np.eye(tastes)
    # for each row: sum over what it has of count x (outer product of the column's tastes)
    outer = (columns[:, :, None] * columns[:, None, :]).reshape(len(columns), -1)
    systems = shared + np.asarray(counts @ outer).reshape(-1, tastes, tastes)
    seen = counts.copy()
    seen.data = 1 + seen.data
    return np.linalg.solve(systems, np.asarray(seen @ columns)[:, :, None])[:, :, 0]
