"""From the kinds of both sides to all pairs: a signal looks once at each kind, not at each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Integers

Number = TypeVar("Number", bound=np.generic)


def spread(table: npt.NDArray[Number], rows: Integers, columns: Integers) -> npt.NDArray[Number]:
    """Return the value of every pair.

    Parameters
    ----------
    table
        By kind of start-up and kind of offer.
    rows, columns
        The kind of each start-up, shape (n,), and of each offer, shape (m,).

    Returns
    -------
    numpy.ndarray
        Shape (n, m).
    """
    # the wide step is taken on the few rows of the table, the long one copies whole rows
    return table.take(columns, axis=1).take(rows, axis=0)
