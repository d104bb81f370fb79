"""r_wg: how far the people of one group agree, against answers given at random."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy.typing import ArrayLike

    from rating.data import Floats

#: Answering at random needs something to choose from.
_FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement within groups; all of shape (...).

    Attributes
    ----------
    value
        0 ... 1; NaN where it cannot be given.
    is_truncated
        True where the answers vary more than random ones would: the value is 0 by rule. Often the group
        is two camps.
    """

    value: Floats
    is_truncated: npt.NDArray[np.bool_]


def uniform_variance(options: int) -> float:
    """Return the variance of answers 1 ... A given at random: (A^2 - 1) / 12.

    The usual null distribution of `r_wg`. Range: 0.25 (two options) upwards.

    Parameters
    ----------
    options
        How many options A an item has, at least 2.

    Returns
    -------
    float
        In squared scale points.

    Raises
    ------
    ValueError
        If there are fewer than two options.

    Notes
    -----
    James, Demaree and Wolf (1984), Journal of Applied Psychology 69:85-98.

    Examples
    --------
    >>> uniform_variance(5)
    2.0
    """
    if options < _FEWEST_OPTIONS:
        raise ValueError(f"an item has at least {_FEWEST_OPTIONS} options, not {options}")
    return (options**2 - 1) / 12


def answer_variance(shares: ArrayLike) -> float:
    """Return the variance of answers 1 ... A given with these probabilities: another null distribution.

    People lean towards agreeing; a null with slight skew asks for agreement beyond that lean. Range 0 (all
    take one option) ... ((A - 1) / 2)^2 (the ends take half each).

    Parameters
    ----------
    shares
        Probabilities of the options in their order, shape (A,), not negative; they need not add up to 1.

    Returns
    -------
    float
        In squared scale points; NaN if all are 0.

    Raises
    ------
    ValueError
        If there are fewer than two options, or a share is negative.

    Notes
    -----
    James, Demaree and Wolf (1984), Journal of Applied Psychology 69:85-98; values for common nulls are
    tabled in LeBreton and Senter (2008), Organizational Research Methods 11:815-852.

    Examples
    --------
    Slight skew on five options:

    >>> round(answer_variance([0.05, 0.15, 0.20, 0.35, 0.25]), 12)
    1.34
    """
    array = np.asarray(shares, dtype=np.float64)
    if len(array) < _FEWEST_OPTIONS or (array < 0).any():
        raise ValueError("a distribution of answers has two or more options and no negative share")
    if not array.sum() > 0:
        return float("nan")
    points = np.arange(1.0, len(array) + 1.0)
    probability = array / array.sum()
    return float(probability @ points**2 - (probability @ points) ** 2)


def r_wg(variances: ArrayLike, null_variance: float) -> Agreement:
    """Return the within-group agreement r_wg(J) of a scale, and r_wg of a single item where J is 1.

    J (1 - m) / (J (1 - m) + m), with m the mean of the items' variances in the group over the variance of
    the null distribution; for one item 1 - m. Range 0 (no better than the null) ... 1 (everybody answers
    every item alike), for any n from two on. More variance than the null gives 0 with a flag: the formula
    would go below 0 and, for several items, through infinity back above 1. NaN for nobody and for one person
    (whose variance is not known).

    Related: agreement of one group; whether groups differ is what ICC(1) of `icc_of_groups` says. With many
    items it runs to 1 by itself: J = 10 and answers that vary half as much as at random give .91.

    Parameters
    ----------
    variances
        Variances of the J items among the people of a group, divisor n - 1, shape (..., J).
    null_variance
        Variance of the answers without agreement, above 0: `uniform_variance` of the number of options
        is the usual one, `answer_variance` gives others.

    Returns
    -------
    Agreement
        Of shape (...).

    Raises
    ------
    ValueError
        If the null does not vary.

    Notes
    -----
    James, Demaree and Wolf (1984), Journal of Applied Psychology 69:85-98.

    Examples
    --------
    >>> found = r_wg([[0.5], [2.0], [2.5]], null_variance=uniform_variance(5))
    >>> found.value.tolist(), found.is_truncated.tolist()
    ([0.75, 0.0, 0.0], [False, False, True])
    >>> round(float(r_wg([1.0] * 10, null_variance=2.0).value), 4)
    0.9091
    """
    if not null_variance > 0:
        raise ValueError(f"the null distribution has to vary, not by {null_variance}")
    array = np.asarray(variances, dtype=np.float64)
    items = array.shape[-1]
    ratio = array.mean(axis=-1) / null_variance
    agreed = items * np.maximum(1.0 - ratio, 0.0)
    return Agreement(np.asarray(agreed / (agreed + ratio)), np.asarray(ratio > 1.0))
