"""Shannon's entropy without most of the bias of a sample: the estimator of Chao, Wang and Jost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import digamma

from rating.indices.card import Card
from rating.indices.over_groups import people_in, sum_over_groups

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Chao-Wang-Jost entropy",
    kind="companion",
    minimum=0.0,
    maximum=lambda _k: np.inf,
    source="Chao, A., Wang, Y. T. and Jost, L. (2013), Methods in Ecology and Evolution 4:1091-1100.",
)


#: Gauss-Legendre rule on -1 ... 1.
NODES, WEIGHTS = np.polynomial.legendre.leggauss(64)


def chao_wang_jost(counts: ArrayLike, *, people: ArrayLike | None = None) -> Floats:
    """Return the entropy estimated from the rate at which further people would show new groups.

    The sum over the groups of n_g / n (1 / n_g + ... + 1 / (n - 1)), plus f1 / n times the sum over j >= 0 of
    z^(j + 1) / (n + j): f1 and f2 groups were met once and twice, 1 - z = 2 f2 / ((n - 1) f1 + 2 f2), or
    2 / ((n - 1) (f1 - 1) + 2) for f2 = 0.

    Range 0 (everybody in one group) ... above ln k: groups met only once announce others that were not met.
    For n up to k nobody shares a group at the maximum, close to 2 ln n - ln 2 for many. Where the list of
    groups is closed, what lies above ln k is sampling error. One person or less says nothing about the
    others: NaN, as for nobody. Related: `shannon`, to which it comes close in many people.

    Parameters
    ----------
    counts
        Non-negative whole counts, shape (..., k); weighted counts or shares together with `people`.
    people
        How many people n the counts stand for, shape (...); by default their total. For weighted counts give
        the `effective_n`, which need not be whole: the counts are scaled to it, a group counts as met once
        below 1.5 and as met twice from there to below 2.5.

    Returns
    -------
    Floats
        Nats, shape (...).

    Notes
    -----
    Chao, Wang and Jost (2013), Methods in Ecology and Evolution 4:1091-1100, equation 7. Its last term, a
    logarithm less its own expansion, loses all digits in large samples; it is the rest of that expansion and
    is computed as one.

    Examples
    --------
    >>> round(float(chao_wang_jost([3, 2, 1, 1])), 6)
    1.678444
    """
    n = people_in(counts) if people is None else np.asarray(people, dtype=np.float64)
    n = np.where(n > 1, n, np.nan)
    seen = np.asarray(counts, dtype=np.float64) * (n / people_in(counts))[..., None]
    once = sum_over_groups(lambda group: (group > 0) & (group < 1.5), seen)  # noqa: PLR2004 - rounds to one
    twice = sum_over_groups(lambda group: (group >= 1.5) & (group < 2.5), seen)  # noqa: PLR2004 - to two
    # the sum of 1/j for j from the count to n - 1; less than one person seen was still one person met
    met = sum_over_groups(lambda group: group * (digamma(n) - digamma(np.maximum(group, 1.0))), seen)
    return np.asarray(met / n + once / n * unmet(n, once, twice))


def unmet(n: Floats, once: Floats, twice: Floats) -> Floats:
    """Return what each group met once adds for the groups that were not met.

    Sum over j >= 0 of z^(j + 1) / (n + j), with z one minus the mean share of the groups met once: the
    integral of t^(n - 1) z / (1 - z t) over t from 0 to 1. Its steep end at t = 1 is smooth in
    v = ln((1 - z t) / (1 - z)), and what lies beyond t = 1 - 40 / n is below e^-40. Right to 11 digits for
    whole n, and to 5 for an effective n between 1 and 2.
    """
    pairs = np.where(twice > 0, 2.0 * twice, 2.0)
    others = np.where(twice > 0, once, np.maximum(once - 1.0, 0.0))
    odds = (n - 1.0) * others / pairs  # z / (1 - z)
    end = np.log1p(odds * np.minimum(1.0, 40.0 / n)) / 2.0
    gone = np.expm1(end[..., None] * (1.0 + NODES)) / np.where(odds > 0, odds, 1.0)[..., None]
    left = np.maximum(1.0 - gone, 0.0)
    return np.asarray(end * (left ** (n - 1.0)[..., None] @ WEIGHTS))
