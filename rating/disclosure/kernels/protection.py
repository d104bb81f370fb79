"""Which cells to withhold besides those that the rule names, so that none can be computed back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from rating.disclosure.kernels.flows import UNBOUNDED, cheapest, push

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.kernels.flows import Flags
    from rating.disclosure.lattice import Graph, Integers

#: A withheld cell costs nothing more; among ways that cost the same the shorter one is taken.
_STEP = 1e-6


@njit(cache=True, nogil=True)
def ranges(
    value: Integers, withheld: Flags, graph: Graph, most: int, below: Integers, above: Integers
) -> None:
    """Tell how far each withheld cell can fall and rise.

    Parameters
    ----------
    value, withheld
        People on each edge and which of them are withheld, shape (edges,).
    graph
        The edges.
    most
        Farther is not looked for.
    below, above
        Take the results, shape (edges,); 0 for released cells.
    """
    ceiling = np.full(len(value), UNBOUNDED)
    for edge in range(len(value)):
        below[edge] = above[edge] = 0
        if withheld[edge]:
            moved = np.zeros(len(value), dtype=np.int64)
            above[edge] = push(edge, True, most, value, ceiling, withheld, graph, moved)
            moved[:] = 0
            below[edge] = push(edge, False, most, value, ceiling, withheld, graph, moved)


@njit(cache=True, nogil=True)
def kept(
    edge: int, floor: int, value: Integers, ceiling: Integers, withheld: Flags, graph: Graph
) -> tuple[int, int]:
    """Return how far a cell can rise and fall, each as far as the promise asks for."""
    moved = np.zeros(len(value), dtype=np.int64)
    high = max(floor - 1, floor - value[edge])
    up = push(edge, True, high, value, ceiling, withheld, graph, moved)
    if up >= high:
        return up, 0
    moved[:] = 0
    return up, push(edge, False, max(0, floor - 1 - up), value, ceiling, withheld, graph, moved)


@njit(cache=True, nogil=True)
def promised(up: int, down: int, value: int, floor: int) -> bool:
    """Tell whether at least `floor` values are possible and one of them is at least `floor`."""
    return up + down + 1 >= floor and value + up >= floor


@njit(cache=True, nogil=True)
def all_kept(
    value: Integers, withheld: Flags, checked: Flags, floor: int, ceiling: Integers, graph: Graph
) -> bool:
    """Tell whether every withheld cell that is checked keeps its promise."""
    for edge in range(len(value)):
        if withheld[edge] and checked[edge]:
            up, down = kept(edge, floor, value, ceiling, withheld, graph)
            if not promised(up, down, value[edge], floor):
                return False
    return True


@njit(cache=True, nogil=True)
def _add(
    edge: int,
    floor: int,
    value: Integers,
    ceiling: Integers,
    withheld: Flags,
    price: npt.NDArray[np.float64],
    graph: Graph,
) -> bool:
    """Withhold the cheapest cells that let one cell keep its promise, or bring it nearer to it."""
    up, down = kept(edge, floor, value, ceiling, withheld, graph)
    if promised(up, down, value[edge], floor):
        return True
    nothing = np.zeros(len(value), dtype=np.int64)
    way = np.empty(len(graph.first), dtype=np.int64)
    other = np.empty(len(graph.first), dtype=np.int64)
    need = max(floor - value[edge], floor - 1 - down)
    cost, length = cheapest(edge, True, need, value, ceiling, price, graph, nothing, way)
    if value[edge] + up >= floor and value[edge] >= floor - 1 - up:
        falling, steps = cheapest(edge, False, floor - 1 - up, value, ceiling, price, graph, nothing, other)
        if falling < cost:
            cost, length = falling, steps
            way[:length] = other[:length]
    if cost == np.inf:
        # no single way has room enough: go round another one with what is left after those there are
        moved = np.zeros(len(value), dtype=np.int64)
        push(edge, True, need, value, ceiling, withheld, graph, moved)
        cost, length = cheapest(edge, True, 1, value, ceiling, price, graph, moved, way)
    if cost == np.inf and value[edge] + up >= floor:
        moved = np.zeros(len(value), dtype=np.int64)
        push(edge, False, need, value, ceiling, withheld, graph, moved)
        if value[edge] + moved[edge] > 0:
            cost, length = cheapest(edge, False, 1, value, ceiling, price, graph, moved, way)
    if cost == np.inf:
        return False
    for position in range(length):
        withheld[way[position]] = True
        price[way[position]] = _STEP
    return True


@njit(cache=True, nogil=True)
def protect(
    value: Integers,
    withheld: Flags,
    checked: Flags,
    weight: npt.NDArray[np.float64],
    noise: npt.NDArray[np.float64],
    floor: int,
    graph: Graph,
) -> bool:
    """Withhold further cells until every withheld one keeps its promise, and no more than it takes.

    Parameters
    ----------
    value
        People on each edge, shape (edges,).
    withheld
        Which cells are withheld; changed in place.
    checked
        Which cells are held to the promise.
    weight
        What is lost with each cell; infinite where it may not be withheld.
    noise
        Factors on the weights, one row a try, shape (tries, edges): the try that loses least is kept.
    floor
        At least so many values stay possible, one of them at least as large.
    graph
        The edges.

    Returns
    -------
    bool
        False where it cannot be done with the cells that may be withheld; `withheld` is unchanged then.
    """
    ceiling = np.full(len(value), UNBOUNDED)
    if all_kept(value, withheld, checked, floor, ceiling, graph):
        return True
    lowest = np.inf
    result = withheld.copy()
    for attempt in range(len(noise)):
        trial = withheld.copy()
        price = np.where(trial, _STEP, weight * noise[attempt] + _STEP)
        if not _protect_once(value, trial, checked, price, floor, ceiling, graph):
            continue
        _release_again(value, withheld, trial, checked, weight * noise[attempt], floor, ceiling, graph)
        lost = 0.0
        for edge in range(len(value)):
            if trial[edge] and not withheld[edge]:
                lost += weight[edge]
        if lost < lowest:
            lowest = lost
            result[:] = trial
    withheld[:] = result
    return lowest < np.inf


@njit(cache=True, nogil=True)
def _protect_once(
    value: Integers,
    withheld: Flags,
    checked: Flags,
    price: npt.NDArray[np.float64],
    floor: int,
    ceiling: Integers,
    graph: Graph,
) -> bool:
    # each round withholds at least one more cell, or finds that all is kept
    for _ in range(len(value) + 1):
        before = withheld.sum()
        complete = True
        for edge in range(len(value)):
            if withheld[edge] and checked[edge]:
                up, down = kept(edge, floor, value, ceiling, withheld, graph)
                if not promised(up, down, value[edge], floor):
                    complete = False
                    if not _add(edge, floor, value, ceiling, withheld, price, graph):
                        return False
        if complete:
            return True
        if withheld.sum() == before:
            return False
    return False


@njit(cache=True, nogil=True)
def _release_again(
    value: Integers,
    first: Flags,
    withheld: Flags,
    checked: Flags,
    weight: npt.NDArray[np.float64],
    floor: int,
    ceiling: Integers,
    graph: Graph,
) -> None:
    """Release what turned out not to be needed, the dearest cells first."""
    order = np.argsort(-np.where(np.isinf(weight), 0.0, weight), kind="mergesort")
    for edge in order:
        if withheld[edge] and not first[edge]:
            withheld[edge] = False
            if not all_kept(value, withheld, checked, floor, ceiling, graph):
                withheld[edge] = True
