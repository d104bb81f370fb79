"""What each signal contributes to a sum of trees: its Shapley value.

The value of a signal is what it adds when it becomes known, in the mean over all orders in which the signals
of a pair can become known (Shapley, L. S. (1953), A value for n-person games; of trees against one baseline
Lundberg, S. M. et al. (2020), Nature Machine Intelligence 2:56). Signals that are good only together share
what they add evenly, those that say the same share it too, and all values add up to the whole, which what is
lost with a single signal does not.

A leaf is reached by all orders alike: what leads to it asks some signals to be as they are in the pair and
others to be unknown still. With a of the first and b of the second, the leaf's value counts for each of the
first by (a - 1)! b! / (a + b)!, and against each of the second by a! (b - 1)! / (a + b)!. So a pair costs one
look at each leaf, and not one at all trees for each of the 2^signals ways of knowing some of them.
"""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from connector.matching.learning.ranker.trees import LEAF

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Integers
    from connector.matching.learning.ranker.trees import Trees

#: Parts smaller than this are what rounding leaves of nothing.
_LEAST = 1e-12


class Boxes(NamedTuple):
    """Leaves of trees as boxes: what each column has to lie between, so that a row comes to the leaf.

    Attributes
    ----------
    starts
        Where the conditions of each leaf begin, and the end, shape (leaves + 1,).
    signal, column
        Of each condition, those of a signal together, shape (conditions,).
    above, up_to
        What the column has to be above and may be at most.
    value
        Of the leaves, shape (leaves,).
    weights
        a! b! / (a + b + 1)!, shape (signals + 1, signals + 1).
    """

    starts: Integers
    signal: Integers
    column: Integers
    above: Doubles
    up_to: Doubles
    value: Doubles
    weights: Doubles


def boxes_of(trees: Trees, signals: int) -> Boxes:
    """Return the leaves of trees that read the values of so many signals and then whether each is above 0."""
    starts, value = [0], []
    conditions: list[tuple[int, int, float, float]] = []
    waiting: list[tuple[int, dict[int, tuple[float, float]]]] = [
        (int(root), {}) for root in trees.roots[::-1]
    ]
    while waiting:
        node, box = waiting.pop()
        if trees.left[node] != LEAF:
            column, threshold = int(trees.column[node]), float(trees.threshold[node])
            above, up_to = box.get(column, (-np.inf, np.inf))
            waiting.append((int(trees.right[node]), {**box, column: (max(above, threshold), up_to)}))
            waiting.append((int(trees.left[node]), {**box, column: (above, min(up_to, threshold))}))
            continue
        conditions += sorted((column % signals, column, *ends) for column, ends in box.items())
        starts.append(len(conditions))
        value.append(float(trees.value[node]))
    counts = range(signals + 1)
    return Boxes(
        starts=np.array(starts, np.int64),
        signal=np.array([one[0] for one in conditions], np.int64),
        column=np.array([one[1] for one in conditions], np.int64),
        above=np.array([one[2] for one in conditions], np.float64),
        up_to=np.array([one[3] for one in conditions], np.float64),
        value=np.array(value, np.float64),
        weights=np.array(
            [[factorial(a) * factorial(b) / factorial(a + b + 1) for b in counts] for a in counts], np.float64
        ),
    )


@njit(cache=True, nogil=True)
def _sorted_out(
    boxes: Boxes, leaf: int, pair: Doubles, known: Integers, unknown: Integers
) -> tuple[int, int]:
    """Write which signals have to be as they are in the pair, and which unknown, to come to a leaf.

    Returns
    -------
    tuple of int
        How many of both; 0 and 0 where the leaf is never reached, or always.
    """
    of_known, of_unknown = 0, 0
    condition, end = boxes.starts[leaf], boxes.starts[leaf + 1]
    while condition < end:
        signal, holds, holds_at_0 = boxes.signal[condition], True, True
        while condition < end and boxes.signal[condition] == signal:
            above, up_to = boxes.above[condition], boxes.up_to[condition]
            holds &= above < pair[boxes.column[condition]] <= up_to
            holds_at_0 &= above < 0.0 <= up_to
            condition += 1
        if not holds and not holds_at_0:
            return 0, 0
        if not holds_at_0:
            known[of_known] = signal
            of_known += 1
        elif not holds:
            unknown[of_unknown] = signal
            of_unknown += 1
    return of_known, of_unknown


@njit(cache=True, nogil=True)
def shared_out(boxes: Boxes, design: Doubles, signals: int) -> Doubles:
    """Return what each signal adds to the sum of trees against a row of zeros, shape (rows, signals).

    Not negative, as long as the trees never fall where a column rises from 0.
    """
    found = np.zeros((len(design), signals), np.float64)
    known, unknown = np.empty(signals, np.int64), np.empty(signals, np.int64)
    for row in range(len(design)):
        for leaf in range(len(boxes.value)):
            a, b = _sorted_out(boxes, leaf, design[row], known, unknown)
            for place in range(a):
                found[row, known[place]] += boxes.value[leaf] * boxes.weights[a - 1, b]
            for place in range(b):
                found[row, unknown[place]] -= boxes.value[leaf] * boxes.weights[a, b - 1]
        for signal in range(signals):
            if found[row, signal] < _LEAST:
                found[row, signal] = 0.0
    return found
