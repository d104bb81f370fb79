"""All pairs that meet the conditions, with what they gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.pairs.sides import view

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Flags, Integers
    from connector.matching.pairs.sides import Sides

#: Start-ups that are looked at beside all at a time: some tens of megabytes for 5,000.
_ROWS = 256
#: Each start-up's best so many are listed; more than it has in most calls, and a limit on memory.
_LISTED = 512
#: Shares are compared in millionths, so that sums are exact.
_PARTS = 1_000_000


@dataclass(frozen=True, eq=False)
class Edges:
    """Possible pairs of n start-ups.

    Attributes
    ----------
    startups
        n.
    first, second
        Numbers of the start-ups, first < second, shape (e,), in ascending order.
    weight
        What a pair is worth, whole numbers, shape (e,): sums of mutual counts are compared first, sums of
        mutual shares where these are equal.
    unit
        What one covered need or market on both sides is worth.
    rest
        Weight that a pair which is not listed can reach at most, as half the sum over both its start-ups,
        shape (n,); 0 where all its pairs are listed.
    possible
        How many pairs there are, listed or not.
    """

    startups: int
    first: Integers
    second: Integers
    weight: Integers
    unit: int
    rest: Integers
    possible: int

    def __len__(self) -> int:
        return len(self.first)

    def take(self, chosen: Flags) -> Edges:
        """Return some of the edges."""
        return Edges(
            self.startups,
            self.first[chosen],
            self.second[chosen],
            self.weight[chosen],
            self.unit,
            self.rest,
            self.possible,
        )


def edges_of(sides: Sides, *, across_only: bool, listed: int = _LISTED) -> Edges:
    """Return the pairs that meet all conditions, each start-up's best `listed` at least."""
    n = len(sides)
    # more than all shares of a pairing together
    unit = _PARTS * (n // 2 + 1)
    asked = np.maximum(sides.urgency.sum(axis=1, dtype=np.float64), 1.0)
    keys, weights = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    rest = np.zeros(n, np.int64)
    met = 0
    for start in range(0, n, _ROWS):
        rows = np.arange(start, min(start + _ROWS, n))
        seen = view(sides, rows)
        row, column = np.nonzero(seen.fits(across_only=across_only))
        met += len(row)
        own = rows[row]
        count = np.minimum(seen.gets[row, column], seen.gives[row, column]).astype(np.int64)
        gets = (sides.urgency[rows] @ sides.haves.T)[row, column] / asked[own]
        gives = (sides.haves[rows] @ sides.urgency.T)[row, column] / asked[column]
        share = np.rint(np.minimum(gets, gives) * _PARTS).astype(np.int64)
        weight = count * unit + share
        kept, rest[rows] = _best(row, (column - own) % n, weight, len(rows), listed)
        keys.append(np.minimum(own, column)[kept] * n + np.maximum(own, column)[kept])
        weights.append(weight[kept])
    key, place = np.unique(np.concatenate(keys), return_index=True)
    return Edges(n, key // n, key % n, np.concatenate(weights)[place], unit, rest, met // 2)


def _best(
    row: Integers, distance: Integers, weight: Integers, rows: int, listed: int
) -> tuple[Flags, Integers]:
    """Tell which of the entries of each row are its best, and what the others reach at most.

    Among equals the next ones in the order of ids are listed, not the first of all: else everybody would list
    the same few.
    """
    kept = np.ones(len(row), np.bool_)
    rest = np.zeros(rows, np.int64)
    many = np.bincount(row, minlength=rows)
    if not (many > listed).any():
        return kept, rest
    order = np.lexsort((distance, -weight, row))
    first = np.cumsum(many) - many
    place = np.arange(len(row)) - first[row[order]]
    kept[order] = place < listed
    crowded = np.flatnonzero(many > listed)
    rest[crowded] = weight[order[first[crowded] + listed]]
    return kept, rest


def worth(edges: Edges) -> Doubles:
    """Return the weights with one covered need or market as unit."""
    return np.asarray(edges.weight / edges.unit)
