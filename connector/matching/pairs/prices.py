"""What a place beside each start-up costs: which pairs are worth weighing, and what no pairing can exceed.

The dual of maximum-weight matching without its odd sets: prices y >= 0 with y_i + y_j at least the weight
of every pair. The sum of such prices bounds every pairing. Good ones are found by letting each start-up halve
the distance to the best surplus it sees, softened first (as in entropic transport), so that prices do not
stall where everybody waits for the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.pairs.edges import worth

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Flags, Integers
    from connector.matching.pairs.edges import Edges

#: Widths of the softening, in covered needs, and how often each is gone through.
_WIDTHS, _TURNS = (0.3, 0.1, 0.03, 0.01), 15
#: How often the bound is tightened without softening.
_TIGHTENED = 30


class _Ends(NamedTuple):
    """Each edge seen from both its ends, sorted by the one it is seen from."""

    own: Integers
    other: Integers
    worth: Doubles
    starts: Integers
    #: the start-ups that have an edge: those that `starts` are about
    having: Integers


def _ends(edges: Edges) -> _Ends:
    own = np.concatenate([edges.first, edges.second])
    order = np.argsort(own, kind="stable")
    own = own[order]
    having, starts = np.unique(own, return_index=True)
    other = np.concatenate([edges.second, edges.first])[order]
    return _Ends(own, other, np.tile(worth(edges), 2)[order], starts, having)


def _surplus(ends: _Ends, price: Doubles, width: float) -> Doubles:
    """Return the best that each start-up gets at these prices, softened unless the width is 0."""
    found = np.zeros(len(price))
    if not len(ends.own):
        return found
    left = ends.worth - price[ends.other]
    best = np.maximum.reduceat(left, ends.starts)
    if width:
        top = np.zeros(len(price))
        top[ends.having] = best
        best = best + width * np.log(np.add.reduceat(np.exp((left - top[ends.own]) / width), ends.starts))
    found[ends.having] = best
    return np.maximum(found, 0.0)


def prices(edges: Edges) -> Doubles:
    """Return prices near to those of the best pairing, shape (n,), in covered needs; they bound nothing."""
    ends = _ends(edges)
    price = _surplus(ends, np.zeros(edges.startups), 0.0) / 2.0
    for width in _WIDTHS:
        for _ in range(_TURNS):
            price = (price + _surplus(ends, price, width)) / 2.0
    return price


def bound(edges: Edges, price: Doubles) -> float:
    """Return what no pairing can exceed, in covered needs; also with pairs that are not listed.

    Halfway between any prices and the surplus at them there are prices that allow no pair a surplus:
    y_i + y_j and (w - y_j) + (w - y_i) add up to 2 w.
    """
    ends = _ends(edges)
    for _ in range(_TIGHTENED):
        price = (price + _surplus(ends, price, 0.0)) / 2.0
    # a pair that neither side lists is worth at most the smaller of both rests
    return float(np.maximum(price, edges.rest / edges.unit / 2.0).sum())


def cheapest(edges: Edges, price: Doubles, most: int) -> Flags:
    """Return which edges are among the `most` with the least loss at these prices, seen from either end."""
    ends = np.concatenate([edges.first, edges.second])
    loss = np.tile(price[edges.first] + price[edges.second] - worth(edges), 2)
    order = np.lexsort((loss, ends))
    many = np.bincount(ends, minlength=edges.startups)
    place = np.arange(len(ends)) - (np.cumsum(many) - many)[ends[order]]
    kept = np.zeros(len(ends), np.bool_)
    kept[order] = place < most
    return np.asarray(kept[: len(edges)] | kept[len(edges) :])
