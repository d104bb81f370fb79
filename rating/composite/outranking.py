"""Units compared pair by pair, indicator by indicator: no strength buys off a weakness.

How much of the weight speaks for one unit against another is all that counts, not by how much it is ahead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.composite.kemeny import prove_order

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from rating.data import Floats

#: The best order of up to so many units is proven; of more it is searched for.
MOST_PROVEN = 40
_BLOCK = 256
#: Sums of weights that ought to be equal differ by less.
_TIE = 1e-9


def support(values: Floats, others: Floats, weights: Floats) -> Floats:
    """Return which part of the weight speaks for each unit against each other one.

    Parameters
    ----------
    values, others
        Shape (units, p) and (m, p); an indicator that is missing of either speaks for neither.
    weights
        Not negative, shape (p,).

    Returns
    -------
    Floats
        Shape (units, m), 0 ... 1; an indicator that is equal speaks half for each. A half where nothing is
        known of both.
    """
    found = np.empty((len(values), len(others)))
    known_others = ~np.isnan(others)
    for start in range(0, len(values), _BLOCK):
        block = values[start : start + _BLOCK]
        ahead = np.zeros((len(block), len(others)))
        for column, weight in enumerate(weights):
            own, theirs = block[:, column, None], others[None, :, column]
            ahead += weight * ((own > theirs) + 0.5 * (own == theirs))
        both = (~np.isnan(block) * weights) @ known_others.T
        with np.errstate(invalid="ignore", divide="ignore"):
            found[start : start + _BLOCK] = np.where(both > 0, ahead / both, 0.5)
    return found


def copeland(values: Floats, others: Floats, weights: Floats) -> Floats:
    """Return how many of the others a unit beats less those that beat it; arguments as `support`.

    Returns
    -------
    Floats
        Shape (units,), -m ... m.

    Notes
    -----
    Copeland (1951), A "reasonable" social welfare function.
    """
    balance = support(values, others, weights) - 0.5
    return np.asarray(np.where(np.abs(balance) > _TIE, np.sign(balance), 0.0).sum(axis=1))


def best_order(preference: Floats) -> tuple[npt.NDArray[np.intp], bool]:
    """Return the order of units with which the pairwise comparisons agree most.

    Parameters
    ----------
    preference
        Support of each unit against each other one, shape (n, n).

    Returns
    -------
    order : ndarray
        Units, the first one best, shape (n,).
    proven : bool
        Whether no other order agrees more. Up to `MOST_PROVEN` units this is proven by an integer programme,
        above it a search ends where no unit can be moved to advantage.

    Notes
    -----
    Munda and Nardo (2009), Applied Economics 41:1513-1523, after Condorcet, Kemeny, Young and Levenglick.
    Several orders may agree equally; the one nearest to Copeland's is looked for first.
    """
    balance = preference - preference.T
    first = np.lexsort((-balance.sum(axis=1), -np.sign(np.round(balance, 9)).sum(axis=1)))
    order = _moved(first, balance)
    if len(order) <= 2:  # noqa: PLR2004 - a pair is in order
        return order, True
    if len(order) > MOST_PROVEN:
        return order, False
    return prove_order(order, balance), True


def _moved(order: npt.NDArray[np.intp], balance: Floats) -> npt.NDArray[np.intp]:
    """Move single units to where the comparisons agree more, until there is no such unit."""
    found = list(order)
    improved = True
    while improved:
        improved = False
        for unit in tuple(found):
            rest = [other for other in found if other != unit]
            gains = agreement(balance[unit, rest])
            now = found.index(unit)
            best = int(gains.argmax())
            if gains[best] > gains[now] + _TIE:
                found = [*rest[:best], unit, *rest[best:]]
                improved = True
    return np.array(found, dtype=np.intp)


def agreement(balance: Floats) -> Floats:
    """Return how much the comparisons of one unit agree with each place it may take in an order.

    Parameters
    ----------
    balance
        Support for the unit less support against it, by the others in their order, shape (..., m).

    Returns
    -------
    Floats
        Shape (..., m + 1): before the first, ..., after the last.
    """
    whole = balance.sum(axis=-1, keepdims=True)
    before = np.concatenate([np.zeros_like(whole), np.cumsum(balance, axis=-1)], axis=-1)
    return np.asarray(whole - 2.0 * before)


def _as_they_are(values: Floats, _weights: Floats) -> Floats:
    return values


def _best_first(values: Floats, weights: Floats) -> Floats:
    # in an order of their own first: which of several equally good orders is found depends on nobody's row
    ordered = values[np.lexsort(np.nan_to_num(values, nan=np.inf).T[::-1])]
    order, _ = best_order(support(ordered, ordered, weights))
    return ordered[order]


def _places(values: Floats, ordered: Floats, weights: Floats) -> Floats:
    """Return n for the first unit ... 1 for the last; one that was not there stands where it fits best.

    Neighbours that nothing speaks for or against one another share the best of their places.
    """
    n = len(ordered)
    shared = _shared_places(2.0 * support(ordered, ordered, weights) - 1.0)
    known = {_key(row): place for row, place in reversed(list(zip(ordered, shared, strict=True)))}
    agreed = agreement(2.0 * support(values, ordered, weights) - 1.0)
    found = n - agreed.argmax(axis=1) + 0.5
    for unit, row in enumerate(values):
        place = known.get(_key(row))
        if place is not None:
            found[unit] = n - place
    return np.asarray(found)


def _shared_places(balance: Floats) -> list[int]:
    """Return for each unit of an order where its run of exchangeable neighbours begins, from 0."""
    begins: list[int] = []
    for unit in range(len(balance)):
        first = begins[-1] if begins else 0
        alike = unit > 0 and (np.abs(balance[unit, first:unit]) <= _TIE).all()
        begins.append(first if alike else unit)
    return begins


def _key(row: Floats) -> bytes:
    return np.asarray(row + 0.0).tobytes()  # -0.0 is 0.0


class Comparison(NamedTuple):
    """A way to join indicators that compares units.

    Attributes
    ----------
    learn
        From values (n, p) and weights (p,) to what is compared with, (n, p).
    place
        From values (units, p), what was learned, and weights to scores (units,): higher is better.
    """

    learn: Callable[[Floats, Floats], Floats]
    place: Callable[[Floats, Floats, Floats], Floats]


#: Method -> how it compares. Both depend on who takes part.
COMPARISONS: dict[str, Comparison] = {
    "copeland": Comparison(_as_they_are, copeland),
    "outranking": Comparison(_best_first, _places),
}
