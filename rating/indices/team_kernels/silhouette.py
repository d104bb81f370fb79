"""Searching the grouping with the largest average silhouette width.

The silhouette of member i in group c is (b - a) / max(a, b): a is the mean distance to the others in c,
b the smallest mean distance to another group. Kept throughout: `sums[g, i]`, the distances of member i to
group g added up. A move of one member changes two rows of it; what the move would be worth follows from
those two rows and the three nearest other groups of each member, in O(n) and without trying it.

Distances have 1 as their largest, so that rounding has a known size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

    Labels = npt.NDArray[np.int64]

#: Sums of distances are kept by adding and subtracting: what is smaller than this is zero.
_ROUNDING = 1e-12
#: How many near groups of a member are kept: a move touches two, so the third is still right.
_NEAR = 3
#: A silhouette needs another group to look at.
_FEWEST = 2
#: What a climbing member is offered: see `climb`.
NEAREST, EVERY = 0, 1


@njit(cache=True, nogil=True)
def width(own: float, other: float) -> float:
    """Return the silhouette of a member from its mean distances to its own and the nearest other group."""
    if own < other:
        return 1.0 - own / other if other > _ROUNDING else 0.0
    return other / own - 1.0 if own > _ROUNDING else 0.0


@njit(cache=True, nogil=True)
def total_width(sums: Floats, labels: Labels, sizes: Labels, filled: Labels) -> float:
    """Return the sum of all silhouettes; `filled` names the groups that have members."""
    members = labels.size
    other = np.full(members, np.inf)
    for group in filled:  # outside, so that the sums are read in the order in which they lie
        size = sizes[group]
        for member in range(members):
            mean = sums[group, member] / size
            other[member] = mean if mean < other[member] and labels[member] != group else other[member]
    total = 0.0
    for member in range(members):
        others = sizes[labels[member]] - 1
        if others > 0:
            total += width(sums[labels[member], member] / others, other[member])
    return total


@njit(cache=True, nogil=True)
def group_sums(distances: Floats, labels: Labels) -> tuple[Floats, Labels]:
    """Return the summed distances of each member to each group (groups, members), and the groups' sizes."""
    members = labels.size
    sums = np.zeros((members, members))
    sizes = np.zeros(members, np.int64)
    for one in range(members):
        group = labels[one]
        sizes[group] += 1
        for member in range(members):
            sums[group, member] += distances[one, member]
    return sums, sizes


@njit(cache=True, nogil=True)
def average_width(distances: Floats, labels: Labels) -> float:
    """Return the average silhouette width of a grouping with at least two groups."""
    sums, sizes = group_sums(distances, labels)
    return total_width(sums, labels, sizes, np.flatnonzero(sizes)) / labels.size


@njit(cache=True, nogil=True)
def agglomerated(distances: Floats, merges: Labels, levels: Labels, widths: Floats) -> None:
    """Fill in the groupings with 2 ... n - 1 groups that a tree of merges passes, and their total widths.

    Parameters
    ----------
    distances
        Shape (n, n).
    merges
        The two clusters that each step joins, shape (n - 1, 2): members are 0 ... n - 1, step s makes n + s.
    levels
        To be filled: one grouping a row, shape (n - 2, n).
    widths
        To be filled: shape (n - 2,).
    """
    members = len(distances)
    sums = distances.copy()
    sizes = np.ones(members, np.int64)
    labels = np.arange(members)
    place = np.arange(2 * members)  # which group a cluster of the tree became
    for step in range(members - 2):
        first, second = place[merges[step, 0]], place[merges[step, 1]]
        # a group is named by its first member, so that equal groupings have equal labels
        kept, gone = min(first, second), max(first, second)
        place[members + step] = kept
        sizes[kept] += sizes[gone]
        sizes[gone] = 0
        for member in range(members):
            sums[kept, member] += sums[gone, member]
            if labels[member] == gone:
                labels[member] = kept
            levels[step, member] = labels[member]
        widths[step] = total_width(sums, labels, sizes, np.flatnonzero(sizes))


class Grouping(NamedTuple):
    """A grouping that is being improved; the arrays change in place.

    Attributes
    ----------
    distances
        Shape (members, members).
    labels
        The group of each member.
    sums
        Distances of each member to each group added up, shape (groups, members).
    sizes
        Members of each group; there are as many groups as members, most of them empty.
    near
        The nearest other groups of each member, shape (members, 3); -1 where there are no more.
    means
        Mean distances to those, infinite where there are no more.
    """

    distances: Floats
    labels: Labels
    sums: Floats
    sizes: Labels
    near: Labels
    means: Floats


@njit(cache=True, nogil=True)
def find_near(grouping: Grouping, filled: Labels, member: int) -> None:
    """Find the three nearest other groups of one member anew."""
    near, means = grouping.near[member], grouping.means[member]
    for rank in range(_NEAR):
        near[rank], means[rank] = -1, np.inf
    for group in filled:
        mean = grouping.sums[group, member] / grouping.sizes[group]
        if group == grouping.labels[member] or mean >= means[_NEAR - 1]:
            continue
        rank = _NEAR - 1
        while rank > 0 and mean < means[rank - 1]:
            near[rank], means[rank] = near[rank - 1], means[rank - 1]
            rank -= 1
        near[rank], means[rank] = group, mean


@njit(cache=True, nogil=True)
def is_touched(grouping: Grouping, member: int, source: int, target: int) -> bool:
    """Tell whether a move from source to target can have changed the near groups of a member."""
    for rank in range(_NEAR):
        if grouping.near[member, rank] in (source, target):
            return True
    reach = grouping.means[member, _NEAR - 1]
    for group in (source, target):
        size = grouping.sizes[group]
        if size > 0 and grouping.sums[group, member] < reach * size:
            return True
    return False


@njit(cache=True, nogil=True)
def nearest_besides(grouping: Grouping, member: int, source: int, target: int) -> float:
    """Return the smallest mean distance of a member to a group that is neither its own nor one of these."""
    for rank in range(_NEAR):
        if grouping.near[member, rank] not in (source, target):
            return float(grouping.means[member, rank])
    return np.inf


@njit(cache=True, nogil=True)
def width_of_mover(grouping: Grouping, mover: int, target: int) -> float:
    """Return the silhouette that a member would have in another group."""
    size = grouping.sizes[target]
    if size == 0:
        return 0.0
    source = grouping.labels[mover]
    other = nearest_besides(grouping, mover, source, target)
    left = grouping.sizes[source] - 1
    if left > 0:
        other = min(other, grouping.sums[source, mover] / left)
    return width(grouping.sums[target, mover] / size, other)


@njit(cache=True, nogil=True)
def total_after_move(grouping: Grouping, mover: int, target: int) -> float:
    """Return the sum of all silhouettes as it would be with one member in another group."""
    labels, sums, sizes = grouping.labels, grouping.sums, grouping.sizes
    source = labels[mover]
    # a group that the move empties is nobody's nearest
    left = 1.0 / (sizes[source] - 1) if sizes[source] > 1 else np.inf
    joined = 1.0 / (sizes[target] + 1)
    total = width_of_mover(grouping, mover, target)
    for member in range(labels.size):
        own_group = labels[member]
        others = sizes[own_group] - 1 - (own_group == source) + (own_group == target)
        if member == mover or others == 0:
            continue
        step = grouping.distances[mover, member]
        own = sums[own_group, member]
        other = nearest_besides(grouping, member, source, target)
        if own_group == source:
            own -= step
        elif sizes[source] > 1:
            other = min(other, (sums[source, member] - step) * left)
        if own_group == target:
            own += step
        else:
            other = min(other, (sums[target, member] + step) * joined)
        total += width(own / others, other)
    return total


@njit(cache=True, nogil=True)
def move(grouping: Grouping, mover: int, target: int) -> Labels:
    """Put one member into another group; return the groups that now have members."""
    source = grouping.labels[mover]
    for member in range(grouping.labels.size):
        grouping.sums[source, member] -= grouping.distances[mover, member]
        grouping.sums[target, member] += grouping.distances[mover, member]
    grouping.sizes[source] -= 1
    grouping.sizes[target] += 1
    grouping.labels[mover] = target
    filled = np.flatnonzero(grouping.sizes)
    for member in range(grouping.labels.size):
        if member == mover or is_touched(grouping, member, source, target):
            find_near(grouping, filled, member)
    return filled


@njit(cache=True, nogil=True)
def climb(distances: Floats, labels: Labels, offer: int) -> float:
    """Move single members to other groups while the total width rises; return it.

    Changes `labels`. A member is offered its three nearest other groups (`NEAREST`), or every other group
    and one of its own (`EVERY`).
    """
    members = labels.size
    sums, sizes = group_sums(distances, labels)
    near = np.empty((members, _NEAR), np.int64)
    grouping = Grouping(distances, labels, sums, sizes, near, np.empty((members, _NEAR)))
    filled = np.flatnonzero(sizes)
    for member in range(members):
        find_near(grouping, filled, member)
    total = total_width(sums, labels, sizes, filled)
    is_rising = True
    while is_rising:
        is_rising = False
        for mover in range(members):
            is_alone = sizes[labels[mover]] == 1
            if is_alone and filled.size == _FEWEST:
                continue
            targets = near[mover]
            if offer == EVERY:
                targets = filled if is_alone else np.append(filled, np.argmin(sizes))
            best, best_target = total + _ROUNDING * members, -1
            for target in targets:
                if target not in (labels[mover], -1):
                    candidate = total_after_move(grouping, mover, target)
                    if candidate > best:
                        best, best_target = candidate, target
            if best_target >= 0:
                filled = move(grouping, mover, best_target)
                total, is_rising = best, True
    return total


@njit(cache=True, nogil=True)
def best_grouping(distances: Floats, starts: Labels) -> tuple[float, Labels]:
    """Return the largest average width that climbing from some groupings reaches, and its grouping.

    Parameters
    ----------
    distances
        Shape (n, n), the largest 1.
    starts
        Groupings to start from, one a row; where several end equally wide, the first one wins.
    """
    best = -np.inf
    best_labels = starts[0]
    for start in range(len(starts)):
        labels = starts[start].copy()
        total = climb(distances, labels, NEAREST)
        if total > best + _ROUNDING:
            best = total
            best_labels = labels
    climb(distances, best_labels, EVERY)
    # summed anew: the sums carried along have collected rounding
    return average_width(distances, best_labels), best_labels
