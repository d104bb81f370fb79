"""Tables that agree with what is released, from nothing but what is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.kernels.flows import Flags
    from rating.disclosure.lattice import Graph, Integers

#: People are put into the open cells one by one, or in about so many portions where they are many.
_PORTIONS = 4096
_LEAST = 1e-9


@njit(cache=True, nogil=True)
def _prices(
    value: Integers,
    free: Flags,
    linear: npt.NDArray[np.float64],
    quadratic: npt.NDArray[np.float64],
    wish: Integers,
    graph: Graph,
    excess: Integers,
    best: npt.NDArray[np.float64],
    came: Integers,
) -> None:
    """Find the cheapest way from where there are too many people to every node (Bellman and Ford)."""
    tail, head = graph.tail, graph.head
    nodes = len(excess)
    came[:] = -1
    for node in range(nodes):
        best[node] = 0.0 if excess[node] > 0 else np.inf
    for _ in range(nodes):
        changed = False
        for edge in range(len(value)):
            if not free[edge]:
                continue
            one, other, away = tail[edge], head[edge], value[edge] - wish[edge]
            more = linear[edge] + quadratic[edge] * (2 * away + 1)
            if best[one] + more < best[other] - _LEAST:
                best[other], came[other], changed = best[one] + more, edge, True
            less = -linear[edge] - quadratic[edge] * (2 * away - 1)  # moving back is a gain
            if value[edge] > 0 and best[other] + less < best[one] - _LEAST:
                best[one], came[one], changed = best[other] + less, edge, True
        if not changed:
            break


@njit(cache=True, nogil=True)
def _carry(goal: int, portion: int, value: Integers, graph: Graph, excess: Integers, came: Integers) -> bool:
    """Carry a portion along the way found; False where the way has no beginning."""
    tail, head = graph.tail, graph.head
    node, steps, some = goal, 0, min(portion, -excess[goal])
    while came[node] >= 0:
        edge = came[node]
        if head[edge] == node:
            node = tail[edge]
        else:
            some = min(some, value[edge])
            node = head[edge]
        steps += 1
        if steps > len(excess):
            return False
    some = min(some, excess[node])
    excess[node] -= some
    excess[goal] += some
    node = goal
    while came[node] >= 0:
        edge = came[node]
        forward = head[edge] == node
        value[edge] += some if forward else -some
        node = tail[edge] if forward else head[edge]
    return True


@njit(cache=True, nogil=True)
def fill(
    value: Integers,
    free: Flags,
    linear: npt.NDArray[np.float64],
    quadratic: npt.NDArray[np.float64],
    wish: Integers,
    graph: Graph,
) -> bool:
    """Put people into the open cells so that all sums hold, at the least cost.

    The cost of a cell with x people is ``linear * x + quadratic * (x - wish)**2``: linear costs put them
    where it is cheap, quadratic ones spread them or keep them near a wish. Where there are many people, the
    result is near the cheapest one.

    Parameters
    ----------
    value
        People on each edge; the open ones are filled in place, beginning with their wish. Shape (edges,).
    free
        Which edges are open, shape (edges,).
    linear, quadratic
        Costs, shape (edges,).
    wish
        People that would be best in open cells, shape (edges,); 0 where linear costs are not.
    graph
        The edges.

    Returns
    -------
    bool
        False where no people fit.
    """
    nodes = len(graph.first) - 1
    excess = np.zeros(nodes, dtype=np.int64)
    for edge in range(len(value)):
        if free[edge]:
            value[edge] = wish[edge]
        excess[graph.head[edge]] += value[edge]
        excess[graph.tail[edge]] -= value[edge]
    portion = max(1, np.abs(excess).sum() // (2 * _PORTIONS))
    best = np.empty(nodes)
    came = np.empty(nodes, dtype=np.int64)
    level, square = linear.copy(), quadratic.copy()
    while excess.max() > 0:
        _prices(value, free, level, square, wish, graph, excess, best, came)
        goal = -1
        for node in range(nodes):
            if excess[node] < 0 and best[node] < np.inf and (goal < 0 or best[node] < best[goal]):
                goal = node
        if goal < 0:
            return False
        if not _carry(goal, portion, value, graph, excess, came):
            # a whole portion was too much for some cell, so that moving back would gain for ever: the few
            # people that are left go anywhere
            if level.max() == 0.0 and square.max() == 0.0:
                return False
            level[:] = 0.0
            square[:] = 0.0
    return True
