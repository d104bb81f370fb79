"""Compiled deferred acceptance.

Import it where it is used: numba takes its time. Nobody's list is sorted: an applicant whose turn it is looks
over all offers at once for the best of those that would take it now. The bar of an offer only rises, so who
would be refused now would be refused later as well: leaving refusals out changes nothing in the result, and
only proposals that are held cost a look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Doubles, Floats, Integers

    Keys = npt.NDArray[np.int32]
    Places = npt.NDArray[np.int32]

_MAGNITUDE = np.int32(0x7FFFFFFF)
#: What minus infinity becomes: not acceptable, or proposed to already.
_NEVER = np.int32(-0x7F800001)
#: A score above its column in one number, and the column alone.
_HIGH, _LOW = np.int64(32), np.int64(0xFFFFFFFF)


class Desk(NamedTuple):
    """What offers hold.

    Attributes
    ----------
    starts
        Where the seats of each offer begin, shape (m + 1,). An offer that can take everybody needs none.
    seats, ranks
        Applicants held and their scores, the worst of a full offer first (a heap).
    taken
        How many each holds, shape (m,).
    bars, lasts
        Score and number of the worst that a full offer holds: who is not above is refused. Shape (m,); minus
        infinity and -1 while there is room, so that everybody acceptable is above.
    """

    starts: Integers
    seats: Places
    ranks: Floats | Doubles
    taken: Integers
    bars: Floats | Doubles
    lasts: Places


@njit(cache=True, nogil=True)
def order_keys(scores: Floats, keys: Keys) -> None:
    """Write whole numbers in the order of scores."""
    bits = scores.view(np.int32)
    for place in range(len(bits)):
        pattern = bits[place]
        pattern = np.int32(0) if pattern == np.int32(-0x80000000) else pattern  # 0 below zero is 0
        keys[place] = pattern ^ ((pattern >> np.int32(31)) & _MAGNITUDE)


@njit(cache=True, nogil=True)
def _best_of_all(
    keys: Keys, scores: Floats | Doubles, bars: Floats | Doubles, lasts: Places, applicant: int
) -> int:
    """Return the best column whose offer would take the applicant, or -1."""
    columns, number = len(keys), np.int32(applicant)
    nothing = (np.int64(_NEVER) << _HIGH) | _LOW
    best = nothing
    for column in range(columns):
        is_open = (scores[column] > bars[column]) | (
            (scores[column] == bars[column]) & (number < lasts[column])
        )
        key = (np.int64(keys[column]) << _HIGH) | np.int64(columns - column)
        key = key if is_open else nothing
        best = max(best, key)
    return -1 if best == nothing else int(columns - (best & _LOW))


@njit(cache=True, nogil=True)
def _best_of_list(
    keys: Keys,
    scores: Floats | Doubles,
    bars: Floats | Doubles,
    lasts: Places,
    applicant: int,
    offers: Places,
) -> int:
    """Return the place on a list of the best offer that would take the applicant, or -1."""
    best = -1
    for place in range(len(offers)):
        offer = offers[place]
        if offer < 0 or keys[place] <= _NEVER:
            continue
        if best >= 0 and (keys[place] < keys[best] or (keys[place] == keys[best] and offer > offers[best])):
            continue
        if scores[place] > bars[offer] or (scores[place] == bars[offer] and applicant < lasts[offer]):
            best = place
    return best


@njit(cache=True, nogil=True)
def _sink(seats: Places, ranks: Floats | Doubles, root: int, size: int) -> None:
    """Let the applicant on a seat sink below those who are worse: the worst comes to stand first."""
    applicant, rank, place = seats[root], ranks[root], root
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        other = child + 1
        if other < size and (
            ranks[other] < ranks[child] or (ranks[other] == ranks[child] and seats[other] > seats[child])
        ):
            child = other
        if ranks[child] > rank or (ranks[child] == rank and seats[child] < applicant):
            break
        seats[place], ranks[place] = seats[child], ranks[child]
        place = child
    seats[place], ranks[place] = applicant, rank


@njit(cache=True, nogil=True)
def _hold(desk: Desk, offer: int, applicant: int, score: float) -> int:
    """Give an applicant a place at an offer that takes it; return who has to leave, or -1."""
    first, end = desk.starts[offer], desk.starts[offer + 1]
    seats, ranks, taken = desk.seats[first:end], desk.ranks[first:end], desk.taken[offer]
    if taken == len(seats) > 0:
        leaves = int(seats[0])
        seats[0], ranks[0] = applicant, score
        _sink(seats, ranks, 0, taken)
        desk.bars[offer], desk.lasts[offer] = ranks[0], seats[0]
        return leaves
    desk.taken[offer] = taken + 1
    if len(seats) > 0:
        seats[taken], ranks[taken] = applicant, score
        if taken + 1 == len(seats):
            for root in range(len(seats) // 2 - 1, -1, -1):
                _sink(seats, ranks, root, len(seats))
            desk.bars[offer], desk.lasts[offer] = ranks[0], seats[0]
    return -1


@njit(cache=True, nogil=True)
def propose(
    keys: Keys, scores: Floats | Doubles, offers: Places, turns: Integers, desk: Desk, held: Places
) -> None:
    """Let every applicant propose until it is held as often as it asks, or nobody else would take it.

    Parameters
    ----------
    keys
        The applicants' scores as `order_keys` writes them, shape (n, m) or (n, K). Used up.
    scores
        The offers' scores, likewise. Minus infinity: not acceptable.
    offers
        Which offers the columns are, shape (n, K), -1 where a list ends; or (0, 0) where column j is offer j.
    turns
        Applicants in the order in which they begin, shape (n,). The result is the same for any.
    desk
        Empty at the beginning.
    held
        Offers, shape (n, asks); -1 at the beginning, and in the end where there are no more. A slot that is
        not to be filled holds another negative number.
    """
    applicants, asks, is_listed = held.shape[0], held.shape[1], offers.shape[0] > 0
    bars, lasts = desk.bars, desk.lasts  # taken out of the desk once: each time costs
    waiting, is_waiting = np.empty(applicants, np.int32), np.zeros(applicants, np.bool_)
    for first in turns:
        waiting[0], depth = first, 1
        while depth > 0:
            depth -= 1
            applicant = waiting[depth]
            is_waiting[applicant] = False
            for slot in range(asks):
                if held[applicant, slot] != -1:
                    continue
                if is_listed:
                    place = _best_of_list(
                        keys[applicant],
                        scores[applicant],
                        desk.bars,
                        desk.lasts,
                        applicant,
                        offers[applicant],
                    )
                else:
                    place = _best_of_all(keys[applicant], scores[applicant], bars, lasts, applicant)
                if place < 0:
                    break
                offer = offers[applicant, place] if is_listed else place
                keys[applicant, place] = _NEVER
                held[applicant, slot] = offer
                leaves = _hold(desk, offer, applicant, scores[applicant, place])
                if leaves >= 0:
                    for other in range(asks):
                        if held[leaves, other] == offer:
                            held[leaves, other] = -1
                    if not is_waiting[leaves]:
                        waiting[depth], is_waiting[leaves] = leaves, True
                        depth += 1
