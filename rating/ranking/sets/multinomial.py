"""Rank confidence sets for shares that are counted: exact at any number of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betainc

from rating.ranking.sets.rank_set import RankSet, RankSets

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats


def multinomial_rank_sets(counts: npt.ArrayLike, confidence: float = 0.95) -> RankSets:
    """Return which ranks the shares of groups may have, by who was counted.

    If group j has no larger share than group k, then of those in either at most a half are expected in j: the
    p-value is the probability of a binomial number, out of x_j + x_k with chance 1/2, to be at least x_j.
    Holm's (1979) step-down procedure keeps the error rate of a family of such hypotheses: all about group j
    for its marginal set, all ordered pairs for the simultaneous sets.

    Parameters
    ----------
    counts
        People counted in each group, whole numbers of at least 0, shape (p,); a multinomial sample.
    confidence
        Probability with which the sets hold the true ranks, 0 < confidence < 1.

    Returns
    -------
    RankSets
        The marginal sets lie inside the simultaneous ones. The promise holds exactly, for any counts.

    Raises
    ------
    ValueError
        If counts are not whole numbers of at least 0 in one row, or the confidence is not between 0 and 1.

    Notes
    -----
    Bazylik, Mogstad, Romano, Shaikh and Wilhelm (2021), NBER working paper 29519. Holds arrays of p^2.

    Examples
    --------
    >>> sets = multinomial_rank_sets([100, 60, 40, 30, 5])
    >>> sets.simultaneous.low.tolist(), sets.simultaneous.high.tolist()
    ([1, 2, 2, 3, 5], [1, 3, 4, 4, 5])
    """
    people = np.asarray(counts, dtype=np.float64)
    if not 0.0 < confidence < 1.0:
        raise ValueError(f"the confidence lies between 0 and 1, not at {confidence}")
    if people.ndim != 1:
        raise ValueError(f"counts have the shape (p,), not {people.shape}")
    wrong = np.flatnonzero(~((people >= 0) & (people == np.rint(people)) & np.isfinite(people)))
    if len(wrong):
        raise ValueError(f"the count of group {wrong[0]} (counting from 0) is no whole number of at least 0")
    groups = len(people)
    p_values = _p_values(people)
    pairs = ~np.eye(groups, dtype=bool)
    doubt = 1.0 - confidence

    simultaneous = np.zeros((groups, groups), dtype=bool)
    simultaneous[pairs] = _holm(p_values[pairs], doubt)
    above, below = np.empty((2, groups), dtype=np.int64)
    for group in range(groups):
        others = pairs[group]
        found = _holm(np.concatenate([p_values[group, others], p_values[others, group]]), doubt)
        below[group], above[group] = found[: groups - 1].sum(), found[groups - 1 :].sum()
    return RankSets(
        RankSet(1 + above, groups - below),
        RankSet(1 + simultaneous.sum(axis=0), groups - simultaneous.sum(axis=1)),
        confidence,
    )


def _p_values(people: Floats) -> Floats:
    """Return the p-value that the row's group has no larger share than the column's, shape (p, p)."""
    own, other = people[:, None], people[None, :]
    # the chance that at least x of x + y are heads is the regularised incomplete beta function
    return np.where(own > 0, betainc(np.maximum(own, 1.0), other + 1.0, 0.5), 1.0)


def _holm(p_values: Floats, doubt: float) -> npt.NDArray[np.bool_]:
    """Return which hypotheses of a family are rejected, shape (family,)."""
    order = np.argsort(p_values, kind="stable")
    kept = p_values[order] > doubt / np.arange(len(order), 0, -1)
    rejected = np.zeros(len(order), dtype=bool)
    rejected[order[: kept.argmax() if kept.any() else len(order)]] = True
    return rejected
