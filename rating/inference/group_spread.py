"""How far the true means of groups lie apart, and what each group's mean is then worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

#: A standard deviation needs two groups.
FEWEST_GROUPS = 2

#: A variance of 0 (people of one mind in every group) is a mean that is known; weights stay finite.
_SMALLEST = 1e-12

#: Enough to tell the tops of the likelihood apart; the search goes on between neighbours.
_GRID = 40


@dataclass(frozen=True, slots=True)
class Restricted:
    """The model at given values of tau, shape (...): what is known when the common mean is integrated out.

    `weights` have the shape (..., G), everything else (...).
    """

    weights: Floats
    centre: Floats
    centre_variance: Floats
    log_likelihood: Floats

    @classmethod
    def at(cls, tau: Floats, mean: Floats, variance: Floats) -> Restricted:
        """Compute it for groups of shape (G,)."""
        weights = 1.0 / (variance + tau[..., None] ** 2)
        total = weights.sum(axis=-1)
        centre = (weights * mean).sum(axis=-1) / total
        misfit = (weights * (mean - centre[..., None]) ** 2).sum(axis=-1)
        log_likelihood = 0.5 * (np.log(weights).sum(axis=-1) - np.log(total) - misfit)
        return cls(weights, centre, 1.0 / total, np.asarray(log_likelihood))


def checked(means: ArrayLike, variances: ArrayLike) -> tuple[Floats, Floats]:
    """Return both as arrays of one shape."""
    mean, variance = np.asarray(means, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    if mean.ndim != 1 or mean.shape != variance.shape:
        raise ValueError(f"means and variances have one shape (groups,), not {mean.shape}, {variance.shape}")
    if (variance < 0).any():
        raise ValueError("a sampling variance is at least 0")
    return mean, np.asarray(np.maximum(variance, _SMALLEST))


def estimate_tau(means: ArrayLike, variances: ArrayLike) -> float:
    """Return the standard deviation between true means, by restricted maximum likelihood.

    Model: mean_g ~ N(theta_g, v_g) with known v_g, theta_g ~ N(mu, tau^2). Range: 0, where the means differ
    no more than their standard errors explain, and upwards; NaN for fewer than two groups.

    REML and not Paule-Mandel: the restricted likelihood that it maximises is also what
    `pool_group_means` averages over, so that the figure and the draws come from one model; with equal
    variances both are the same.

    Parameters
    ----------
    means
        Means of groups, shape (G,); NaN is left out.
    variances
        Their sampling variances, shape (G,), at least 0.

    Returns
    -------
    float
        In the unit of the means.

    Raises
    ------
    ValueError
        If the shapes differ or a variance is negative.

    Notes
    -----
    Patterson and Thompson (1971), Biometrika 58:545-554.

    Examples
    --------
    >>> round(estimate_tau([3.0, 4.0, 5.0], [0.25, 0.25, 0.25]) ** 2, 6)
    0.75
    """
    mean, variance = checked(means, variances)
    known = ~np.isnan(mean + variance)
    mean, variance = mean[known], variance[known]
    if len(mean) < FEWEST_GROUPS:
        return float("nan")
    far = 2.0 * float(np.ptp(mean)) + _SMALLEST
    # a grid first: with unequal variances the likelihood can have two tops
    grid = far * np.linspace(0.0, 1.0, _GRID) ** 2
    best = int(Restricted.at(grid, mean, variance).log_likelihood.argmax())
    around = (grid[max(best - 1, 0)], grid[min(best + 1, _GRID - 1)])
    found = minimize_scalar(
        lambda tau: -float(Restricted.at(np.array([tau]), mean, variance).log_likelihood[0]),
        bounds=around,
        method="bounded",
        options={"xatol": 1e-9 * far},
    )
    at_zero = float(Restricted.at(np.zeros(1), mean, variance).log_likelihood[0])
    return float(found.x) if -found.fun > at_zero else 0.0


def shrink(means: ArrayLike, variances: ArrayLike, tau: ArrayLike) -> tuple[Floats, Floats]:
    """Return means shrunk towards their common mean, and their standard errors, for a given tau.

    Best linear unbiased predictors: b mu + (1 - b) mean_g with b = v_g / (v_g + tau^2) and mu the mean
    weighted by 1 / (v_g + tau^2); the error adds what mu itself is uncertain by. Range: between the group's
    own mean (tau large) and the common one (tau 0); one group keeps its mean and its error.

    Parameters
    ----------
    means
        Shape (G,), without NaN.
    variances
        Sampling variances, shape (G,), at least 0.
    tau
        Standard deviations between groups, shape (...).

    Returns
    -------
    means, standard_errors
        Shape (..., G).

    Raises
    ------
    ValueError
        If the shapes differ or a variance is negative.

    Notes
    -----
    Robinson (1991), Statistical Science 6:15-32.

    Examples
    --------
    >>> shrunken, error = shrink([3.0, 5.0], [1.0, 1.0], 1.0)
    >>> shrunken.tolist(), error.round(4).tolist()
    ([3.5, 4.5], [0.866, 0.866])
    """
    mean, variance = checked(means, variances)
    spread = np.asarray(tau, dtype=np.float64)
    fit = Restricted.at(spread, mean, variance)
    share = variance * fit.weights
    shrunken = mean + share * (fit.centre[..., None] - mean)
    return np.asarray(shrunken), np.asarray(
        np.sqrt((1.0 - share) * variance + share**2 * fit.centre_variance[..., None])
    )
