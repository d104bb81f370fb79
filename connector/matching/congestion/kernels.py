"""Compiled demand of start-ups that each ask a fixed number of offers, by Luce's rule.

Import it where it is used: numba takes its time.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Integers

_STEPS, _CLOSE, _LARGE = 200, 1e-12, 1e100


@njit(cache=True, nogil=True, error_model="numpy")
def _scale(weights: Doubles, asks: float) -> float:
    """Return t with sum of w t / (1 + w t) = asks, which the weights must be more than.

    The sum rises with t and bends downwards, so that Newton's steps from the left never go too far.
    """
    whole = 0.0
    for weight in weights:
        whole += weight
    scale = asks / whole
    for _ in range(_STEPS):
        total, slope = 0.0, 0.0
        for weight in weights:
            share = 1.0 / (1.0 + weight * scale)
            total += 1.0 - share
            slope += weight * share * share
        step = (asks - total) / slope
        scale += step
        if step <= _CLOSE * scale:
            break
    return scale


@njit(cache=True, nogil=True, error_model="numpy")
def demand(
    starts: Integers, offers: Integers, worth: Doubles, discounts: Doubles, asks: int, asked: Doubles
) -> float:
    """Write how often each offer is asked, and return the sum of what start-ups can expect.

    Parameters
    ----------
    starts
        Where the shortlist of each start-up begins, shape (n + 1,).
    offers, worth
        Shortlisted offers, and their attraction without prices, above 0; shape (pairs,).
    discounts
        What prices leave of attraction, above 0; shape (m,).
    asks
        How many offers each start-up asks: all on its shortlist if there are no more.
    asked
        Shape (m,), filled with 0.

    Returns
    -------
    float
        Sum over start-ups of min over t of (sum of log(1 + w t) - asks log t), w the discounted worth; of
        those that ask all shortlists, of the sum of log w.
    """
    most = 0
    for startup in range(len(starts) - 1):
        most = max(most, starts[startup + 1] - starts[startup])
    room = np.empty(most)
    expected = 0.0
    for startup in range(len(starts) - 1):
        first, end = starts[startup], starts[startup + 1]
        if end - first <= asks:
            for pair in range(first, end):
                asked[offers[pair]] += 1.0
                expected += math.log(worth[pair] * discounts[offers[pair]])
            continue
        weights = room[: end - first]
        for pair in range(first, end):
            weights[pair - first] = worth[pair] * discounts[offers[pair]]
        scale = _scale(weights, float(asks))
        product = 1.0
        for place in range(len(weights)):
            part = 1.0 + weights[place] * scale
            asked[offers[first + place]] += 1.0 - 1.0 / part
            product *= part
            if product > _LARGE:
                expected += math.log(product)
                product = 1.0
        expected += math.log(product) - asks * math.log(scale)
    return expected
