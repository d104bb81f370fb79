"""A check on the corrected slope: errors are added on purpose, and their doing is followed back to none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.performance.regression.partialled import Partialled

#: How much is added, in units of the errors that there are.
_ADDED: Final = np.array([0.0, 0.5, 1.0, 1.5, 2.0])
#: So many cells of drawn errors at once.
_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class Simex:
    """Slopes with errors added, and what they point to without any.

    Attributes
    ----------
    quadratic
        By a parabola: it falls short where errors are large, but never runs away.
    rational
        By the curve that slopes follow where errors are alike; NaN where it has no sensible end, because the
        slopes change sign or errors make up nearly all.
    slopes
        With 0, 0.5, 1, 1.5 and 2 times the errors added, shape (5,).
    """

    quadratic: float
    rational: float
    slopes: Floats


def simex(part: Partialled, error_variance: Floats, *, draws: int = 200, seed: int) -> Simex:
    """Return the slope by simulation and extrapolation.

    Parameters
    ----------
    part
        Outcome and exposure as observed.
    error_variance
        Of the exposures, shape (rows,), at least 0.
    draws
        How often errors are added, from 1.
    seed
        Of the draws.

    Notes
    -----
    Cook and Stefanski (1994), JASA 89:1314. A slope with any amount of a drawn error follows from five
    cross-products, so that an error is drawn once for all amounts.
    """
    rng = np.random.default_rng(seed)
    spread = np.sqrt(error_variance)[:, None]
    product, variation = float(part.exposure @ part.outcome), part.variation
    root = np.sqrt(_ADDED)[:, None]
    total = np.zeros(len(_ADDED))
    at_once = max(_CELLS // len(spread), 1)
    for begin in range(0, draws, at_once):
        count = min(at_once, draws - begin)
        drawn = part.nuisance.taken_out(spread * rng.standard_normal((len(spread), count)))
        above = product + root * (part.outcome @ drawn)
        below = (
            variation + 2.0 * root * (part.exposure @ drawn) + root**2 * np.einsum("ij,ij->j", drawn, drawn)
        )
        total += (above / below).sum(axis=1)
    slopes = total / draws
    return Simex(float(np.polyval(np.polyfit(_ADDED, slopes, 2), -1.0)), _rational(slopes), slopes)


def _rational(slopes: Floats) -> float:
    """Return where slopes of the form a / (b + added) are when -1 is added."""
    if np.any(slopes * slopes[0] <= 0.0):
        return float("nan")
    per_unit, none = np.polyfit(_ADDED, 1.0 / slopes, 1)
    inverse = none - per_unit
    # past the pole the curve comes back with the other sign
    return float(1.0 / inverse) if inverse * slopes[0] > 0.0 else float("nan")
