"""Several values to one, with weights; what is missing does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

    Values must be positive: a scale that is averaged so has a floor above 0.

    Examples
    --------
    >>> round(float(geometric(np.array([[1.0], [2.0], [3.0]]), np.array([1.0, 1.0, 2.0]))[0]), 9)
    2.059767144
    """
    return np.asarray(np.exp(arithmetic(np.log(values), weights)))


AGGREGATIONS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "arithmetic": arithmetic,
    "geometric": geometric,
}
