"""The same question in several places: each answer borrows from the others as far as they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq
from scipy.stats import t as student

if TYPE_CHECKING:
    from rating.data import Floats

#: Fewer places do not tell how much they differ.
FEWEST_PLACES = 3


@dataclass(frozen=True)
class Pooled:
    """Slopes of several places.

    Attributes
    ----------
    mean, standard_error
        Of the slopes of all places such as these.
    spread
        Standard deviation of the true slopes over places, at least 0.
    slopes, standard_errors
        Of each place, drawn to the mean as far as its own data say little, shape (places,).
    shares
        How much of each is its own, 0 (nothing) ... 1, shape (places,).
    """

    mean: float
    standard_error: float
    spread: float
    slopes: Floats
    standard_errors: Floats
    shares: Floats

    def interval(self, level: float) -> tuple[float, float]:
        """Return the interval of the mean that covers with the given probability."""
        reach = float(student.ppf(0.5 + level / 2.0, len(self.slopes) - 1)) * self.standard_error
        return self.mean - reach, self.mean + reach

    def intervals(self, level: float) -> tuple[Floats, Floats]:
        """Return the ends of each place's interval, each of shape (places,)."""
        reach = float(student.ppf(0.5 + level / 2.0, len(self.slopes) - 1)) * self.standard_errors
        return self.slopes - reach, self.slopes + reach


def partially_pooled(slopes: Floats, standard_errors: Floats) -> Pooled:
    """Return slopes of several places, each drawn to their mean.

    Parameters
    ----------
    slopes, standard_errors
        Of each place alone, shape (places,), at least `FEWEST_PLACES`; errors above 0.

    Raises
    ------
    ValueError
        If places are too few.

    Notes
    -----
    The spread is that of Paule and Mandel (1982), Journal of Research of the NBS 87:377; the error of the
    mean that of Knapp and Hartung (2003), Statistics in Medicine 22:2693, never below that of known errors; a
    place's error has what not knowing the mean adds: Morris (1983), JASA 78:47.
    """
    places = len(slopes)
    if places < FEWEST_PLACES:
        raise ValueError(f"{places} places do not tell how much they differ; it takes {FEWEST_PLACES}.")
    variances = standard_errors**2
    between = _between(slopes, variances)
    weights = 1.0 / (variances + between)
    mean = float(weights @ slopes / weights.sum())
    around = float(weights @ (slopes - mean) ** 2) / (places - 1)
    mean_variance = max(around, 1.0) / float(weights.sum())
    shares = between / (variances + between)
    return Pooled(
        mean=mean,
        standard_error=float(np.sqrt(mean_variance)),
        spread=float(np.sqrt(between)),
        slopes=mean + shares * (slopes - mean),
        standard_errors=np.sqrt(shares * variances + (1.0 - shares) ** 2 * mean_variance),
        shares=shares,
    )


def _between(slopes: Floats, variances: Floats) -> float:
    """Return the variance over places that makes the weighted squares as large as they are on average."""

    def excess(between: float) -> float:
        weights = 1.0 / (variances + between)
        mean = weights @ slopes / weights.sum()
        return float(weights @ (slopes - mean) ** 2) - (len(slopes) - 1)

    if excess(0.0) <= 0.0:
        return 0.0
    # the squares cannot exceed their number once the spread alone makes up for them
    most = float(np.ptp(slopes)) ** 2 * len(slopes)
    return float(brentq(excess, 0.0, most, xtol=1e-14 * most, rtol=1e-12))
