"""Ordered bands with values: their mean and variance, and the most divided team over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from rating.data import Floats


def to_values(values: ArrayLike, bands: int, *, least: float = -np.inf) -> Floats:
    """Check the values of bands.

    Parameters
    ----------
    values
        One number a band, shape (k,).
    bands
        How many there have to be.
    least
        The smallest allowed: 0 where a mean is divided by.

    Returns
    -------
    Floats
        Shape (k,).

    Raises
    ------
    ValueError
        If there are more or fewer of them, or one is not a number or below the least.

    Examples
    --------
    >>> to_values([25, 40, 55], 3).tolist()
    [25.0, 40.0, 55.0]
    """
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (bands,):
        raise ValueError(f"{bands} bands have {bands} values, not an array of shape {array.shape}")
    if not (np.isfinite(array).all() and (array >= least).all()):
        raise ValueError(f"the values of bands are numbers of at least {least:g}")
    return array


def mean_and_variance(shares: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return the mean value and the mean squared deviation from it (divisor n).

    Parameters
    ----------
    shares
        Shape (..., k).
    values
        Shape (k,).

    Returns
    -------
    tuple[Floats, Floats]
        Shape (...) each.

    Examples
    --------
    >>> [float(moment) for moment in mean_and_variance(np.array([0.5, 0.5]), np.array([1.0, 3.0]))]
    [2.0, 1.0]
    """
    mean = np.asarray(shares @ values)
    deviation = values - mean[..., None]
    return mean, np.einsum("...k,...k->...", shares, deviation * deviation)


def most_divided(
    compute: Callable[[Floats, Floats], Floats], people: ArrayLike, values: ArrayLike, top: float
) -> Floats:
    """Return the largest value that whole people can give an index of separation or disparity.

    Such an index, with everybody else held fixed, is largest with a person at one of the two ends. So the
    largest of all has everybody there, and only the number at the top is to be found: it is one of the two
    whole numbers beside the best share.

    Parameters
    ----------
    compute
        The index, of counts (..., k) and values (k,).
    people
        Numbers of people n, shape (...); fractional ones, such as an effective n, are rounded down.
    values
        Values of the bands, shape (k,); only the lowest and the highest matter.
    top
        The best share of people at the highest value, were people divisible.

    Returns
    -------
    Floats
        Shape (...); NaN for nobody.

    Examples
    --------
    >>> most_divided(lambda counts, _values: counts.min(axis=-1), [4, 5], [0, 1], 0.5).tolist()
    [2.0, 2.0]
    """
    n = np.floor(np.asarray(people, dtype=np.float64))[..., None]
    ends = np.array([np.min(values), np.max(values)])
    # at least one person on either side: nobody at the top is no division
    above = np.clip(np.floor(n * top) + np.array([0.0, 1.0]), 1.0, np.maximum(n - 1.0, 1.0))
    teams = np.stack([n - above, above], axis=-1)
    return np.asarray(np.where(n[..., 0] > 0, compute(teams, ends).max(axis=-1), np.nan))
