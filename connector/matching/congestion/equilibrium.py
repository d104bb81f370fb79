"""The prices at which what start-ups ask agrees with what they can expect.

A start-up that asks an offer of score s can expect s times the odds of being taken. If D start-ups ask an
offer with C places, and those who ask are alike to it, the odds are min(1, C / D). Everybody asks a fixed
number of offers, more likely those with a higher expectation; the odds in turn follow from what all ask.
Prices q, minus the logarithm of the odds, at which both agree, exist and are unique: they are the minimum of
a function that is strictly convex.

With u = log s, each start-up's chances P of asking its offers maximise sum P (u - q) + noise * H(P) under
sum P = asks, 0 <= P <= 1, where H is the entropy of asking or not: P = w t / (1 + w t) with w = exp((u - q) /
noise) and t such that the sum is kept. That is Luce's rule for several choices, and a scaling of rows as in
Sinkhorn's algorithm; the prices scale the columns. The whole is Fisk's stochastic equilibrium of traffic,
with offers for roads and the logarithm of the crowd for their delay. Its dual is

    minimise over q >= 0:   sum over start-ups of the maximum over P + sum over offers of C (exp(q) - 1),

whose slope in q is C exp(q) - D(q): at the minimum D = C exp(q) where q > 0, and D <= C where q = 0.

Sources: Fisk (1980), Transportation Research B 14:243-255; Cuturi (2013), Advances in Neural Information
Processing Systems 26:2292-2300; Luce (1959), Individual Choice Behavior; of prices that clear a matching
market Crawford and Knoer (1981), Econometrica 49:437-450; of Luce's rule in large ones Menzel (2015),
Econometrica 83:897-941.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles
    from connector.matching.congestion.market import Market

#: How far start-ups depart from their lists: an offer with a tenth more expectation is asked with e times the
#: odds. It also keeps start-ups that are all alike from being taken to ask all the same.
NOISE = 0.1
#: A score of 0 counts as this: its logarithm is finite, and it is asked when there is nothing else.
_LEAST = 1e-12
#: Asks per place that may be missing at the minimum.
_CLOSE, _STEPS = 1e-6, 2000


def equilibrium_prices(market: Market) -> Doubles:
    """Return minus the logarithm of the odds of being taken at each offer, if everybody asks by expectation.

    Parameters
    ----------
    market
        The market.

    Returns
    -------
    ndarray
        Shape (m,), at least 0; 0 where an offer is asked no more often than it has places or has no known
        limit, infinite where it has no place at all.
    """
    is_priced = market.places > 0
    prices = np.where(is_priced, 0.0, np.inf)
    is_asked = market.at(is_priced, nothing=False)
    rows, columns = np.nonzero(is_asked)
    if not len(rows):
        return prices

    from connector.matching.congestion import kernels  # noqa: PLC0415 - numba is loaded by who needs it

    offers = market.offers[rows, columns].astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(is_asked.sum(axis=1))])
    worth = np.maximum(market.scores[rows, columns].astype(np.float64), _LEAST) ** (1.0 / NOISE)
    places = market.places[is_priced].astype(np.float64)
    size = places.sum()

    def dual(some: Doubles) -> tuple[float, Doubles]:
        prices[is_priced] = some
        asked = np.zeros(len(prices))
        discounts = np.exp(-np.where(is_priced, prices, 0.0) / NOISE)
        expected = NOISE * kernels.demand(starts, offers, worth, discounts, market.asks, asked)
        cost = expected + (places * np.expm1(some)).sum()
        return cost / size, (places * np.exp(some) - asked[is_priced]) / size

    found = minimize(
        dual,
        np.zeros(len(places)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, most) for most in np.log(len(market.offers) / places)],  # of D <= n
        options={"ftol": 0.0, "gtol": _CLOSE / len(places), "maxiter": _STEPS, "maxfun": 10 * _STEPS},
    )
    prices[is_priced] = found.x
    return prices
