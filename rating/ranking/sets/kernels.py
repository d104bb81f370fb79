"""Compiled search for critical values: the largest studentised difference of errors in each draw.

Import it where it is used: numba takes its time. Of all draws only those matter that may reach the critical
value, and in them only the pairs of cells that may hold the largest difference. The bounds that tell so are
computed in single precision and rounded up; what is compared in the end is the same in double precision as if
all pairs had been looked at.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.ranking.sets.cells import Cells, Integers, Narrow

#: No difference exceeds it, unless both populations are known for sure.
NEVER = float(np.finfo(np.float64).max)
#: More than all that single precision can take from a bound by rounding.
_UP = 1.0 + 1e-6
#: Shortcuts leave room for the rounding of double precision.
_CLEARLY, _NEARLY = 1.0 + 1e-12, 1.0 - 1e-12


class Family(NamedTuple):
    """The hypotheses that are left, of the kind "this one is not above that one".

    Attributes
    ----------
    alone, groups, cells
        Populations, those that the hypotheses are about, and those that they are compared with.
    first, end
        Which of the groups.
    critical
        Left are the hypotheses about pairs with a studentised difference of estimates of at most this.
    above, below
        One over the least standard error of a group and a cell, rounded up, if it is left that somebody in
        the group is not above somebody in the cell, or the other way round; else 0. Shape (groups, cells).
    """

    alone: Cells
    groups: Cells
    cells: Cells
    first: int
    end: int
    critical: float
    above: Narrow
    below: Narrow


@njit(cache=True, nogil=True, error_model="numpy")
def _left(alone: Cells, groups: Cells, cells: Cells, first: int, end: int, critical: float) -> Family:
    """Return the hypotheses that a critical value does not reject."""
    above = np.zeros((end - first, len(cells.lowest)), np.float32)
    below = np.zeros((end - first, len(cells.lowest)), np.float32)
    for group in range(first, end):
        for cell in range(len(cells.lowest)):
            least = groups.least[group] + cells.least[cell]
            if least == 0.0:  # known for sure: nothing to be tested
                continue
            weight = np.float32(_UP / math.sqrt(least))
            reach = critical * _CLEARLY * math.sqrt(groups.most[group] + cells.most[cell])
            if groups.lowest[group] - cells.highest[cell] <= reach:
                above[group - first, cell] = weight
            if cells.lowest[cell] - groups.highest[group] <= reach:
                below[group - first, cell] = weight
    return Family(alone, groups, cells, first, end, critical, above, below)


@njit(cache=True, nogil=True, error_model="numpy")
def _bounds(family: Family) -> Narrow:
    """Return what no difference exceeds, in each draw."""
    bounds = np.zeros(family.cells.top.shape[1], np.float32)
    for group in range(family.first, family.end):
        bottom, top = family.groups.bottom[group], family.groups.top[group]
        for cell in range(family.above.shape[1]):
            above, below = family.above[group - family.first, cell], family.below[group - family.first, cell]
            if above == 0.0 and below == 0.0:
                continue
            cell_bottom, cell_top = family.cells.bottom[cell], family.cells.top[cell]
            for draw in range(len(bounds)):
                rise, fall = (cell_top[draw] - bottom[draw]) * above, (top[draw] - cell_bottom[draw]) * below
                bounds[draw] = max(bounds[draw], max(rise, fall))  # noqa: PLW3301 - two at a time are compiled
    return bounds


@njit(cache=True, nogil=True, error_model="numpy")
def _search(family: Family, group: int, cell: int, draw: int, best: float) -> float:
    """Return the largest difference between a group and a cell, if it is larger than the best so far."""
    errors, estimates, variances = family.alone.top_by_draw, family.alone.lowest, family.alone.least
    enough = best * best * _NEARLY
    for one in range(family.groups.ends[group], family.groups.ends[group + 1]):
        error, estimate, variance = np.float64(errors[draw, one]), estimates[one], variances[one]
        for other in range(family.cells.ends[cell], family.cells.ends[cell + 1]):
            gap, both = errors[draw, other] - error, variance + variances[other]
            if gap * gap > enough * both:  # without the root, which few need
                distance = estimate - estimates[other] if gap > 0.0 else estimates[other] - estimate
                root = math.sqrt(both)
                if abs(gap) / root > best and distance / root <= family.critical:
                    best = abs(gap) / root
                    enough = best * best * _NEARLY
    return best


@njit(cache=True, nogil=True, error_model="numpy")
def _largest(family: Family, draw: int, room: Narrow, best: float) -> float:
    """Return the largest difference in a draw, if it is larger than the best so far."""
    bottoms, tops = family.cells.bottom_by_draw[draw], family.cells.top_by_draw[draw]
    for group in range(family.first, family.end):
        bottom, top = family.groups.bottom_by_draw[draw, group], family.groups.top_by_draw[draw, group]
        above, below = family.above[group - family.first], family.below[group - family.first]
        for cell in range(len(room)):
            room[cell] = max((tops[cell] - bottom) * above[cell], (top - bottoms[cell]) * below[cell])
        likely = 0
        for cell in range(len(room)):
            if room[cell] > room[likely]:
                likely = cell
        if room[likely] > best:  # to begin with the best bound rules out most of the others
            best = _search(family, group, likely, draw, best)
            room[likely] = 0.0
            for cell in range(len(room)):
                if room[cell] > best:
                    best = _search(family, group, cell, draw, best)
    return best


@njit(cache=True, nogil=True, error_model="numpy")
def _replace_least(heap: Floats, value: float) -> None:
    """Put a value into a heap, whose least stands first, in place of the least."""
    place, child = 0, 1
    while child < len(heap):
        if child + 1 < len(heap) and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= value:
            break
        heap[place] = heap[child]
        place, child = child, 2 * child + 1
    heap[place] = value


@njit(cache=True, nogil=True, error_model="numpy")
def _critical_value(family: Family, reaching: int) -> float:
    """Return the largest value that so many draws reach, and at least 0."""
    bounds = _bounds(family)
    room = np.empty(family.above.shape[1], np.float32)
    highest, values = np.zeros(reaching), np.zeros(reaching)
    for bound in bounds:
        if bound > highest[0]:
            _replace_least(highest, bound)
    for likely in (True, False):  # the draws with the highest bounds leave few others worth the search
        for draw in range(len(bounds)):
            if (bounds[draw] >= highest[0]) == likely and bounds[draw] > values[0]:
                value = _largest(family, draw, room, values[0])
                if value > values[0]:
                    _replace_least(values, value)
    return float(values[0])


@njit(cache=True, nogil=True, error_model="numpy")
def _count(alone: Cells, first: int, end: int, critical: float, above: Integers, below: Integers) -> int:
    """Write how many are found above and below each of some populations; return the sum."""
    found = 0
    for place in range(first, end):
        estimate, variance, higher, lower = alone.lowest[place], alone.least[place], 0, 0
        for other in range(len(alone.lowest)):
            ratio = (alone.lowest[other] - estimate) / math.sqrt(variance + alone.least[other])
            higher += int(ratio > critical)
            lower += int(-ratio > critical)
        above[place], below[place] = higher, lower
        found += higher + lower
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def find(
    alone: Cells,
    groups: Cells,
    cells: Cells,
    first: int,
    end: int,
    reaching: int,
    step_down: bool,
    above: Integers,
    below: Integers,
) -> None:
    """Find who is above and who below, with one critical value for all hypotheses about some groups.

    Parameters
    ----------
    alone, cells
        All populations, one by one and together.
    groups, first, end
        The hypotheses say of each population in groups[first:end] and each other one that it is not above,
        and that it is not below.
    reaching
        The critical value is the largest that so many draws reach; with 0 there is none.
    step_down
        Whether to test again without the hypotheses that were rejected, until nothing more is found.
    above, below
        Where to: how many are found above and below each population, shape (p,). Others than those in the
        groups stay as they are.
    """
    places = groups.ends[first], groups.ends[end]
    critical = NEVER
    found, before = _count(alone, places[0], places[1], critical, above, below), -1
    while reaching > 0 and found > before:
        critical = _critical_value(_left(alone, groups, cells, first, end, critical), reaching)
        before, found = found, _count(alone, places[0], places[1], critical, above, below)
        if not step_down:
            break


@njit(cache=True, nogil=True, error_model="numpy")
def find_each(
    alone: Cells,
    cells: Cells,
    first: int,
    end: int,
    reaching: int,
    step_down: bool,
    above: Integers,
    below: Integers,
) -> None:
    """Find who is above and who below, with a critical value for each of the populations alone[first:end].

    Parameters
    ----------
    alone, cells, first, end, reaching, step_down, above, below
        As `find`.
    """
    for place in range(first, end):
        find(alone, alone, cells, place, place + 1, reaching, step_down, above, below)
