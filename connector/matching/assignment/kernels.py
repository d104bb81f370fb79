"""Compiled prices of offers: guessed before an assignment, to sift pairs, and proved after it.

Import it where it is used: numba takes its time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from connector.matching.assignment.best_assignment import Places
    from connector.matching.columns.types import Doubles, Integers


@njit(cache=True, nogil=True, error_model="numpy")
def guess_prices(offers: Places, scores: Doubles, places: Integers, steps: Doubles, prices: Doubles) -> None:
    """Raise the prices of offers that too many want, and lower those of others, by smaller and smaller steps.

    Parameters
    ----------
    offers, scores
        Pairs, shape (n, K); -1 where there is none.
    places
        Of the offers, shape (m,).
    steps
        How far a price moves at most, one round each.
    prices
        Shape (m,); 0 at the beginning.
    """
    wanted = np.zeros(len(prices), np.int64)
    for step in steps:
        wanted[:] = 0
        for row in range(len(offers)):
            best, choice = -np.inf, -1
            for place in range(offers.shape[1]):
                offer = offers[row, place]
                if offer >= 0 and scores[row, place] - prices[offer] > best:
                    best, choice = scores[row, place] - prices[offer], offer
            if choice >= 0:
                wanted[choice] += 1
        for offer in range(len(prices)):
            excess = float(wanted[offer] - places[offer]) / max(places[offer], 1)
            prices[offer] = max(prices[offer] + step * min(max(excess, -1.0), 1.0), 0.0)


@njit(cache=True, nogil=True)
def weigh_moves(
    offers: Places, scores: Doubles, found: Places, own: Doubles, moves: Doubles, prices: Doubles
) -> None:
    """Write what the best move from each offer to each other one gains, and what those without a place bid.

    Parameters
    ----------
    offers, scores
        Pairs, shape (n, K); -1 where there is none.
    found, own
        The offer of each applicant, -1 for none, and what it is worth to it, shape (n,).
    moves
        Shape (m, m), filled with minus infinity.
    prices
        Shape (m,), filled with 0.
    """
    for row in range(len(offers)):
        here = found[row]
        for place in range(offers.shape[1]):
            offer = offers[row, place]
            if offer >= 0:
                gain = scores[row, place] - own[row]
                if here >= 0:
                    moves[here, offer] = max(moves[here, offer], gain)
                else:
                    prices[offer] = max(prices[offer], gain)


@njit(cache=True, nogil=True)
def prove_prices(moves: Doubles, slack: float, prices: Doubles) -> bool:
    """Raise prices until nobody would rather move, and tell whether that comes to an end.

    The least such prices are lengths of longest paths; there are such if and only if no round of moves gains
    (Bellman and Ford): then as many rounds are enough as there are offers.

    Parameters
    ----------
    moves
        What the best move from an offer to another one gains, shape (m, m).
    slack
        Differences that do not count.
    prices
        Where to begin, shape (m,).
    """
    number = len(prices)
    risen = prices + 0.0
    for _ in range(number + 1):
        for offer in range(number):
            gains, price = moves[offer], prices[offer] - slack
            for other in range(number):
                risen[other] = max(risen[other], price + gains[other])
        has_risen = False
        for offer in range(number):
            if risen[offer] > prices[offer]:
                prices[offer], has_risen = risen[offer], True
        if not has_risen:
            return True
    return False
