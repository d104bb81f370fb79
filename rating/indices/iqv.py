"""Index of qualitative variation: Blau's index as a share of the largest value it can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.blau import blau
from rating.indices.card import Card
from rating.indices.most_even import most_even

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Index of qualitative variation (IQV)",
    kind="variety",
    minimum=0.0,
    maximum=lambda _k: 1.0,
    source="Mueller, J. H. and Schuessler, K. F. (1961), Statistical Reasoning in Sociology.",
    attainable=lambda people, groups: iqv(most_even(people, groups)),
)


def attainable_blau(people: ArrayLike, groups: int) -> Floats:
    """Return the largest Blau index that a whole number of people can reach.

    1 - 1/k - r (k - r) / (k n^2), r being the rest of n / k: the `blau` of `most_even`.

    Parameters
    ----------
    people
        Numbers of people n, shape (...). Fractional numbers, such as an `effective_n`, are rounded down.
    groups
        Over how many groups they can be spread, at least 2.

    Returns
    -------
    Floats
        Shape (...); 0 for one person, (k - 1) / k in the limit of many, NaN for nobody.

    Examples
    --------
    >>> attainable_blau([1, 2, 3], 2).round(4).tolist()
    [0.0, 0.5, 0.4444]
    """
    n = np.floor(np.asarray(people, dtype=np.float64))
    low, spare = np.divmod(n, groups)
    squares = (groups - spare) * low**2 + spare * (low + 1) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(n > 0, 1.0 - squares / n**2, np.nan))


def iqv(counts: ArrayLike, *, groups: int | None = None, people: ArrayLike | None = None) -> Floats:
    """Return Blau's index divided by its maximum, never above 1.

    Range 0 (everybody in one group) ... 1 (even). As a process the maximum is (k - 1) / k, and 1 is reached
    only by numbers of people that k divides; as counted, for `people` who were all seen, it is what a whole
    number of people can reach (`attainable_blau`), so that three people in two groups can reach 1. One
    person gives 0 as a process; as counted, being as varied as one person can be, it has no IQV: NaN, as
    for nobody and for k = 1. Related: `blau`; of two groups it is four times the product of their shares.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    groups
        Over how many groups evenness is judged (default k); with fewer than k the result is capped at 1.
    people
        Numbers of people for the counted version, shape (...). Weighted counts come with their `effective_n`,
        rounded down: their shares need not be whole parts of it, and what exceeds the maximum is capped.

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    Mueller and Schuessler (1961), Statistical Reasoning in Sociology.

    Examples
    --------
    >>> float(iqv([5, 5]))
    1.0
    >>> round(float(iqv([2, 1])), 4), float(iqv([2, 1], people=3))
    (0.8889, 1.0)
    """
    array = np.asarray(counts, dtype=np.float64)
    over = array.shape[-1] if groups is None else groups
    largest = np.asarray(1.0 - 1.0 / over) if people is None else attainable_blau(people, over)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(largest > 0, blau(array) / largest, np.nan)
    return np.asarray(np.minimum(ratio, 1.0))
