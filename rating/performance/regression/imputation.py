"""A check on the corrected slope: true exposures are drawn as they may have been, and each draw is a panel.

Draws have to know the outcome. A true exposure that is drawn without looking at it is the observed one with
more chance added, and brings the slope no nearer to the truth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t as student

from rating.performance.regression.clustered import cr1

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.performance.regression.partialled import Partialled

#: Steps of the chain before the first draw, and between draws.
_BURN_IN, _BETWEEN = 100, 10
#: An error that is estimated from one row's few people may come out as none; this part of the mean is left.
_LEAST_ERROR = 0.05


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
    exposure: Floats,
    outcome: Floats,
    error_variance: Floats,
    *,
    conditional: bool = True,
    draws: int = 20,
    seed: int,
) -> Imputed:
    """Return the slope by multiple imputation of the true exposure.

    Parameters
    ----------
    part
        The regression on the observed exposure.
    exposure, outcome
        As observed, before anything is taken out, shape (rows,).
    error_variance
        Of the exposures, shape (rows,), at least 0, not all 0. Averaged over clusters first: an estimate from
        one row's people goes with its exposure.
    conditional
        Whether draws know the outcome. Without, they show that they have to.
    draws
        Panels, from 2.
    seed
        Of the draws.

    Notes
    -----
    Normal true exposures around what controls and effects say, normal errors, flat priors; drawn by Gibbs
    sampling, where projections take the place of coefficients. Pooled by Rubin (1987), Multiple Imputation
    for Nonresponse in Surveys, section 3.3, with errors clustered (CR1). Conditional draws: Cole, Chu and
    Greenland (2006), International Journal of Epidemiology 35:1074.
    """
    rng = np.random.default_rng(seed)
    mean = part.clusters.means(error_variance)[part.clusters.codes]
    chain = _Chain(part, exposure, outcome, np.maximum(mean, _LEAST_ERROR * float(mean.mean())), rng)
    slopes, squares, clusters = [], [], 0.0
    for step in range(_BURN_IN + draws * _BETWEEN):
        chain.step(conditional=conditional)
        if step >= _BURN_IN and (step - _BURN_IN) % _BETWEEN == 0:
            drawn = replace(part, exposure=part.nuisance.taken_out(chain.true))
            error = cr1(drawn)
            slopes.append(drawn.slope)
            squares.append(error.standard_error**2)
            clusters = error.degrees
    return _pooled(np.array(slopes), np.array(squares), clusters)


class _Chain:
    """True exposures and what they go with, drawn in turns."""

    def __init__(
        self, part: Partialled, exposure: Floats, outcome: Floats, errors: Floats, rng: np.random.Generator
    ) -> None:
        self._nuisance, self._rng = part.nuisance, rng
        self._seen, self._outcome, self._precision = exposure, outcome, 1.0 / errors
        self._free = len(exposure) - part.nuisance.rank
        self.true = exposure.astype(np.float64)

    def step(self, *, conditional: bool) -> None:
        """Draw what exposures and outcomes are explained by, then the true exposures."""
        expected, variance = self._level(self.true, self._free - 1)
        precision = self._precision + 1.0 / variance
        centre = self._seen * self._precision + expected / variance
        if conditional:
            slope, unit = self._slope()
            around, spread = self._level(self._outcome - slope * self.true, self._free - 1, unit)
            precision = precision + slope**2 / spread
            centre = centre + slope * (self._outcome - around) / spread
        noise = self._rng.standard_normal(len(self.true)) / np.sqrt(precision)
        self.true = centre / precision + noise

    def _slope(self) -> tuple[float, float]:
        """Draw the slope of the outcome, and the variance around it."""
        both = self._nuisance.taken_out(np.column_stack((self.true, self._outcome)))
        variation = float(both[:, 0] @ both[:, 0])
        best = float(both[:, 0] @ both[:, 1]) / variation
        left = both[:, 1] - best * both[:, 0]
        variance = float(left @ left) / self._rng.chisquare(self._free - 1)
        return best + float(self._rng.standard_normal()) * (variance / variation) ** 0.5, variance

    def _level(self, column: Floats, free: int, variance: float | None = None) -> tuple[Floats, float]:
        """Draw what effects and controls say of a column, and the variance around it if it is not given."""
        if variance is None:
            left = self._nuisance.taken_out(column)
            variance = float(left @ left) / self._rng.chisquare(free)
        moved = column + variance**0.5 * self._rng.standard_normal(len(column))
        return moved - self._nuisance.taken_out(moved), variance


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
