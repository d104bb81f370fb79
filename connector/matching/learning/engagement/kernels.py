"""The inner loop of the choice among experts: the first k of every row of a sum that is never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Integers


@njit(cache=True, nogil=True)
def first_of(base: Doubles, lift: Doubles, power: float, k: int) -> Integers:
    """Return the numbers of the k greatest of ``base + power * lift`` in each row, greatest first.

    Equal ones come in the order of their numbers.

    Parameters
    ----------
    base
        Shape (J,).
    lift
        Shape (n, J).
    power
        A number.
    k
        At most J.

    Returns
    -------
    Shape (n, k).
    """
    rows, columns = lift.shape
    found = np.empty((rows, k), np.int64)
    best = np.empty(k, np.float64)
    for row in range(rows):
        held = 0
        for column in range(columns):
            value = base[column] + power * lift[row, column]
            if held == k and value <= best[k - 1]:
                continue
            place = held if held < k else k - 1
            while place > 0 and best[place - 1] < value:
                best[place] = best[place - 1]
                found[row, place] = found[row, place - 1]
                place -= 1
            best[place] = value
            found[row, place] = column
            held = min(held + 1, k)
    return found
