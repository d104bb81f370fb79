"""A slope as it would be if the exposure were known exactly, from how exactly each value is known.

Nine leaders tell little of how a company is led: what chance adds to their variety makes every slope too
small. How much it adds follows from the counts, so it is taken out of the exposure's variation before the
division. Where little but chance is left, no division helps: then the interval says so, by being unbounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student

from rating.performance.regression.clustered import cr2

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.performance.regression.partialled import Partialled

#: In standard errors: only where the true variation is told from none so surely is a slope divided by it.
_LEAST_TOLD = 2.0


@dataclass(frozen=True, slots=True)
class Corrected:
    """A slope without the attenuation by errors of measurement.

    Attributes
    ----------
    slope
        NaN where the exposure is not informative.
    reliability
        Part of the exposure's remaining variation that is no error, at most 1; negative where chance alone
        would make more than there is.
    low, high
        Ends of the interval; -inf and inf where every slope, or all on one side, are compatible.
    informative
        Whether the true variation can be told from none.
    """

    slope: float
    reliability: float
    low: float
    high: float
    informative: bool


def corrected(part: Partialled, error_variance: Floats, level: float) -> Corrected:
    """Return the slope on the true exposure.

    Parameters
    ----------
    part
        Outcome and exposure as observed, with what was taken out of both known without error.
    error_variance
        An unbiased estimate of each observation's error variance, shape (rows,), at least 0; errors of
        different rows are independent and go with neither the truth nor the outcome.
    level
        Probability with which the interval covers, 0 ... 1.

    Notes
    -----
    Fuller (1987), Measurement Error Models, section 3.1: the expected cross-product of the errors that are
    left is taken out of the exposure's. The interval inverts the test of every slope by its estimating
    equation with clustered scores: Fieller (1954), JRSS B 16:175; Anderson and Rubin (1949), Ann. Math.
    Stat. 20:46.
    """
    noise = error_variance * (1.0 - part.nuisance.leverage)
    true_variation = part.variation - float(noise.sum())
    # the score of a slope b in each cluster: product - b * square, with their sums over clusters
    product = part.clusters.sums(part.exposure * part.outcome)
    square = part.clusters.sums(part.exposure**2 - noise)
    reliability = true_variation / part.variation
    informative = true_variation > _LEAST_TOLD * float(np.sqrt(_moment(square, square)))
    plain = cr2(part)
    quantile = float(student.ppf(0.5 + level / 2.0, plain.degrees))
    low, high = _compatible(product, square, quantile)
    slope = float(product.sum()) / true_variation if informative else float("nan")
    return Corrected(slope, reliability, low, high, informative)


def _moment(one: Floats, other: Floats) -> float:
    """Return the covariance of two sums over clusters."""
    count = len(one)
    return float((one - one.mean()) @ (other - other.mean())) * count / (count - 1)


def _compatible(product: Floats, square: Floats, quantile: float) -> tuple[float, float]:
    """Return the slopes b with (P - b S)^2 <= q^2 var(P - b S), as one interval that holds them."""
    total, divisor = float(product.sum()), float(square.sum())
    limit = quantile**2
    quadratic = divisor**2 - limit * _moment(square, square)
    linear = total * divisor - limit * _moment(product, square)
    constant = total**2 - limit * _moment(product, product)
    discriminant = linear**2 - quadratic * constant
    if quadratic <= 0.0 or divisor <= 0.0:
        return -np.inf, np.inf
    root = float(np.sqrt(max(discriminant, 0.0)))
    return (linear - root) / quadratic, (linear + root) / quadratic
