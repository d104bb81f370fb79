"""The assignment under capacities that serves the most, and of these the one with the highest total score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.assignment.flow import PARTS, cheapest_flow
from connector.matching.nearest import best
from connector.matching.stable.capacities import places_at

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Doubles, Floats, Integers

    Places = npt.NDArray[np.int32]

#: So many pairs of each applicant are given to the solver first, where that is less than half of all.
_FEW = 10
#: Prices are guessed with one applicant in so many, moving by parts of the largest score each round.
_GUESSES = ((8, np.geomspace(0.1, 0.005, 60)), (1, np.geomspace(0.005, 0.0003, 40)))
#: With more offers than this, what the moves between all of them gain is not worked out.
_OFFERS = 3000
#: Parts of the largest score that do not count.
_SLACK = 4.0 / PARTS


def best_assignment(
    scores: Floats | Doubles, capacities: npt.ArrayLike, shortlists: npt.NDArray[np.integer] | None = None
) -> Places:
    """Return at most one offer for each applicant, so that most have one and the total score is highest.

    Exact: no other assignment serves more, and none that serves as many has a higher total, but for n times
    4 billionths of the largest score.

    Parameters
    ----------
    scores
        Of pairs, shape (n, m), any scale. Minus infinity: not allowed.
    capacities
        Shape (m,); nan where none is stated (no limit).
    shortlists
        Which offers the columns of the scores are, shape (n, K), -1 where there is none. Then the scores have
        that shape.

    Returns
    -------
    ndarray
        The offer of each applicant, shape (n,); -1 for none.

    Raises
    ------
    ValueError
        If shapes do not fit, a score is nan or infinite, or a capacity is negative.

    Notes
    -----
    A flow of minimum cost (Ahuja, Magnanti and Orlin 1993, Network Flows), solved by cost scaling (Goldberg
    1997, Journal of Algorithms 22:1-29) as in OR-tools. Where pairs are many, only those are given to it
    that are worth the most at guessed prices; then prices are sought at which every applicant, looking at all
    of its pairs, is where it would best be, and every offer with a place left is free. If there are such
    prices the assignment is the best (duality); if not, all pairs are given to the solver. Equal input gives
    equal output.

    Examples
    --------
    >>> scores = np.array([[0.9, 0.8], [0.7, -np.inf]])
    >>> best_assignment(scores, [1, 1]).tolist()
    [1, 0]
    """
    places = places_at(capacities, len(scores))
    offers, worth = _pairs(scores, len(places), shortlists)
    largest = float(np.abs(worth).max(initial=0.0))
    if offers.shape[1] > 2 * _FEW and len(offers) and len(places) <= _OFFERS:
        some = _promising(offers, worth, _at_guessed_prices(offers, worth, places, largest))
        found = _solved(*some, places, largest)
        if _is_best(offers, worth, places, largest, found):
            return found
    return _solved(offers, worth, places, largest)


def _pairs(
    scores: Floats | Doubles, number: int, shortlists: npt.NDArray[np.integer] | None
) -> tuple[Places, Doubles]:
    """Return offers, -1 where a pair is not allowed, and scores, 0 there; shape (n, K)."""
    if shortlists is None:
        shortlists = np.broadcast_to(np.arange(number), (len(scores), number))
    if scores.shape != shortlists.shape:
        raise ValueError(f"scores and offers differ in shape: {scores.shape} and {shortlists.shape}")
    is_pair = (shortlists >= 0) & ~np.isneginf(scores)
    offers = np.where(is_pair, shortlists, -1).astype(np.int32)
    worth = np.where(is_pair, scores, 0.0).astype(np.float64)
    if not np.isfinite(worth).all():
        raise ValueError("a score is not a finite number; minus infinity says that a pair is not allowed")
    if offers.max(initial=-1) >= number:
        raise ValueError(f"shortlists hold numbers of offers below {number}, or -1 where there is none")
    return offers, worth


def _at_guessed_prices(offers: Places, worth: Doubles, places: Integers, largest: float) -> Floats:
    """Return what is left of scores at prices that might share applicants out; minus infinity for no pair."""
    from connector.matching.assignment import kernels  # noqa: PLC0415 - numba is loaded by who needs it

    prices = np.zeros(len(places))
    for one_in, steps in _GUESSES:
        room = -(-places // one_in)
        kernels.guess_prices(offers[::one_in], worth[::one_in], room, steps * largest, prices)
    left = np.where(offers >= 0, worth - np.append(prices, 0.0)[offers], -np.inf)
    return left.astype(np.float32)


def _promising(offers: Places, worth: Doubles, at_prices: Floats) -> tuple[Places, Doubles]:
    """Return the pairs of each applicant that are worth the most at guessed prices."""
    chosen, _ = best(at_prices, None, _FEW)
    some = np.take_along_axis(offers, np.maximum(chosen, 0), axis=1)
    return np.where(chosen >= 0, some, -1), np.take_along_axis(worth, np.maximum(chosen, 0), axis=1)


def _solved(offers: Places, worth: Doubles, places: Integers, largest: float) -> Places:
    rows, columns = np.nonzero(offers >= 0)
    found = np.full(len(offers), -1, np.int32)
    if len(rows):
        wanted = offers[rows, columns]
        parts = worth[rows, columns] * (PARTS / largest if largest > 0 else 0.0)
        is_used = cheapest_flow(rows, wanted, -np.rint(parts).astype(np.int64), len(offers), places)
        found[rows[is_used]] = wanted[is_used]
    return found


def _is_best(offers: Places, worth: Doubles, places: Integers, largest: float, found: Places) -> bool:
    """Tell whether there are prices that prove an assignment to be the best."""
    from connector.matching.assignment import kernels  # noqa: PLC0415 - numba is loaded by who needs it

    # no chain of moves is worth more than having a place
    nothing = -2.0 * (len(places) + 2) * max(largest, 1.0)
    slack, prices = _SLACK * largest, np.zeros(len(places))
    is_placed = found >= 0
    at = (offers == found[:, None]).argmax(axis=1)
    own = np.where(is_placed, np.take_along_axis(worth, at[:, None], axis=1)[:, 0], nothing)
    moves = np.full((len(places), len(places)), -np.inf)
    kernels.weigh_moves(offers, worth, found, own, moves, prices)
    if not kernels.prove_prices(moves, slack, prices):
        return False
    is_left = np.bincount(found[is_placed], minlength=len(places)) < places
    gains = own[is_placed] - prices[found[is_placed]]
    return bool((prices[is_left] <= slack).all() and (gains >= nothing).all())
