"""Sums of trees, stored as plain arrays and evaluated without the library that grew them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Integers

#: What stands for "no child".
LEAF = -1


class Trees(NamedTuple):
    """Trees with all their nodes in one row of arrays; children stand after their parent.

    Attributes
    ----------
    roots
        First node of each tree, shape (trees,).
    column, threshold
        What an inner node asks: is this column at most this? Shape (nodes,).
    left, right
        Where to go on if so, and if not; `LEAF` at leaves. Shape (nodes,).
    value
        What a leaf adds, shape (nodes,).
    """

    roots: Integers
    column: Integers
    threshold: Doubles
    left: Integers
    right: Integers
    value: Doubles


@njit(cache=True, nogil=True)
def sum_of_trees(trees: Trees, design: Doubles, base: float) -> Doubles:
    """Return base plus what each tree adds, shape (rows,)."""
    total = np.empty(len(design), np.float64)
    for row in range(len(design)):
        added = base
        for root in trees.roots:
            node = root
            while trees.left[node] != LEAF:
                is_left = design[row, trees.column[node]] <= trees.threshold[node]
                node = trees.left[node] if is_left else trees.right[node]
            added += trees.value[node]
        total[row] = added
    return total


def faults(trees: Trees, columns: int) -> list[str]:
    """Return what is wrong with trees that somebody stored: they may end, and may never fall.

    Every tree is grown so that all leaves left of a split are at most all leaves right of it; then no sum of
    them falls where a column rises.
    """
    nodes = len(trees.value)
    if len({len(part) for part in trees[1:]}) != 1 or not len(trees.roots) or not nodes:
        return ["trees have nodes, and each node all its parts"]
    numbers = np.arange(nodes)
    is_leaf = trees.left == LEAF
    inner = numbers[~is_leaf]
    if (is_leaf != (trees.right == LEAF)).any() or (trees.roots < 0).any() or (trees.roots >= nodes).any():
        return ["a node has both children or none, and roots are nodes"]
    children = np.stack([trees.left[inner], trees.right[inner]])
    if (children <= inner).any() or (children >= nodes).any():
        return ["children stand after their parent"]
    if (trees.column[inner] < 0).any() or (trees.column[inner] >= columns).any():
        return ["a node asks for a column that there is not"]
    least, most = trees.value.copy(), trees.value.copy()
    for node in inner[::-1]:
        left, right = trees.left[node], trees.right[node]
        if most[left] > least[right]:
            return ["a better signal lowers the score"]
        least[node], most[node] = least[left], most[right]
    return []
