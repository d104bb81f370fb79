"""Weights from the data: what varies together, and what tells units apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from rating.data import Floats

#: Turns of the rotation, and the change of an angle that ends it.
_TURNS, _STILL = 500, 1e-10
#: Factors are kept while they say more than a single indicator does (Kaiser 1960), ...
_KAISER = 1.0
#: ... and of equal ones none is left out for its last digit.
_EQUAL = 1e-9


def covariances(values: Floats) -> Floats:
    """Return covariances of columns (divisor n), shape (p, p), over the units known in both.

    Parameters
    ----------
    values
        Shape (units, p); NaN is left out pair by pair.
    """
    return _moments(values)[0]


def correlations(values: Floats) -> Floats:
    """Return correlations of columns, shape (p, p); a column that does not vary has 0. Argument as above."""
    covariance, variance = _moments(values)
    varies = does_vary(values)
    scale = np.sqrt(variance * variance.T)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(varies[:, None] & varies & (scale > 0), covariance / scale, 0.0)
    found = np.clip(np.nan_to_num(found), -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return np.asarray(found)


def does_vary(values: Floats) -> npt.NDArray[np.bool_]:
    """Tell which columns vary beyond the last digits of their values, shape (p,)."""
    largest = np.nan_to_num(np.fmax.reduce(np.abs(values), axis=0))
    apart = np.nan_to_num(np.fmax.reduce(values, axis=0) - np.fmin.reduce(values, axis=0))
    return np.asarray(apart > _EQUAL * largest)


def _moments(values: Floats) -> tuple[Floats, Floats]:
    """Return covariances, and variances of the row's column where the other column is known too."""
    known = ~np.isnan(values)
    weight = known.astype(np.float64)
    own = np.maximum(weight.sum(axis=0), 1.0)
    centre = np.where(known, values, 0.0).sum(axis=0) / own
    filled = np.where(known, values - centre, 0.0)  # large means would eat the digits
    n = np.maximum(weight.T @ weight, 1.0)
    mean = (filled.T @ weight) / n
    covariance = (filled.T @ filled) / n - mean * mean.T
    return np.asarray(covariance), np.asarray(((filled**2).T @ weight) / n - mean**2)


def principal_component(values: Floats) -> Floats:
    """Return the squared loadings on the first principal component of the correlations, summing to 1.

    Where several components explain equally much (columns that have nothing in common) their mean is taken.

    Parameters
    ----------
    values
        Shape (units, p).

    Returns
    -------
    Floats
        Shape (p,), 0 ... 1; 0 for a column that does not vary, equal where none does.
    """
    return _of_those_that_vary(values, _first_component)


def _first_component(together: Floats) -> Floats:
    eigenvalues, vectors = np.linalg.eigh(together)
    first = eigenvalues >= eigenvalues[-1] - _EQUAL
    return np.asarray((vectors[:, first] ** 2).mean(axis=1))


def factor_analysis(values: Floats) -> Floats:
    """Return weights from rotated factors, as in the OECD/JRC Handbook (2008), section 6.1.

    Principal components of the correlations with an eigenvalue above 1 are rotated (varimax). Each indicator
    counts for the factor that it loads on most, with its squared loading; the factor counts with the variance
    that it explains.

    Parameters
    ----------
    values
        Shape (units, p).

    Returns
    -------
    Floats
        Summing to 1, shape (p,); 0 for a column that does not vary, equal where none does.

    Notes
    -----
    Nicoletti, Scarpetta and Boylaud (2000), OECD Economics Department Working Papers 226.
    """
    return _of_those_that_vary(values, _rotated_factors)


def _rotated_factors(together: Floats) -> Floats:
    eigenvalues, vectors = np.linalg.eigh(together)
    kept = (eigenvalues > _KAISER + _EQUAL) | (eigenvalues >= eigenvalues[-1] - _EQUAL)
    loadings = varimax(vectors[:, kept] * np.sqrt(np.maximum(eigenvalues[kept], 0.0)))
    squared = loadings**2
    factor = squared.argmax(axis=1)
    weights = squared[np.arange(len(squared)), factor]
    return np.asarray(weights / weights.sum())


def _of_those_that_vary(values: Floats, weigh: Callable[[Floats], Floats]) -> Floats:
    varies = does_vary(values)
    if not varies.any():
        return np.full(values.shape[1], 1.0 / values.shape[1])
    found = np.zeros(values.shape[1])
    found[varies] = weigh(correlations(values)[np.ix_(varies, varies)])
    return found


def varimax(loadings: Floats) -> Floats:
    """Rotate loadings, shape (p, factors), so that each indicator belongs to few factors (Kaiser 1958)."""
    rotated = loadings.copy()
    count, factors = rotated.shape
    for _ in range(_TURNS):
        largest = 0.0
        for first in range(factors - 1):
            for second in range(first + 1, factors):
                x, y = rotated[:, first], rotated[:, second]
                u, v = x**2 - y**2, 2.0 * x * y
                top = 2.0 * ((u * v).sum() - u.sum() * v.sum() / count)
                bottom = (u**2 - v**2).sum() - (u.sum() ** 2 - v.sum() ** 2) / count
                angle = float(np.arctan2(top, bottom)) / 4.0
                turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
                rotated[:, [first, second]] = rotated[:, [first, second]] @ turn
                largest = max(largest, abs(angle))
        if largest < _STILL:
            break
    return rotated


def entropy(values: Floats) -> Floats:
    """Return weights by how much an indicator tells units apart: one minus the evenness of its shares.

    Parameters
    ----------
    values
        Not negative, shape (units, p); NaN is left out.

    Returns
    -------
    Floats
        Summing to 1, shape (p,); equal where no indicator tells any two units apart.

    Notes
    -----
    Zeleny (1982), Multiple Criteria Decision Making, chapter 7.
    """
    total = np.nansum(values, axis=0)
    n = np.maximum((~np.isnan(values)).sum(axis=0), 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = values / total
        bits = np.where(shares > 0, shares * np.log(shares), 0.0)
    apart = np.where(total > 0, 1.0 + np.nansum(bits, axis=0) / np.log(n), 0.0)
    apart = np.maximum(apart, 0.0)
    if apart.sum() <= _EQUAL:
        return np.full(values.shape[1], 1.0 / values.shape[1])
    return np.asarray(apart / apart.sum())
