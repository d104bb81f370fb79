"""McDonald's omega total: how much of the sum of the items one common factor explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

#: Two items have one covariance for two loadings: any split of it fits.
FEWEST_ITEMS = 3

#: A loading this near to 1 has run into its bound.
_AT_THE_BOUND = 1.0 - 1e-6


@dataclass(frozen=True, slots=True)
class Omega:
    """Omega with the one-factor model it rests on.

    Attributes
    ----------
    value
        Omega total, 0 ... 1; NaN where it cannot be given.
    loadings
        Standardised loadings of the items, -1 ... 1, shape (J,), with a sum of at least 0.
    residual
        Root mean square of the correlations that the factor leaves unexplained: above some .08 one factor
        is not enough and omega describes a model that does not fit.
    is_heywood
        True where an item's loading ran into 1: no variance of its own is left to it, which no real item
        has. The value is then that of the bounded fit and should be read with care.
    is_converged
        False where the fit did not come to rest; the value is then not to be used.
    """

    value: float
    loadings: Floats
    residual: float
    is_heywood: bool
    is_converged: bool


def omega(covariance: ArrayLike) -> Omega:
    """Return (sum of loadings)^2 / ((sum of loadings)^2 + sum of unique variances), in scale points.

    Range 0 (loadings of opposite signs cancel) ... 1 (nothing is unique to an item). The loadings are those
    of one factor fitted to the correlations by minimum residuals, each bounded by 1, and carried back to the
    items' own units, because the scale is the plain mean of its items. An item that everybody answers alike
    adds nothing; NaN for fewer than three items that vary (one factor is not identified), hence for nobody
    and for one person. Related: where one factor stands behind the items, `alpha` equals it if all loadings
    are alike and is smaller otherwise; where none does, alpha may be larger. Alpha needs no fit and is the
    one that decides.

    The fit starts from the first principal component and draws nothing at random: the same covariances give
    the same omega.

    Parameters
    ----------
    covariance
        Covariances of the items, in squared scale points, shape (J, J), symmetric. The divisor (n or n - 1)
        does not matter.

    Returns
    -------
    Omega
        The value, the loadings, and what is doubtful about them.

    Raises
    ------
    ValueError
        If it is no square table.

    Notes
    -----
    McDonald (1999), Test Theory: A Unified Treatment; the fit: Harman and Jones (1966), Psychometrika
    31:351-368; the bound: Harman and Fukuda (1966), Psychometrika 31:563-571.

    Examples
    --------
    >>> found = omega([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
    >>> round(found.value, 6), found.loadings.round(4).tolist(), found.is_heywood
    (0.75, [0.7071, 0.7071, 0.7071], False)
    """
    array = np.asarray(covariance, dtype=np.float64)
    if array.ndim != 2 or array.shape[0] != array.shape[1]:  # noqa: PLR2004 - a table has two axes
        raise ValueError(f"covariances have the shape (items, items), not {array.shape}")
    spread = np.sqrt(np.diagonal(array))
    if (spread > 0).sum() < FEWEST_ITEMS:
        return Omega(np.nan, np.full(len(array), np.nan), np.nan, is_heywood=False, is_converged=False)
    loadings, residual, is_converged = _one_factor(_correlations(array, spread))
    common = float(loadings @ spread) ** 2
    unique = float((1.0 - loadings**2) @ spread**2)
    total = common + unique
    return Omega(
        # opposite items that fit perfectly cancel: their sum has no variance to explain
        value=common / total if total > 0 else float("nan"),
        loadings=loadings,
        residual=residual,
        is_heywood=bool((np.abs(loadings) >= _AT_THE_BOUND).any()),
        is_converged=is_converged,
    )


def _correlations(covariance: Floats, spread: Floats) -> Floats:
    """Return correlations, 0 for an item that does not vary."""
    inverse = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
    return np.asarray(covariance * inverse[:, None] * inverse)


def _one_factor(correlations: Floats) -> tuple[Floats, float, bool]:
    """Fit one factor by minimum residuals; return loadings, root mean square residual, and "at rest"."""
    items = len(correlations)
    target = correlations.copy()
    np.fill_diagonal(target, 0.0)

    def objective(loadings: Floats) -> tuple[float, Floats]:
        left = np.outer(loadings, loadings)
        np.fill_diagonal(left, 0.0)
        left -= target
        return 0.5 * float((left * left).sum()), 2.0 * (left @ loadings)

    values, vectors = np.linalg.eigh(correlations)
    start = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))
    found = minimize(
        objective,
        np.clip(start, -1.0, 1.0),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-1.0, 1.0)] * items,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000},
    )
    loadings = found.x if found.x.sum() >= 0 else -found.x
    residual = np.sqrt(2.0 * found.fun / (items * (items - 1.0)))
    return np.asarray(loadings), float(residual), bool(found.success)
