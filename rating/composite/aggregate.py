"""Several values to one, with weights; what is missing does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats


def arithmetic(values: Floats, weights: Floats) -> Floats:
    """Return the weighted arithmetic mean over the first axis.

    Parameters
    ----------
    values
        Shape (parts, ...); NaN is left out.
    weights
        Positive, shape (parts,).

    Returns
    -------
    Floats
        Shape (...); NaN where every part is missing.

    Examples
    --------
    >>> float(arithmetic(np.array([[1.0], [3.0]]), np.array([1.0, 1.0]))[0])
    2.0
    """
    shape = (-1, *([1] * (values.ndim - 1)))
    weight = np.where(np.isnan(values), 0.0, np.reshape(weights, shape))
    total = weight.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, np.nansum(values * weight, axis=0) / total, np.nan))


def geometric(values: Floats, weights: Floats) -> Floats:
    """Return the weighted geometric mean over the first axis; arguments and result as `arithmetic`.

    Values must not be negative. One that is 0 makes the whole 0, however small its weight: a scale that is
    averaged so should have a floor above 0.

    Examples
    --------
    >>> round(float(geometric(np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 1.0, 2.0]))[0]), 9)
    2.059767144
    """
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(arithmetic(np.log(values), weights)))


def harmonic(values: Floats, weights: Floats) -> Floats:
    """Return the weighted harmonic mean over the first axis; arguments and result as `geometric`.

    Examples
    --------
    >>> round(float(harmonic(np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 1.0, 1.0]))[0]), 9)
    1.411764706
    """
    with np.errstate(divide="ignore"):
        return np.asarray(1.0 / arithmetic(1.0 / values, weights))


def median(values: Floats, weights: Floats) -> Floats:
    """Return the weighted median over the first axis; arguments and result as `arithmetic`.

    The value at which half of the weight is reached; where it is reached exactly, the mean of this value and
    the next one.

    Examples
    --------
    >>> median(np.array([[1.0, 1.0], [2.0, 2.0], [9.0, 4.0], [9.0, np.nan]]), np.ones(4)).tolist()
    [5.5, 2.0]
    """
    shape = (-1, *([1] * (values.ndim - 1)))
    weight = np.where(np.isnan(values), 0.0, np.reshape(weights, shape))
    order = np.argsort(values, axis=0)
    ordered = np.take_along_axis(values, order, axis=0)
    reached = np.cumsum(np.take_along_axis(weight, order, axis=0), axis=0)
    half = reached[-1] / 2.0
    enough = half * (1.0 - 1e-12)  # sums of weights that ought to be equal differ in the last digits
    lower = (reached >= enough).argmax(axis=0)
    upper = (reached > half * (1.0 + 1e-12)).argmax(axis=0)
    middle = [np.take_along_axis(ordered, place[None], axis=0)[0] for place in (lower, upper)]
    return np.asarray(np.where(half > 0, (middle[0] + middle[1]) / 2.0, np.nan))


class Aggregation(NamedTuple):
    """A mean, and whether it needs values of 0 or above."""

    mean: Callable[[Floats, Floats], Floats]
    positive: bool = False


#: Method -> the mean of each unit by itself. Those that compare units: `rating.composite.outranking`.
AGGREGATIONS: dict[str, Aggregation] = {
    "arithmetic": Aggregation(arithmetic),
    "geometric": Aggregation(geometric, positive=True),
    "harmonic": Aggregation(harmonic, positive=True),
    "median": Aggregation(median),
}
