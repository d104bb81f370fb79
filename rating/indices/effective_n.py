"""Effective n: how many equally weighted people tell as much as these weighted ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


def effective_n(weights: ArrayLike, squares: ArrayLike) -> Floats:
    """Return the square of the sum of the weights over the sum of their squares, after Kish.

    Range 1 ... the number of people, reached by equal weights; no weight at all (nobody) gives 0, one person
    1. It does not depend on the unit of the weights. Related: it is the number of people over one plus the
    squared `coefficient_of_variation` of the weights. Where an index takes `people` (`iqv`, `unbiased_blau`,
    `chao_wang_jost`, `blau_variance`, `shannon_variance`), weighted counts come with this.

    Parameters
    ----------
    weights
        Sum of the weights of the people of a unit, shape (...).
    squares
        Sum of the squares of these weights, shape (...).

    Returns
    -------
    Floats
        People, shape (...); not whole in general. NaN where a sum is not known.

    Raises
    ------
    ValueError
        If people with weights have squares that sum to nothing.

    Notes
    -----
    Kish (1965), Survey Sampling. It describes weights that do not depend on what is measured.

    Examples
    --------
    >>> float(effective_n(3, 3)), round(float(effective_n(1 + 2 + 3, 1 + 4 + 9)), 4)
    (3.0, 2.5714)
    """
    total, second = np.asarray(weights, dtype=np.float64), np.asarray(squares, dtype=np.float64)
    if ((total > 0) & (second <= 0)).any():
        raise ValueError("weights above zero have squares above zero")
    return np.asarray(total**2 / np.where(total == 0, 1.0, second))
