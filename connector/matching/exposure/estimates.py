"""Shares and waiting times with their intervals."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.exposure.report import Estimate, Wait

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles, Flags

_HALF = 0.5
#: What a product of shares may lose by rounding.
_ROUNDING = 1.0 + 1e-12


def wilson(accepted: int, introduced: int, confidence: float) -> Estimate:
    """Return a share with its score interval.

    Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
    American Statistical Association 22:209-212.

    Examples
    --------
    >>> tuple(round(number, 3) for number in wilson(8, 40, 0.95))
    (0.2, 0.105, 0.348)
    """
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    share, spread = accepted / introduced, z * z / introduced
    middle = (share + spread / 2.0) / (1.0 + spread)
    half = z / (1.0 + spread) * math.sqrt((share * (1.0 - share) + spread / 4.0) / introduced)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half))


def median_wait(waited: Doubles, is_answered: Flags, confidence: float) -> Wait:
    """Return after how many days half of the introduced have an answer.

    Those who still wait are known to wait at least so long: leaving them out would make groups look quick
    that nobody answers. Kaplan and Meier (1958), Nonparametric estimation from incomplete observations,
    Journal of the American Statistical Association 53:457-481; interval of Brookmeyer and Crowley (1982), A
    confidence interval for the median survival time, Biometrics 38:29-41, on the scale log(-log).

    Parameters
    ----------
    waited
        Days until the answer or until today, shape (n,), n > 0.
    is_answered
        Whether there is an answer, shape (n,).
    confidence
        Of the interval.
    """
    days, place = np.unique(waited, return_inverse=True)
    answers = np.bincount(place, is_answered, minlength=len(days))
    at_risk = np.cumsum(np.bincount(place)[::-1])[::-1]
    left = np.cumprod(1.0 - answers / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Greenwood's variance of log S, brought to the scale log(-log S)
        variance = np.cumsum(answers / (at_risk * (at_risk - answers)))
        away = (np.log(-np.log(left)) - math.log(-math.log(_HALF))) * np.abs(np.log(left)) / np.sqrt(variance)
    z = NormalDist().inv_cdf((1.0 + confidence) / 2.0)
    # nobody left without an answer: that is beyond any doubt below one half
    away = np.where(left <= 0.0, np.inf, np.where(left >= 1.0, -np.inf, away))
    is_event = answers > 0
    return Wait(
        _first(days, is_event & (left <= _HALF * _ROUNDING)),
        _first(days, is_event & (away >= -z)),
        _first(days, away >= z),
    )


def _first(days: Doubles, is_there: Flags) -> int | None:
    found = np.flatnonzero(is_there)
    return int(days[found[0]]) if len(found) else None
