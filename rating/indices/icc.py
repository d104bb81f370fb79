"""Intraclass correlations: how alike the answers within a group are, and how reliable the group's mean is."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


@dataclass(frozen=True, slots=True)
class GroupIcc:
    """ICC(1) and ICC(2) of groups of unequal size; all of shape (...).

    Attributes
    ----------
    icc1
        Share of an answer's variance that lies between groups.
    icc2
        Reliability of the groups' means.
    between, within
        Mean squares, in squared units of the answers.
    group_size
        The size that stands for all: below the mean size the more, the more they differ.
    """

    icc1: Floats
    icc2: Floats
    between: Floats
    within: Floats
    group_size: Floats


@dataclass(frozen=True, slots=True)
class RatingIcc:
    """The six forms of Shrout and Fleiss; all of shape (...).

    Attributes
    ----------
    icc1, icc2, icc3
        One rating: each target by raters of its own; all targets by the same raters drawn at random
        (agreement); by these very raters (consistency).
    icc1k, icc2k, icc3k
        The mean of k ratings, in the same order.
    """

    icc1: Floats
    icc2: Floats
    icc3: Floats
    icc1k: Floats
    icc2k: Floats
    icc3k: Floats


def icc_of_groups(people: ArrayLike, sums: ArrayLike, squares: ArrayLike) -> GroupIcc:
    """Return ICC(1) and ICC(2) of group means from sums, one-way, groups of any size.

    ICC(1) = (B - W) / (B + (k - 1) W) and ICC(2) = (B - W) / B, with the mean squares B between and W within
    groups and k = (N - sum of n^2 / N) / (G - 1). ICC(1) ranges from -1 / (k - 1) to 1, ICC(2) has no lower
    bound and ends at 1; below 0 the groups differ less than chance would have them, and nothing is truncated.
    1 is attained where people of one group answer alike and groups differ. Empty groups are left out. NaN
    for nobody, for one group, where no group has two people (so for one person), and where nobody differs
    from anybody; ICC(2) is NaN also where all means are equal.

    Related: for equal sizes the same as ICC(1,1) and ICC(1,k) of `icc_of_ratings`; ICC(2) is ICC(1) stepped
    up to k people by the Spearman-Brown formula.

    Parameters
    ----------
    people
        People by group, shape (..., G).
    sums, squares
        Sum of the answers (or scale scores) and of their squares by group, shape (..., G).

    Returns
    -------
    GroupIcc
        Of shape (...).

    Raises
    ------
    ValueError
        If a group has fewer than nobody.

    Notes
    -----
    Bliese (2000), in Klein and Kozlowski (eds), Multilevel Theory, Research, and Methods in Organizations,
    pp. 349-381; Shrout and Fleiss (1979), Psychological Bulletin 86:420-428.

    Examples
    --------
    Two groups that answered 1, 2, 3 and 3, 4, 5:

    >>> found = icc_of_groups([3, 3], [6, 12], [14, 50])
    >>> float(found.between), float(found.within), round(float(found.icc1), 4), round(float(found.icc2), 4)
    (6.0, 1.0, 0.625, 0.8333)
    """
    n, total, square = np.broadcast_arrays(
        *(np.asarray(part, dtype=np.float64) for part in (people, sums, squares))
    )
    if (n < 0).any():
        raise ValueError("a group has at least nobody")
    present = n > 0
    everybody = n.sum(axis=-1)
    groups = present.sum(axis=-1)
    level = np.divide(total, n, out=np.zeros_like(total), where=present)
    with np.errstate(invalid="ignore", divide="ignore"):
        grand = total.sum(axis=-1) / everybody
        from_grand = np.where(present, level - grand[..., None], 0.0)
        outside = _settled((n * from_grand**2).sum(axis=-1), square.sum(axis=-1))
        inside = _settled((square - n * level**2).sum(axis=-1), square.sum(axis=-1))
        between = _per_degree(outside, groups - 1.0)
        within = _per_degree(inside, everybody - groups)
        size = _per_degree(everybody - (n * n).sum(axis=-1) / everybody, groups - 1.0)
        return GroupIcc(
            icc1=_ratio(between - within, between + (size - 1.0) * within),
            icc2=_ratio(between - within, between),
            between=between,
            within=within,
            group_size=size,
        )


def icc_of_ratings(ratings: ArrayLike) -> RatingIcc:
    """Return the six intraclass correlations of a table of targets rated by the same number of raters.

    From the mean squares of targets B, raters J, residual E and within targets W. One rating: (B - W) /
    (B + (k - 1) W), (B - E) / (B + (k - 1) E + k (J - E) / n), (B - E) / (B + (k - 1) E). The mean of k:
    (B - W) / B, (B - E) / (B + (J - E) / n), (B - E) / B. Single ratings range from -1 / (k - 1), those of
    form 2 from -1 / (k - 1 - k / n) (two by two: no lower bound), to 1; means end at 1 without a lower bound;
    nothing is truncated. 1 is attained by raters who agree (forms 1 and 2) or differ by constants (form 3).
    NaN for fewer than two targets or raters, a missing rating, and where the divisor is 0 (everybody alike)
    or below (form 2: targets and raters both differ less than chance would have them).

    Related: ICC(3,k) is `alpha` with raters as items; ICC(1) of unequal groups is `icc_of_groups`.

    Parameters
    ----------
    ratings
        Shape (..., n targets, k raters).

    Returns
    -------
    RatingIcc
        Of shape (...).

    Notes
    -----
    Shrout and Fleiss (1979), Psychological Bulletin 86:420-428.

    Examples
    --------
    Two raters, the second always one point higher:

    >>> found = icc_of_ratings([[1, 2], [2, 3], [3, 4]])
    >>> round(float(found.icc1), 4), round(float(found.icc2), 4), float(found.icc3)
    (0.6, 0.6667, 1.0)
    """
    array = np.asarray(ratings, dtype=np.float64)
    n, k = array.shape[-2:]
    if not n * k:
        return RatingIcc(*[np.full(array.shape[:-2], np.nan)] * len(fields(RatingIcc)))
    of_target = array.mean(axis=-1, keepdims=True)
    of_rater = array.mean(axis=-2, keepdims=True)
    grand = of_target.mean(axis=-2, keepdims=True)
    scale = (array**2).sum(axis=(-2, -1))
    sum_targets = _settled(k * ((of_target - grand) ** 2).sum(axis=(-2, -1)), scale)
    sum_raters = _settled(n * ((of_rater - grand) ** 2).sum(axis=(-2, -1)), scale)
    sum_residual = _settled(((array - of_target - of_rater + grand) ** 2).sum(axis=(-2, -1)), scale)
    targets = _per_degree(sum_targets, n - 1.0)
    raters = _per_degree(sum_raters, k - 1.0)
    residual = _per_degree(sum_residual, (n - 1.0) * (k - 1.0))
    within = _per_degree(sum_raters + sum_residual, n * (k - 1.0))
    shift = (raters - residual) / n
    return RatingIcc(
        icc1=_ratio(targets - within, targets + (k - 1) * within),
        icc2=_ratio(targets - residual, targets + (k - 1) * residual + k * shift),
        icc3=_ratio(targets - residual, targets + (k - 1) * residual),
        icc1k=_ratio(targets - within, targets),
        icc2k=_ratio(targets - residual, targets + shift),
        icc3k=_ratio(targets - residual, targets),
    )


def _settled(sum_of_squares: Floats, scale: Floats) -> Floats:
    """Return 0 for what is only rounding: answers that are all alike leave some, even below nothing."""
    return np.asarray(np.where(sum_of_squares <= 1e-12 * scale, 0.0, sum_of_squares))


def _per_degree(sum_of_squares: Floats, degrees: ArrayLike) -> Floats:
    """Return a mean square, NaN without degrees of freedom."""
    freedom = np.asarray(degrees, dtype=np.float64)
    return np.asarray(sum_of_squares / np.where(freedom > 0, freedom, np.nan))


def _ratio(above: Floats, below: Floats) -> Floats:
    """Return above / below, NaN where below is not above 0 by more than rounding."""
    clear = below > 1e-12 * np.abs(above)
    return np.asarray(above / np.where(clear, below, np.nan))
