"""Ranks set beside ranks: Spearman's coefficient with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, sqrt, tanh
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from rating.data import Floats

#: Fisher's z of a perfect order is infinite.
_PERFECT = 1.0 - 1e-12


@dataclass(frozen=True, slots=True)
class RankCorrelation:
    """Spearman's coefficient.

    Attributes
    ----------
    value
        Range -1 ... 1.
    low, high
        Ends of its interval.
    p_value
        Two-sided, against none.
    n
        Pairs it rests on.
    """

    value: float
    low: float
    high: float
    p_value: float
    n: int


def spearman(x: Floats, y: Floats, level: float = 0.95) -> RankCorrelation:
    """Return Spearman's coefficient of two quantities.

    Parameters
    ----------
    x, y
        Shape (pairs,), at least four, finite; both vary.
    level
        Probability with which the interval covers, 0 ... 1.

    Notes
    -----
    The interval is that of Bonett and Wright (2000), Psychometrika 65:23-28, and the p value turns on the
    same z with the variance that it has without an association, 1 / (n - 3).
    """
    value = float(np.corrcoef(rankdata(x), rankdata(y))[0, 1])
    z, n = atanh(max(-_PERFECT, min(value, _PERFECT))), len(x)
    normal = NormalDist()
    reach = normal.inv_cdf(0.5 + level / 2.0) * sqrt((1.0 + value * value / 2.0) / (n - 3))
    p_value = 2.0 * normal.cdf(-abs(z) * sqrt(n - 3))
    return RankCorrelation(value, tanh(z - reach), tanh(z + reach), p_value, n)
