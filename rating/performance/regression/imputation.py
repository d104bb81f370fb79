"""A check on the corrected slope: true exposures are drawn as they may have been, and each draw is a panel.

Draws have to know the outcome. A true exposure that is drawn without looking at it is the observed one with
more chance added, and brings the slope no nearer to the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import invwishart
from scipy.stats import t as student

from rating.performance.regression.clustered import cr1

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.performance.regression.partialled import Partialled

#: So many draws are tried for one in which neither the truth nor what the outcome has beside it is negative.
_TRIES = 1_000


@dataclass(frozen=True, slots=True)
class Imputed:
    """The slope over panels with drawn exposures.

    Attributes
    ----------
    slope
        Their mean.
    standard_error, degrees
        Of the mean, for errors of slopes and between panels; degrees of freedom of Student's t.
    draws
        How many panels there were.
    """

    slope: float
    standard_error: float
    degrees: float
    draws: int

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval that covers the slope with the given probability."""
        reach = float(student.ppf(0.5 + level / 2.0, self.degrees)) * self.standard_error
        return self.slope - reach, self.slope + reach


def imputed(
    part: Partialled,
    error_variance: Floats,
    *,
    conditional: bool = True,
    draws: int = 40,
    seed: int,
) -> Imputed | None:
    """Return the slope by multiple imputation of the true exposure; None where errors make up all there is.

    Parameters
    ----------
    part
        The regression on the observed exposure.
    error_variance
        Of the exposures, shape (rows,), at least 0, not all 0; their mean is taken for all.
    conditional
        Whether draws know the outcome. Without, they show that they have to.
    draws
        Panels, from 2.
    seed
        Of the draws.

    Notes
    -----
    True exposures, errors and outcomes are normal around what controls and effects say. What is left of
    exposure and outcome then has one covariance matrix, drawn from its posterior (inverse Wishart, flat
    prior) with the error's share taken off; the true exposures follow from it in one step, without a chain.
    Pooled by Rubin (1987), Multiple Imputation for Nonresponse in Surveys, section 3.3, with errors clustered
    (CR1). Conditional draws: Cole, Chu and Greenland (2006), International Journal of Epidemiology 35:1074.
    """
    rng = np.random.default_rng(seed)
    free = len(part.exposure) - part.nuisance.rank
    error = float(error_variance @ (1.0 - part.nuisance.leverage)) / free
    both = np.column_stack((part.exposure, part.outcome))
    products = both.T @ both
    slopes, squares, degrees = [], [], 0.0
    for _ in range(draws):
        found = _drawn(products, free, error, rng)
        if found is None:
            return None
        true, slope, rest = found
        known, of_outcome = 1.0 / error + 1.0 / true, slope / rest if conditional else 0.0
        precision = known + slope * of_outcome
        noise = part.nuisance.taken_out(rng.standard_normal(len(both)) / precision**0.5)
        exposure = (part.exposure / error + of_outcome * part.outcome) / precision + noise
        drawn = replace(part, exposure=exposure)
        uncertainty = cr1(drawn)
        slopes.append(drawn.slope)
        squares.append(uncertainty.standard_error**2)
        degrees = uncertainty.degrees
    return _pooled(np.array(slopes), np.array(squares), degrees)


def _drawn(
    products: Floats, free: int, error: float, rng: np.random.Generator
) -> tuple[float, float, float] | None:
    """Draw the variance of the truth, the slope on it, and the variance of the outcome around that."""
    for seen in np.atleast_3d(invwishart.rvs(free, products, size=_TRIES, random_state=rng)):
        true = float(seen[0, 0]) - error
        slope = float(seen[0, 1]) / true if true > 0.0 else 0.0
        rest = float(seen[1, 1]) - slope**2 * true
        if true > 0.0 and rest > 0.0:
            return true, slope, rest
    return None


def _pooled(slopes: Floats, squares: Floats, clusters: float) -> Imputed:
    draws = len(slopes)
    within, between = float(squares.mean()), float(slopes.var(ddof=1)) * (1.0 + 1.0 / draws)
    total = within + between
    lost = between / total
    # Barnard and Rubin (1999), Biometrika 86:948: no more degrees than the clusters give
    of_draws = (draws - 1.0) / max(lost, 1e-12) ** 2
    of_clusters = (clusters + 1.0) / (clusters + 3.0) * clusters * (1.0 - lost)
    degrees = 1.0 / (1.0 / of_draws + 1.0 / of_clusters)
    return Imputed(float(slopes.mean()), total**0.5, degrees, draws)
