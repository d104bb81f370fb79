"""Compiled loops of the dense histogram. Import it where it is used: numba takes its time.

One loop a sum, each in the order of the rows. A single loop for all three needs a cube three times as large
in the processor's cache at once and is several times slower (docs/decisions/0038).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

    Codes = npt.NDArray[np.signedinteger]
    Keys = npt.NDArray[np.int32]


@njit(cache=True, nogil=True)
def pack_keys(company: Codes, level: Codes, group: Codes, shape: tuple[int, int, int], keys: Keys) -> int:
    """Write the cell of each row into `keys`; return how many rows have none.

    Those get the key after the last cell, so that the loops below need no question.
    """
    companies, levels, groups = shape
    slots = groups + 1
    nowhere = companies * levels * slots
    unplaced = 0
    for row in range(company.size):
        # int64 before the product: codes of eight bits would overflow
        c = np.int64(company[row])
        at = np.int64(level[row])
        g = np.int64(group[row])
        # & and not `and`: without branches the compiler takes many rows at a time
        is_placed = (c >= 0) & (c < companies) & (at >= 0) & (at < levels) & (g >= -1) & (g < groups)
        keys[row] = (c * levels + at) * slots + g + 1 if is_placed else nowhere
        unplaced += not is_placed
    return unplaced


@njit(cache=True, nogil=True)
def count_rows(keys: Keys, into: npt.NDArray[np.int64]) -> None:
    """Add one for each row."""
    for row in range(keys.size):
        into[keys[row]] += 1


@njit(cache=True, nogil=True)
def add_weights(keys: Keys, weights: Floats, into: Floats) -> None:
    """Add the weight of each row."""
    for row in range(keys.size):
        into[keys[row]] += weights[row]


@njit(cache=True, nogil=True)
def add_squares(keys: Keys, weights: Floats, into: Floats) -> None:
    """Add the squared weight of each row."""
    for row in range(keys.size):
        into[keys[row]] += weights[row] * weights[row]
