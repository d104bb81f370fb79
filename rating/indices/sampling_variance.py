"""Variances of plain indices from a sample, by the delta method: for screening only.

They are 0 at even shares, where the first-order term vanishes and the true variance does not, and in a sample
of one group only. An interval that is shown comes from `rating.inference`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.over_groups import people_in, sum_over_groups
from rating.indices.shannon import SMALLEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from rating.data import Floats


def blau_variance(counts: ArrayLike, *, people: ArrayLike | None = None) -> Floats:
    """Return the first-order sampling variance of `blau`: 4 (sum p^3 - (sum p^2)^2) / n.

    Range 0 (even shares, or one group, so also one person) ... 1 / (4 n) for two groups, below 27 / (64 n)
    for more, approached by one group of three quarters beside many small ones; nobody gives NaN. See the
    module for what it is good for. Related: `shannon_variance`.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    people
        How many people n they stand for, shape (...); by default their total. For weighted counts the
        `effective_n`.

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    Simpson (1949), Nature 163:688, for large n.

    Examples
    --------
    >>> round(float(blau_variance([3, 1])), 6), float(blau_variance([2, 2]))
    (0.046875, 0.0)
    """
    return variance_over_people(lambda share: -2.0 * share, counts, people)


def shannon_variance(counts: ArrayLike, *, people: ArrayLike | None = None) -> Floats:
    """Return the first-order sampling variance of `shannon`: (sum p (ln p)^2 - entropy^2) / n.

    Range 0 (even shares, or one group, so also one person) ... below (1 + ln(k - 1)^2 / 4) / n, which it
    comes close to for many groups; nobody gives NaN. See the module for what it is good for. Related:
    `blau_variance`.

    Parameters
    ----------
    counts
        Non-negative counts or shares, shape (..., k).
    people
        How many people n they stand for, shape (...); by default their total. For weighted counts the
        `effective_n`.

    Returns
    -------
    Floats
        Nats squared, shape (...).

    Notes
    -----
    Basharin (1959), Theory of Probability and Its Applications 4:333-336.

    Examples
    --------
    >>> round(float(shannon_variance([3, 1])), 6)
    0.056576
    """
    return variance_over_people(lambda share: -np.log(np.maximum(share, SMALLEST)), counts, people)


def variance_over_people(
    slope: Callable[[Floats], Floats], counts: ArrayLike, people: ArrayLike | None
) -> Floats:
    """Return the variance, over people, of the slope of an index in the share of their group, over n."""
    total = people_in(counts)
    n = total if people is None else np.asarray(people, dtype=np.float64)
    mean = sum_over_groups(lambda group: group / total * slope(group / total), counts)
    spread = sum_over_groups(lambda group: group / total * (slope(group / total) - mean) ** 2, counts)
    return np.asarray(spread / np.where(n > 0, n, np.nan))
