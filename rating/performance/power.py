"""How strong an association must be to be seen with so few companies. It stands beside every estimate."""

from __future__ import annotations

from math import atanh, ceil, isnan, nan, sqrt, tanh
from statistics import NormalDist

#: Fewer pairs leave Fisher's z without a variance.
_FEWEST = 4


def _reach(power: float, level: float) -> float:
    normal = NormalDist()
    return normal.inv_cdf(1.0 - level / 2.0) + normal.inv_cdf(power)


def smallest_detectable_r(n: int, *, power: float = 0.8, level: float = 0.05) -> float:
    """Return the smallest correlation that n companies show with the given power.

    Parameters
    ----------
    n
        Number of companies.
    power
        Chance of a significant result where the correlation is that large.
    level
        Two-sided significance level.

    Returns
    -------
    float
        Absolute correlation, 0 ... 1, by Fisher's z; NaN for fewer than four companies.

    Notes
    -----
    Fisher (1921), Metron 1:3-32; Cohen (1988), Statistical Power Analysis.

    Examples
    --------
    >>> round(smallest_detectable_r(14), 2), round(smallest_detectable_r(321), 2)
    (0.69, 0.16)
    """
    return tanh(_reach(power, level) / sqrt(n - 3)) if n >= _FEWEST else nan


def companies_needed(r: float, *, power: float = 0.8, level: float = 0.05) -> int:
    """Return how many companies show a correlation of that size with the given power.

    Parameters
    ----------
    r
        Absolute correlation, above 0 and below 1.
    power, level
        As in `smallest_detectable_r`.

    Examples
    --------
    >>> companies_needed(0.05)
    3138
    """
    if isnan(r) or not 0.0 < abs(r) < 1.0:
        raise ValueError(f"a correlation to be detected lies between 0 and 1, not {r}")
    return ceil((_reach(power, level) / atanh(abs(r))) ** 2 + 3 - 1e-9)
