"""Units that are summed into others, as compiled loops read them, and the units between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from numba import njit

if TYPE_CHECKING:
    from rating.disclosure.kernels.flows import Flags
    from rating.disclosure.lattice import Graph, Integers

#: So many units are asked to move back, and so many of a sum's own units to move.
PARTNERS = 48
OWN = 12
#: Nobody moves back.
OUTSIDE = -1


class Hierarchy(NamedTuple):
    """Units of one hierarchy and their tables of one attribute.

    Attributes
    ----------
    parent
        Shape (units,); -1 at the top.
    depth
        Steps to the top, shape (units,).
    leaves
        The units that are no sums.
    value, withheld
        Shape (units, edges).
    others
        People by attribute, unit, level and group of the other attributes, zeros behind their groups, shape
        (attributes, units, levels, groups).
    ordered
        For each edge the positions in `leaves` with the largest counts first, shape (edges, leaves).
    above
        For each row the one it is summed into, shape (rows,); -1 for the total.
    columns
        Groups and the headcount.
    graph
        The edges of one unit's table.
    """

    parent: Integers
    depth: Integers
    leaves: Integers
    value: Integers
    withheld: Flags
    others: Integers
    ordered: Integers
    above: Integers
    columns: int
    graph: Graph


@njit(cache=True, nogil=True)
def is_under(place: int, top: int, parent: Integers) -> bool:
    """Tell whether a unit, or a row, is another one or is summed into it."""
    while place >= 0:
        if place == top:
            return True
        place = parent[place]
    return False


@njit(cache=True, nogil=True)
def path(one: int, other: int, parent: Integers, depth: Integers, nodes: Integers) -> int:
    """List the units whose tables change when one moves and the other moves back.

    With `other` = -1 nobody moves back: all sums above change as well. Returns their number.
    """
    length = 0
    if other < 0:
        while one >= 0:
            nodes[length] = one
            length += 1
            one = parent[one]
        return length
    while one != other:
        if depth[one] >= depth[other]:
            nodes[length] = one
            one = parent[one]
        else:
            nodes[length] = other
            other = parent[other]
        length += 1
    return length
