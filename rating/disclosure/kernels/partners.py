"""With whom, and along which cells, a unit of a hierarchy could move at the least loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from rating.disclosure.kernels.flows import UNBOUNDED, cheapest
from rating.disclosure.kernels.hierarchy import OUTSIDE, OWN, PARTNERS, is_under, path

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.kernels.flows import Flags
    from rating.disclosure.kernels.hierarchy import Hierarchy
    from rating.disclosure.lattice import Graph, Integers

#: As outside, once others have made room at the level.
_MADE_ROOM = -2
#: A way along withheld cells costs next to nothing; the shorter one is taken. Real prices are 1 and more.
_STEP, _FREE = 1e-6, 1e-3


@njit(cache=True, nogil=True)
def _plan(
    target: int,
    want: int,
    value: Integers,
    ceiling: Integers,
    price: npt.NDArray[np.float64],
    graph: Graph,
    chosen: Flags,
) -> tuple[float, int]:
    """Find cells along which a cell could rise as wanted, at little loss; tells the loss and the rise.

    `price` is used up: what has been paid for costs nothing more.
    """
    moved = np.zeros(len(value), dtype=np.int64)
    way = np.empty(len(graph.first), dtype=np.int64)
    chosen[:] = False
    total, lost = 0, price[target]
    chosen[target] = True
    while total < want:
        cost, length = cheapest(target, True, 1, value, ceiling, price, graph, moved, way)
        if cost == np.inf:
            break
        some = min(want - total, ceiling[target] - moved[target])
        node = graph.tail[target]
        for position in range(length):
            edge = way[position]
            ahead = graph.head[edge] == node
            some = min(some, ceiling[edge] - moved[edge] if ahead else value[edge] + moved[edge])
            node = graph.tail[edge] if ahead else graph.head[edge]
        if some <= 0:
            break
        node = graph.tail[target]
        for position in range(length):
            edge = way[position]
            ahead = graph.head[edge] == node
            moved[edge] += some if ahead else -some
            node = graph.tail[edge] if ahead else graph.head[edge]
            chosen[edge] = True
            price[edge] = _STEP
        moved[target] += some
        total += some
        lost += cost
    return lost, total


@njit(cache=True, nogil=True)
def cheapest_partner(
    unit: int,
    target: int,
    want: int,
    price: npt.NDArray[np.float64],
    tree: Hierarchy,
    chosen: Flags,
) -> tuple[float, int, int]:
    """Find with whom, and along which cells, a withheld cell could be moved at the least loss.

    Parameters
    ----------
    unit, target
        The cell.
    want
        By how many people it is to rise.
    price
        Of withholding each cell of each unit, shape (units, edges); 0 where it is withheld.
    tree
        The hierarchy.
    chosen
        Takes the cells of the way, the target among them, shape (edges,).

    Returns
    -------
    tuple
        The price (infinite where there is none) for all that is wanted, the unit that moves, and the one that
        moves back (-1: none). Ways that cost nothing are left out: they are there and do not suffice.
    """
    lowest, best_own, best_other = np.inf, -1, -1
    nodes = np.empty(len(tree.parent), dtype=np.int64)
    found = np.empty(len(chosen), dtype=np.bool_)
    unbounded = np.full(tree.value.shape[1], UNBOUNDED)
    tried = 0
    for mine in range(len(tree.leaves)):
        own = tree.leaves[tree.ordered[target, mine]]
        if not is_under(own, unit, tree.parent):
            continue
        tried += 1
        if tried > OWN:
            break
        asked = 0
        for theirs in range(-2, len(tree.leaves)):
            other = OUTSIDE if theirs < 0 else tree.leaves[tree.ordered[target, theirs]]
            if other >= 0 and (other == own or is_under(other, unit, tree.parent)):
                continue
            asked += 1
            if asked > PARTNERS:
                break
            cost = np.full(tree.value.shape[1], _STEP)
            for position in range(path(own, other, tree.parent, tree.depth, nodes)):
                cost += price[nodes[position]]
            if other >= 0:  # nobody goes from unit to unit
                cost[len(tree.above) * tree.columns - 1] = np.inf
            if theirs == _MADE_ROOM:
                for row in range(len(tree.above) - 1):
                    headcount = (row + 1) * tree.columns - 1
                    cost[headcount] = _STEP if tree.withheld[own, headcount] else np.inf
            if cost[target] == np.inf:
                continue
            ceiling = unbounded if other < 0 else tree.value[other]
            lost, gained = _plan(target, want, tree.value[own], ceiling, cost, tree.graph, found)
            if gained > 0 and lost > _FREE and lost * want / gained < lowest:
                lowest, best_own, best_other = lost * want / gained, own, other
                chosen[:] = found
                if theirs == _MADE_ROOM:
                    for row in range(len(tree.above)):
                        chosen[(row + 1) * tree.columns - 1] = False
    return lowest, best_own, best_other
