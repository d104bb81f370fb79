"""Blau's index (Gini-Simpson): the chance that two people, drawn with replacement, differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card
from rating.indices.most_even import most_even
from rating.indices.over_groups import people_in, sum_over_groups

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Blau's index (Gini-Simpson)",
    kind="variety",
    minimum=0.0,
    maximum=lambda k: 1.0 - 1.0 / k,
    source="Simpson, E. H. (1949), Nature 163:688; Blau, P. M. (1977), Inequality and Heterogeneity.",
    attainable=lambda people, groups: blau(most_even(people, groups)),
)


def blau(counts: ArrayLike) -> Floats:
    """Return 1 - sum of the squared shares.

    Range 0 (everybody in one group) ... 1 - 1/k (even), as counted `attainable_blau`; one person gives 0,
    nobody gives NaN. Related: `iqv` is Blau over its maximum; `hill` of order 2 is 1 / (1 - Blau); `rao`
    allows for distances between groups; the plain estimate from a sample is too low, `unbiased_blau` is not.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    Simpson (1949), Nature 163:688; Blau (1977), Inequality and Heterogeneity.

    Examples
    --------
    >>> float(blau([1, 1, 1, 1]))
    0.75
    >>> float(blau([9, 0]))
    0.0
    """
    return np.asarray(1.0 - sum_over_groups(np.square, counts) / people_in(counts) ** 2)
