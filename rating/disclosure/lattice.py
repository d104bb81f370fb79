"""Cells of one attribute of one unit as edges of a graph: what is published of them fixes a flow.

Every person flows from the source over the totals of a group down to the level where it works, and from there
over the headcounts back to the source. What a reader can know of withheld cells is what circulations that
agree with all released cells have in common; because flows in a graph come in whole numbers, the range of an
edge is exactly the range of the cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]

#: How a total is written in the key that it sums over.
TOTAL = "*"


class Graph(NamedTuple):
    """Edges from `tail` to `head`, and for each node the edges that touch it.

    Attributes
    ----------
    tail, head
        Node numbers, shape (edges,).
    first, touching
        The edges of node n are ``touching[first[n] : first[n + 1]]``.
    """

    tail: Integers
    head: Integers
    first: Integers
    touching: Integers


@dataclass(frozen=True)
class Lattice:
    """Levels, subtotals over some of them, and the total over all: the rows of a table.

    Attributes
    ----------
    levels
        Names of the levels, L of them; at least one.
    subtotals
        Name -> positions of its levels; no level may belong to two.
    """

    levels: tuple[str, ...]
    subtotals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        below = [level for positions in self.subtotals.values() for level in positions]
        if not self.levels or len(set(self.rows)) != len(self.rows):
            raise DefinitionError("The levels of a table need different names, and there must be one.")
        if len(set(below)) != len(below):
            raise DefinitionError("A level can belong to one subtotal only.")

    @property
    def rows(self) -> tuple[str, ...]:
        """Names of all rows, R of them: levels, subtotals, and the total last."""
        return (*self.levels, *self.subtotals, TOTAL)

    @property
    def levels_below(self) -> dict[str, tuple[str, ...]]:
        """Subtotal -> names of its levels."""
        return {name: tuple(self.levels[p] for p in own) for name, own in self.subtotals.items()}

    @cached_property
    def parents(self) -> Integers:
        """For each row the row that it is summed into, shape (R,); -1 for the total."""
        total = len(self.rows) - 1
        parents = np.full(len(self.rows), total, dtype=np.int64)
        parents[total] = -1
        for number, positions in enumerate(self.subtotals.values()):
            parents[list(positions)] = len(self.levels) + number
        return parents

    def extended(self, counts: Integers) -> Integers:
        """Return counts with all their totals.

        Parameters
        ----------
        counts
            Shape (..., L, groups).

        Returns
        -------
        ndarray
            Shape (..., R, groups + 1): the last column holds the headcounts.
        """
        sums = [counts[..., list(positions), :].sum(axis=-2) for positions in self.subtotals.values()]
        rows = [counts, *(total[..., None, :] for total in sums), counts.sum(axis=-2, keepdims=True)]
        cells = np.concatenate(rows, axis=-2)
        return np.concatenate([cells, cells.sum(axis=-1, keepdims=True)], axis=-1)

    def graph(self, groups: int) -> Graph:
        """Return the graph whose edge ``row * (groups + 1) + column`` is the cell of that row and column."""
        levels, columns = len(self.levels), groups + 1
        source = levels
        # the node where a subtotal or the total of a column is split up
        split = {
            row: levels + 1 + number * columns for number, row in enumerate(range(levels, len(self.rows)))
        }
        tail = np.empty((len(self.rows), columns), dtype=np.int64)
        head = np.empty_like(tail)
        for row, parent in enumerate(self.parents):
            for column in range(columns):
                above = source if parent < 0 else split[int(parent)] + column
                below = row if row < levels else split[row] + column
                down = column < groups  # headcounts flow back up
                tail[row, column], head[row, column] = (above, below) if down else (below, above)
        return _touching(tail.ravel(), head.ravel(), levels + 1 + len(split) * columns)


def _touching(tail: Integers, head: Integers, nodes: int) -> Graph:
    ends = np.concatenate([tail, head])
    order = np.argsort(ends, kind="stable")
    first = np.searchsorted(ends[order], np.arange(nodes + 1)).astype(np.int64)
    return Graph(tail, head, first, (order % len(tail)).astype(np.int64))
