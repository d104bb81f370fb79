"""Moves that leave the totals above unchanged: what one unit of a hierarchy gains, another one loses.

Three-way tables (units by levels by groups) have no exact flow argument. What can be shown is that certain
other tables exist: a unit moves along a way of withheld cells, and another unit moves back along the same
way, so that no total above the two changes; or all totals above are withheld along the way. Each such move is
a table that readers cannot tell from the true one, so that counting them never promises too much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from rating.disclosure.kernels.flows import UNBOUNDED, push
from rating.disclosure.kernels.hierarchy import OUTSIDE, OWN, PARTNERS, is_under, path
from rating.disclosure.kernels.protection import promised

if TYPE_CHECKING:
    from rating.disclosure.kernels.flows import Flags
    from rating.disclosure.kernels.hierarchy import Hierarchy
    from rating.disclosure.lattice import Integers

#: Headcounts do not change, one person goes from level to level, or from unit to unit.
_WITHIN, _BETWEEN_LEVELS, _BETWEEN_UNITS = 0, 1, 2


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
                and is_under(source, row, tree.above)
                and is_under(goal, row, tree.above)
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
    if other == OUTSIDE:
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
def _exchange_with_others(
    own: int,
    unit: int,
    target: int,
    rising: bool,
    want: int,
    tree: Hierarchy,
    value: Integers,
    gone: Integers,
    nodes: Integers,
    used: Flags,
) -> int:
    """Move one unit's cell while one unit after the other, none of the same sum, moves back."""
    total, asked = 0, 0
    for theirs in range(len(tree.leaves)):
        other = tree.leaves[tree.ordered[target, theirs]]
        if used[other] or not tree.withheld[other, target] or is_under(other, unit, tree.parent):
            continue
        asked += 1
        if asked > PARTNERS or total >= want:
            break
        some = _exchange(own, other, target, rising, want - total, tree, value, gone, nodes)
        used[other] = some > 0
        total += some
    return total


@njit(cache=True, nogil=True)
def reach(unit: int, target: int, rising: bool, want: int, tree: Hierarchy) -> int:
    """Return by how much a cell can be shown to move, up to what is wanted."""
    total, tried_own = 0, 0
    used = np.zeros(len(tree.parent), dtype=np.bool_)
    nodes = np.empty(len(tree.parent), dtype=np.int64)
    for mine in range(len(tree.leaves)):
        own = tree.leaves[tree.ordered[target, mine]]
        if not tree.withheld[own, target] or not is_under(own, unit, tree.parent) or used[own]:
            continue
        tried_own += 1
        if tried_own > OWN:
            break
        used[own] = True
        value = tree.value[own].copy()
        gone = np.zeros((tree.others.shape[0], tree.others.shape[2], tree.others.shape[3]), dtype=np.int64)
        total += _exchange(own, OUTSIDE, target, rising, want - total, tree, value, gone, nodes)
        total += _exchange_with_others(
            own, unit, target, rising, want - total, tree, value, gone, nodes, used
        )
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
    room_made = _exchange_with_others(own, unit, headcount, True, want, tree, value, gone, nodes, used)
    if room_made == 0:
        return 0
    total = _exchange(own, OUTSIDE, target, True, want, tree, value, gone, nodes)
    return total + _exchange_with_others(
        own, unit, target, True, want - total, tree, value, gone, nodes, used
    )


@njit(cache=True, nogil=True)
def keeps(unit: int, target: int, floor: int, tree: Hierarchy) -> bool:
    """Tell whether a withheld cell can be shown to keep its promise within the hierarchy."""
    value = tree.value[unit, target]
    high = max(floor - 1, floor - value)
    up = reach(unit, target, True, high, tree)
    if up >= high:
        return True
    return promised(up, reach(unit, target, False, max(0, floor - 1 - up), tree), value, floor)
