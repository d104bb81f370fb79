"""Splitting a team in two so that as much as possible of its sum of squares lies between the halves.

With coordinates x centred on the team's mean, the part between a subgroup of m members and the other n - m is
|sum of the m coordinates|^2 n / (m (n - m)): the sum S over one side is all that a split needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

    Sides = npt.NDArray[np.int64]

#: A gain below this share of the total is rounding and no gain.
_ROUNDING = 1e-13


@njit(cache=True, nogil=True)
def subset_sums(centred: Floats) -> tuple[Floats, Floats, Sides]:
    """Return for all 2^n subsets of the rows: their sums (columns, subsets), squared norms and sizes.

    Subset s holds row i where bit i of s is set; it is the subset without its highest bit and one row more.
    """
    rows, columns = centred.shape
    subsets = 1 << rows
    sums = np.zeros((columns, subsets))
    norms = np.zeros(subsets)
    sizes = np.zeros(subsets, np.int64)
    for row in range(rows):
        first = 1 << row
        for subset in range(first):
            sizes[first + subset] = sizes[subset] + 1
        for column in range(columns):
            step = centred[row, column]
            for subset in range(first):
                sums[column, first + subset] = sums[column, subset] + step
    for column in range(columns):
        for subset in range(subsets):
            norms[subset] += sums[column, subset] ** 2
    return sums, norms, sizes


@njit(cache=True, nogil=True)
def size_factors(rows: int, sizes: Sides) -> Floats:
    """Return n / (m (n - m)) for sides of m = i + sizes[j] rows at [i, j], and 0 for an empty side."""
    factors = np.zeros((rows - sizes[-1], sizes.size))  # the last subset is the largest
    for extra in range(len(factors)):
        for subset in range(sizes.size):
            side = extra + sizes[subset]
            if side > 0:
                factors[extra, subset] = rows / (side * (rows - side))
    return factors


@njit(cache=True, nogil=True)
def best_split(centred: Floats) -> tuple[float, Sides]:
    """Return the largest sum of squares between two subgroups over all splits, and the side of each row.

    Every split is looked at. The subsets of either half of the team are tabulated once; a split joins one
    of each, |S|^2 = |A|^2 + |B|^2 + 2 A.B, in loops over the second that a processor does several at a
    time. A Gray code's order took about four times as long at twenty rows, for each split waits for the
    one before it (benchmarks/faultlines.py).
    """
    rows, columns = centred.shape
    # the last row stays on side 0: a split and its mirror image are the same
    inner = rows // 2
    outer = rows - 1 - inner
    inner_sums, inner_norms, inner_sizes = subset_sums(centred[:inner])
    outer_sums, outer_norms, outer_sizes = subset_sums(centred[inner : rows - 1])
    factors = size_factors(rows, inner_sizes)
    value = np.empty(1 << inner)
    best = np.zeros(1 << inner)
    partner = np.zeros(1 << inner, np.int64)
    for subset in range(1 << outer):
        norm = outer_norms[subset]
        for other in range(1 << inner):
            value[other] = norm + inner_norms[other]
        for column in range(columns):
            twice = 2.0 * outer_sums[column, subset]
            for other in range(1 << inner):
                value[other] += twice * inner_sums[column, other]
        factor = factors[outer_sizes[subset]]
        for other in range(1 << inner):
            between = value[other] * factor[other]
            is_better = between > best[other]
            best[other] = between if is_better else best[other]
            partner[other] = subset if is_better else partner[other]
    winner = np.argmax(best)
    sides = np.zeros(rows, np.int64)
    for row in range(inner):
        sides[row] = (winner >> row) & 1
    for row in range(outer):
        sides[inner + row] = (partner[winner] >> row) & 1
    return best[winner], sides


@njit(cache=True, nogil=True)
def norm_with(here: Floats, sign: int, row: Floats) -> float:
    """Return the squared norm of a sum after one row has been added or taken away."""
    norm = 0.0
    for column in range(here.size):
        norm += (here[column] + sign * row[column]) ** 2
    return norm


@njit(cache=True, nogil=True)
def climbed_split(centred: Floats, sides: Sides) -> float:
    """Move single rows to the other side while the sum of squares between the sides rises.

    Changes `sides` and returns the sum of squares between them. A side may start empty but never ends so
    where the rows differ: any first move then gains.
    """
    rows, columns = centred.shape
    total = 0.0
    here = np.zeros(columns)
    size = 0
    for row in range(rows):
        size += sides[row]
        for column in range(columns):
            total += centred[row, column] ** 2
            here[column] += sides[row] * centred[row, column]
    between = 0.0
    if 0 < size < rows:
        for column in range(columns):
            between += here[column] ** 2
        between *= rows / (size * (rows - size))
    is_rising = True
    while is_rising:
        is_rising = False
        for row in range(rows):
            sign = 1 - 2 * sides[row]
            changed = size + sign
            if not 0 < changed < rows:
                continue
            candidate = norm_with(here, sign, centred[row]) * rows / (changed * (rows - changed))
            if candidate > between + _ROUNDING * total:
                for column in range(columns):
                    here[column] += sign * centred[row, column]
                sides[row] = 1 - sides[row]
                size, between, is_rising = changed, candidate, True
    return between


@njit(cache=True, nogil=True)
def searched_split(centred: Floats) -> tuple[float, Sides]:
    """Return the best split that climbing finds from one start for each row and each column.

    A start cuts the team through its mean, across the direction of a row or of a column.
    """
    rows, columns = centred.shape
    best = -1.0
    best_sides = np.zeros(rows, np.int64)
    sides = np.zeros(rows, np.int64)
    for start in range(rows + columns):
        for row in range(rows):
            along = 0.0
            if start < rows:
                for column in range(columns):
                    along += centred[row, column] * centred[start, column]
            else:
                along = centred[row, start - rows]
            sides[row] = 1 if along > 0 else 0
        between = climbed_split(centred, sides)
        if between > best:
            best = between
            best_sides[:] = sides
    return best, best_sides
