"""The fewest people who would have to be of other groups for a measure to reach a value.

The losses of a `Shortfall` are convex in the people of each group, so what the first, second ... person takes
off the loss of a group only falls. The k people whose joining takes off most, and the k whose leaving does,
are therefore found in two sorted lists, and no other k people come further: the first k that is enough is the
fewest. (Would a group be in both lists at that k, one joining and one leaving could be dropped, since by
convexity they take nothing off together; so fewer people would have been enough.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from rating.data import Floats
    from rating.documents.explanations.shortfall import Shortfall

    Index = npt.NDArray[np.intp]
    Flags = npt.NDArray[np.bool_]

#: Losses are shares and people: such a difference is one of digits.
_EQUAL = 1e-12
#: So many people are tried at first, and then so many times as many.
_FIRST, _TIMES = 4, 8
#: Numbers held at once.
_ROOM = 2_000_000


class Replaced(NamedTuple):
    """People who leave and join groups, as many of one as of the other.

    Attributes
    ----------
    leaving, joining
        Whole people, shape (companies, k); nobody where the value cannot be reached, or is already.
    enough
        Whether the value is reached then, shape (companies,).
    """

    leaving: Floats
    joining: Floats
    enough: Flags


def fewest_replacements(people: Floats, shortfall: Shortfall, may_join: Flags | None = None) -> Replaced:
    """Return the fewest replacements with which a value is reached.

    Parameters
    ----------
    people
        By group, shape (companies, k), no NaN; fractions of a person stay where they are.
    shortfall
        What keeps these companies from the value.
    may_join
        Which groups may be named as those whom others would have to belong to, shape (k,); None for all.

    Returns
    -------
    Replaced
        Of several ways with as few people: one among the groups to be named first if there is one, else the
        one that comes furthest, beginning with the groups where most is amiss.
    """
    allowed = shortfall.looked_at if may_join is None else shortfall.looked_at & may_join
    first = shortfall.named_first & allowed
    found = _fewest(people, shortfall, allowed)
    if (first == allowed).all():
        return found
    rather = _fewest(people, shortfall, first)
    same = rather.enough & (rather.joining.sum(axis=1) == found.joining.sum(axis=1))
    return Replaced(
        np.where(same[:, None], rather.leaving, found.leaving),
        np.where(same[:, None], rather.joining, found.joining),
        found.enough,
    )


def _fewest(people: Floats, shortfall: Shortfall, may_join: Flags) -> Replaced:
    leaving, joining = np.zeros_like(people), np.zeros_like(people)
    lacking = shortfall.losses(people[:, :, None])[..., 0].sum(axis=1) - shortfall.allowed
    enough = lacking <= _EQUAL
    open_ones = np.flatnonzero(lacking > _EQUAL)
    window = _FIRST
    while open_ones.size:
        left = []
        for some in _in_room(open_ones, people.shape[1] * (2 * window + 1)):
            tried = _Tried(people[some], shortfall.take(some), may_join, window)
            number = tried.people_needed(lacking[some])
            done = number > 0
            leaving[some[done]], joining[some[done]] = tried.by_group(number, done)
            enough[some[done]] = True
            left.append(some[~done & tried.may_go_on])
        open_ones = np.concatenate(left)
        window *= _TIMES
    both = np.minimum(leaving, joining)
    return Replaced(leaving - both, joining - both, enough)


def _in_room(index: Index, numbers: int) -> Iterator[Index]:
    size = max(_ROOM // numbers, 1)
    for start in range(0, len(index), size):
        yield index[start : start + size]


class _Tried:
    """Up to so many people who join, and as many who leave, those first that take most off the loss."""

    def __init__(self, people: Floats, shortfall: Shortfall, may_join: Flags, window: int) -> None:
        losses = shortfall.losses(people[:, :, None] + np.arange(-window, window + 1))
        number = np.arange(1, window + 1)
        join = -np.diff(losses[:, :, window:], axis=2)
        leave = -np.diff(losses[:, :, window::-1], axis=2)
        join[:, ~may_join] = -np.inf
        gone = (number > np.floor(people + _EQUAL)[:, :, None]) | ~shortfall.looked_at[:, None]
        leave[gone] = -np.inf
        self._joining = _sorted(join, losses[:, :, window:-1], people[:, :, None] + number)
        self._leaving = _sorted(leave, losses[:, :, window:0:-1], number - people[:, :, None])
        self._taken_off = np.cumsum(self._joining.gain + self._leaving.gain, axis=1)
        self._groups = people.shape[1]

    def people_needed(self, lacking: Floats) -> npt.NDArray[np.intp]:
        """Return how many are the first that are enough, shape (companies,); 0 where so many are not."""
        reached = self._taken_off >= lacking[:, None] - _EQUAL
        return np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, 0)

    @property
    def may_go_on(self) -> Flags:
        """Whether more people may take off more: the last one did."""
        return np.asarray(self._joining.gain[:, -1] + self._leaving.gain[:, -1] > _EQUAL / 1000.0)

    def by_group(self, number: npt.NDArray[np.intp], of: Flags) -> tuple[Floats, Floats]:
        """Return who leaves and who joins, shape (companies, k), of some companies."""
        first = np.arange(self._taken_off.shape[1]) < number[of][:, None]
        leaving, joining = (
            np.stack(
                [(first & (part.group[of] == group)).sum(axis=1) for group in range(self._groups)], axis=1
            )
            for part in (self._leaving, self._joining)
        )
        return leaving.astype(np.float64), joining.astype(np.float64)


class _Sorted(NamedTuple):
    """What people take off the loss, the most first, and their groups, shape (companies, window)."""

    gain: Floats
    group: Index


def _sorted(gain: Floats, before: Floats, after: Floats) -> _Sorted:
    """Sort people by what they take off; of equals first where most is lost `before`."""
    companies, _, window = gain.shape
    keys = (np.broadcast_to(after, gain.shape), -np.round(before, 12), -np.round(gain, 12))
    order = np.lexsort([key.reshape(companies, -1) for key in keys], axis=1)[:, :window]
    return _Sorted(np.take_along_axis(gain.reshape(companies, -1), order, axis=1), order // window)
