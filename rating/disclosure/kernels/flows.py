"""How far the value of a cell can move while everything released stays as it is: flows in a small graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.lattice import Graph, Integers

    Flags = npt.NDArray[np.bool_]

#: More people than there are: a cell that nothing holds from above.
UNBOUNDED = np.int64(1) << 60


@njit(cache=True, nogil=True)
def room(edge: int, ahead: bool, value: Integers, ceiling: Integers, moved: Integers) -> int:
    """Return by how many people an edge can still rise (ahead) or fall."""
    return int(ceiling[edge] - moved[edge]) if ahead else int(value[edge] + moved[edge])


@njit(cache=True, nogil=True)
def push(
    target: int,
    rising: bool,
    want: int,
    value: Integers,
    ceiling: Integers,
    free: Flags,
    graph: Graph,
    moved: Integers,
) -> int:
    """Move a cell up or down by as much as is possible and wanted.

    Parameters
    ----------
    target
        The edge of the cell.
    rising
        Whether it is to rise.
    want
        Stop there, people.
    value
        People on each edge, shape (edges,).
    ceiling
        By how much each edge may rise at most, shape (edges,).
    free
        Which edges may change, shape (edges,).
    graph
        The edges.
    moved
        How far each edge has been moved already; changed in place.

    Returns
    -------
    int
        People, 0 ... want. Every smaller number can be reached as well.
    """
    tail, head, first, touching = graph
    goal, start = (tail[target], head[target]) if rising else (head[target], tail[target])
    nodes = len(first) - 1
    came = np.empty(nodes, dtype=np.int64)
    queue = np.empty(nodes, dtype=np.int64)
    total = 0
    while total < want:
        rest = min(want - total, room(target, rising, value, ceiling, moved))
        if rest <= 0:
            break
        came[:] = -1
        came[start] = target
        queue[0] = start
        waiting, seen = 0, 1
        while waiting < seen and came[goal] < 0:
            node = queue[waiting]
            waiting += 1
            for position in range(first[node], first[node + 1]):
                edge = touching[position]
                if edge == target or not free[edge]:
                    continue
                ahead = tail[edge] == node
                other = head[edge] if ahead else tail[edge]
                if came[other] < 0 and room(edge, ahead, value, ceiling, moved) > 0:
                    came[other] = edge
                    queue[seen] = other
                    seen += 1
        if came[goal] < 0:
            break
        node = goal
        while node != start:
            edge = came[node]
            ahead = head[edge] == node
            rest = min(rest, room(edge, ahead, value, ceiling, moved))
            node = tail[edge] if ahead else head[edge]
        node = goal
        while node != start:
            edge = came[node]
            ahead = head[edge] == node
            moved[edge] += rest if ahead else -rest
            node = tail[edge] if ahead else head[edge]
        moved[target] += rest if rising else -rest
        total += rest
    return total


@njit(cache=True, nogil=True)
def cheapest(
    target: int,
    rising: bool,
    need: int,
    value: Integers,
    ceiling: Integers,
    price: npt.NDArray[np.float64],
    graph: Graph,
    moved: Integers,
    path: Integers,
) -> tuple[float, int]:
    """Find the cheapest way round along which a cell can be moved.

    Parameters
    ----------
    target, rising, value, ceiling, graph, moved
        As `push`.
    need
        People that every edge of the way must have room for.
    price
        Of each edge, shape (edges,); infinite where it may not be used.
    path
        Takes the edges of the way, without the target; shape (nodes,).

    Returns
    -------
    tuple
        The price, infinite where there is no way, and the number of edges in `path`.
    """
    tail, head, first, touching = graph
    goal, start = (tail[target], head[target]) if rising else (head[target], tail[target])
    nodes = len(first) - 1
    best = np.full(nodes, np.inf)
    came = np.full(nodes, -1, dtype=np.int64)
    done = np.zeros(nodes, dtype=np.bool_)
    best[start] = 0.0
    while True:
        node = -1
        for other in range(nodes):
            if not done[other] and best[other] < np.inf and (node < 0 or best[other] < best[node]):
                node = other
        if node < 0 or node == goal:
            break
        done[node] = True
        for position in range(first[node], first[node + 1]):
            edge = touching[position]
            if edge == target or price[edge] == np.inf:
                continue
            ahead = tail[edge] == node
            other = head[edge] if ahead else tail[edge]
            cost = best[node] + price[edge]
            if cost < best[other] and room(edge, ahead, value, ceiling, moved) >= need:
                best[other] = cost
                came[other] = edge
    if best[goal] == np.inf:
        return np.inf, 0
    length = 0
    node = goal
    while node != start:
        edge = came[node]
        path[length] = edge
        length += 1
        node = tail[edge] if head[edge] == node else head[edge]
    return best[goal], length
