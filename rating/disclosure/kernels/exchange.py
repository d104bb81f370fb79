"""Moves that leave the totals above unchanged: what one unit of a hierarchy gains, another one loses.

Three-way tables (units by levels by groups) have no exact flow argument. What can be shown is that certain
other tables exist: a unit moves along a way of withheld cells, and another unit moves back along the same
way, so that no total above the two changes; or all totals above are withheld along the way. Each such move is
a table that readers cannot tell from the true one, so that counting them never promises too much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from rating.disclosure.kernels.flows import UNBOUNDED, cheapest, push
from rating.disclosure.kernels.protection import promised

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.kernels.flows import Flags
    from rating.disclosure.lattice import Graph, Integers

#: So many units are asked to move back, and so many of a sum's own units to move.
_PARTNERS = 48
_OWN = 12
#: Headcounts do not change, one person goes from level to level, or from unit to unit.
_WITHIN, _BETWEEN_LEVELS, _BETWEEN_UNITS = 0, 1, 2
_OUTSIDE = -1
#: As outside, once others have made room at the level.
_MADE_ROOM = -2
#: A way along withheld cells costs next to nothing; the shorter one is taken. Real prices are 1 and more.
_STEP, _FREE = 1e-6, 1e-3


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
def _is_under(unit: int, top: int, parent: Integers) -> bool:
    while unit >= 0:
        if unit == top:
            return True
        unit = parent[unit]
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


@njit(cache=True, nogil=True)
def _swappable(others: Integers, gone: Integers, one: int, other: int, source: int, goal: int) -> int:
    """Return how many people of the same groups can change levels one way here and the other way there."""
    fewest = int(UNBOUNDED)
    for attribute in range(others.shape[0]):
        total = 0
        for group in range(others.shape[3]):
            here = others[attribute, one, source, group] - gone[attribute, source, group]
            total += int(max(0, min(here, others[attribute, other, goal, group])))
        fewest = min(fewest, total)
    return fewest


@njit(cache=True, nogil=True)
def _take(
    others: Integers, gone: Integers, one: int, other: int, source: int, goal: int, people: int
) -> None:
    for attribute in range(others.shape[0]):
        left = people
        for group in range(others.shape[3]):
            here = others[attribute, one, source, group] - gone[attribute, source, group]
            some = int(max(0, min(left, here, others[attribute, other, goal, group])))
            gone[attribute, source, group] += some
            left -= some


@njit(cache=True, nogil=True)
def _open_headcounts(
    mode: int,
    source: int,
    goal: int,
    people: int,
    tree: Hierarchy,
    free: Flags,
    value: Integers,
    ceiling: Integers,
) -> bool:
    """Let headcounts change as a mode allows; False where they are not all withheld."""
    last = tree.columns - 1
    rows = len(tree.above)
    was = np.zeros(rows, dtype=np.bool_)
    for row in range(rows):
        was[row] = free[row * tree.columns + last]
        free[row * tree.columns + last] = False
    if mode == _WITHIN:
        return True
    for side in range(2):
        row = goal if side == 0 else source
        while row >= 0:
            # a sum over both levels does not change
            inner = (
                mode == _BETWEEN_LEVELS
                and _is_over(row, source, tree.above)
                and _is_over(row, goal, tree.above)
            )
            if inner:
                break
            edge = row * tree.columns + last
            if not was[row]:
                return False
            free[edge] = True
            value[edge], ceiling[edge] = (0, people) if side == 0 else (people, 0)
            row = tree.above[row]
        if mode == _BETWEEN_UNITS:
            break
    return True


@njit(cache=True, nogil=True)
def _is_over(row: int, level: int, above: Integers) -> bool:
    while level >= 0:
        if level == row:
            return True
        level = above[level]
    return False


@njit(cache=True, nogil=True)
def _exchange(
    own: int,
    other: int,
    target: int,
    rising: bool,
    want: int,
    tree: Hierarchy,
    value: Integers,
    gone: Integers,
    nodes: Integers,
) -> int:
    """Move one unit's cell while another unit moves back; returns by how much."""
    length = path(own, other, tree.parent, tree.depth, nodes)
    together = np.ones(len(value), dtype=np.bool_)
    for position in range(length):
        for edge in range(len(value)):
            together[edge] &= tree.withheld[nodes[position], edge]
    if not together[target]:
        return 0
    moved = np.zeros(len(value), dtype=np.int64)
    if other == _OUTSIDE:
        ceiling = np.full(len(value), UNBOUNDED)
        done = push(target, rising, want, value, ceiling, together, tree.graph, moved)
        value += moved
        return done
    last = tree.columns - 1
    row, levels = target // tree.columns, tree.others.shape[2]
    theirs = tree.value[other].copy()
    free, ceiling = together.copy(), theirs.copy()
    _open_headcounts(_WITHIN, 0, 0, 0, tree, free, value, ceiling)
    done = 0
    if free[target]:
        done = push(target, rising, want, value, ceiling, free, tree.graph, moved)
        value += moved
        theirs -= moved
    if done >= want or row >= levels or not together[row * tree.columns + last]:
        return done
    for level in range(-1, levels):
        if done >= want:
            break
        if level == row or (level >= 0 and not together[level * tree.columns + last]):
            continue
        source, goal = (level, row) if rising else (row, level)
        if level >= 0:
            mode = _BETWEEN_LEVELS
            people = _swappable(tree.others, gone, own, other, source, goal)
            people = min(people, value[source * tree.columns + last], theirs[goal * tree.columns + last])
        else:
            if not together[(len(tree.above) - 1) * tree.columns + last] or not rising:
                continue
            mode, source, goal = _BETWEEN_UNITS, row, row
            people = theirs[row * tree.columns + last]
        if people <= 0:
            continue
        free = together.copy()
        mine, ceiling = value.copy(), theirs.copy()
        if not _open_headcounts(mode, source, goal, people, tree, free, mine, ceiling):
            continue
        moved[:] = 0
        some = push(target, rising, want - done, mine, ceiling, free, tree.graph, moved)
        if some > 0:
            value += moved
            theirs -= moved
            done += some
            if mode == _BETWEEN_LEVELS:
                _take(tree.others, gone, own, other, source, goal, moved[goal * tree.columns + last])
    return done


@njit(cache=True, nogil=True)
def reach(unit: int, target: int, rising: bool, want: int, tree: Hierarchy) -> int:
    """Return by how much a cell can be shown to move, up to what is wanted."""
    total, tried_own = 0, 0
    used = np.zeros(len(tree.parent), dtype=np.bool_)
    nodes = np.empty(len(tree.parent), dtype=np.int64)
    for mine in range(len(tree.leaves)):
        own = tree.leaves[tree.ordered[target, mine]]
        if not tree.withheld[own, target] or not _is_under(own, unit, tree.parent) or used[own]:
            continue
        tried_own += 1
        if tried_own > _OWN:
            break
        used[own] = True
        value = tree.value[own].copy()
        gone = np.zeros((tree.others.shape[0], tree.others.shape[2], tree.others.shape[3]), dtype=np.int64)
        total += _exchange(own, _OUTSIDE, target, rising, want - total, tree, value, gone, nodes)
        asked = 0
        for theirs in range(len(tree.leaves)):
            if total >= want:
                return total
            other = tree.leaves[tree.ordered[target, theirs]]
            if used[other] or not tree.withheld[other, target] or _is_under(other, unit, tree.parent):
                continue
            asked += 1
            if asked > _PARTNERS:
                break
            some = _exchange(own, other, target, rising, want - total, tree, value, gone, nodes)
            used[other] = some > 0
            total += some
        if rising and total < want:
            total += _after_others_came(own, unit, target, want - total, tree, value, gone, nodes, used)
        if total >= want:
            return total
    return total


@njit(cache=True, nogil=True)
def _after_others_came(
    own: int,
    unit: int,
    target: int,
    want: int,
    tree: Hierarchy,
    value: Integers,
    gone: Integers,
    nodes: Integers,
    used: Flags,
) -> int:
    """Let other units first make room at a level by changing levels with people there; then move the cell."""
    last = tree.columns - 1
    row = target // tree.columns
    headcount = row * tree.columns + last
    if target == headcount or row >= tree.others.shape[2] or not tree.withheld[own, headcount]:
        return 0
    total, asked, room_made = 0, 0, 0
    for theirs in range(len(tree.leaves)):
        other = tree.leaves[tree.ordered[headcount, theirs]]
        if used[other] or not tree.withheld[other, headcount] or _is_under(other, unit, tree.parent):
            continue
        asked += 1
        if asked > _PARTNERS or room_made >= want:
            break
        came = _exchange(own, other, headcount, True, want - room_made, tree, value, gone, nodes)
        used[other] = came > 0
        room_made += came
    if room_made > 0:
        total += _exchange(own, _OUTSIDE, target, True, want, tree, value, gone, nodes)
        asked = 0
        for theirs in range(len(tree.leaves)):
            other = tree.leaves[tree.ordered[target, theirs]]
            if used[other] or not tree.withheld[other, target] or _is_under(other, unit, tree.parent):
                continue
            asked += 1
            if asked > _PARTNERS or total >= want:
                break
            some = _exchange(own, other, target, True, want - total, tree, value, gone, nodes)
            used[other] = some > 0
            total += some
    return total


@njit(cache=True, nogil=True)
def keeps(unit: int, target: int, floor: int, tree: Hierarchy) -> bool:
    """Tell whether a withheld cell can be shown to keep its promise within the hierarchy."""
    value = tree.value[unit, target]
    high = max(floor - 1, floor - value)
    up = reach(unit, target, True, high, tree)
    if up >= high:
        return True
    return promised(up, reach(unit, target, False, max(0, floor - 1 - up), tree), value, floor)


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
        if not _is_under(own, unit, tree.parent):
            continue
        tried += 1
        if tried > _OWN:
            break
        asked = 0
        for theirs in range(-2, len(tree.leaves)):
            other = _OUTSIDE if theirs < 0 else tree.leaves[tree.ordered[target, theirs]]
            if other >= 0 and (other == own or _is_under(other, unit, tree.parent)):
                continue
            asked += 1
            if asked > _PARTNERS:
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
