"""What is kept of the answers to a scale: sums by group, which add up. Rows are never touched again."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy.typing import ArrayLike

    from rating.climate.scale import Scale
    from rating.data import Floats


@dataclass(frozen=True)
class ScaleSums:
    """The sums of one scale by group: G groups, J items. The sums of two parts add up to those of the whole.

    Two sets of people are kept apart. Everybody who answered at least half of the items has a score, the
    mean of the items answered; throwing them away would lose people for one skipped item, and the half is
    the usual rule (Fairclough and Cella 1996, Quality of Life Research 5:321-329). How items go together is
    told only by those who answered all of them: the mean of somebody's other items in the place of a missing
    one makes the items more alike than they are, and alpha too large (Downey and King 1998, Journal of
    General Psychology 125:175-191).

    Attributes
    ----------
    scored
        People with a score, shape (G,).
    score_sums, score_squares
        Sum of their scores and of the squares, shape (G,).
    complete
        People who answered every item, shape (G,).
    item_sums
        Sums of their answers, turned, shape (G, J).
    item_products
        Sums of the products of two answers of one person, shape (G, J, J).
    left_out
        People who answered fewer than half of the items, or none; they are counted nowhere else, shape (G,).
    """

    scored: Floats
    score_sums: Floats
    score_squares: Floats
    complete: Floats
    item_sums: Floats
    item_products: Floats
    left_out: Floats

    def __post_init__(self) -> None:
        for part in fields(self):
            getattr(self, part.name).flags.writeable = False

    def __add__(self, other: ScaleSums) -> ScaleSums:
        if self.item_products.shape != other.item_products.shape:
            raise ValueError("sums add up over the same groups and items")
        return ScaleSums(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))

    def together(self) -> ScaleSums:
        """Return the sums of all groups as one group, G = 1."""
        return ScaleSums(*(getattr(self, part.name).sum(axis=0, keepdims=True) for part in fields(self)))

    def covariances(self) -> Floats:
        """Return the items' covariances within each group, divisor n - 1, shape (G, J, J).

        From the people who answered every item; NaN where they are fewer than two.
        """
        people = self.complete[:, None, None]
        product = self.item_sums[:, :, None] * self.item_sums[:, None, :]
        sums = self.item_products - product / np.where(people > 0, people, np.nan)
        # equal answers leave rounding behind, even below nothing
        scale = np.einsum("gjj->gj", self.item_products)
        rounding = 1e-12 * np.sqrt(scale[:, :, None] * scale[:, None, :])
        sums = np.where(np.abs(sums) <= rounding, 0.0, sums)
        return np.asarray(sums / np.where(people > 1, people - 1.0, np.nan))

    def means(self) -> Floats:
        """Return the mean score of each group, shape (G,); NaN where nobody has a score."""
        return np.asarray(self.score_sums / np.where(self.scored > 0, self.scored, np.nan))

    def variance_within(self) -> float:
        """Return the variance of scores around their groups' means; NaN where no group has two people."""
        freedom = self.scored.sum() - (self.scored > 0).sum()
        if not freedom > 0:
            return float("nan")
        left = self.score_squares.sum() - np.nansum(self.scored * self.means() ** 2)
        return float(left / freedom) if left > 1e-12 * self.score_squares.sum() else 0.0

    def mean_variances(self) -> Floats:
        """Return the sampling variance of each group's mean, shape (G,); NaN where nobody has a score.

        The variance within groups, common to all, over n. A group's own variance is not used: of five people
        it can be anything, of one it does not exist, and near the ends of a scale it moves with the mean.
        """
        return np.asarray(self.variance_within() / np.where(self.scored > 0, self.scored, np.nan))


def sums_of(
    answers: ArrayLike, scale: Scale, *, group: npt.NDArray[np.intp] | None = None, groups: int = 1
) -> ScaleSums:
    """Return the sums of a table of answers; reverse-keyed items are turned first.

    Parameters
    ----------
    answers
        Shape (people, J), low ... high of the scale; NaN where an item was not answered. People may be none.
    scale
        The items, J of them, in the order of the columns.
    group
        To which group each person belongs, 0 ... groups - 1, shape (people,); by default all to the first.
    groups
        How many groups G.

    Returns
    -------
    ScaleSums
        Exact for whole-number answers, except for scores with a missing answer.

    Raises
    ------
    ValueError
        If the shapes do not fit, an answer is out of range, or a group is none of those.

    Examples
    --------
    Four people; the third answered one item of three and is left out, the fourth two:

    >>> from rating.climate import Item, Scale
    >>> voice = Scale("voice", (Item("heard"), Item("asked"), Item("ignored", is_reversed=True)))
    >>> nan = float("nan")
    >>> found = sums_of([[4, 4, 2], [2, 3, 4], [5, nan, nan], [3, nan, 2]], voice)
    >>> found.scored.tolist(), found.complete.tolist(), found.left_out.tolist()
    ([3.0], [2.0], [1.0])
    >>> found.means().round(4).tolist(), found.item_sums.tolist()
    ([3.2778], [[6.0, 7.0, 6.0]])
    """
    turned = scale.turn(answers)
    if turned.ndim != 2:  # noqa: PLR2004 - people and items
        raise ValueError(f"answers have the shape (people, items), not {turned.shape}")
    own = np.zeros(len(turned), dtype=np.intp) if group is None else np.asarray(group)
    if own.shape != (len(turned),) or (len(own) and not 0 <= own.min() <= own.max() < groups):
        raise ValueError(f"every person belongs to one of the groups 0 ... {groups - 1}")
    items = turned.shape[1]
    answered = (~np.isnan(turned)).sum(axis=1)
    is_scored, is_complete = answered >= scale.fewest_answers, answered == items

    def add(where: npt.NDArray[np.intp], weights: Floats | None = None) -> Floats:
        return np.bincount(where, weights=weights, minlength=groups).astype(np.float64)

    score = np.nansum(turned[is_scored], axis=1) / answered[is_scored]
    of_score, of_whole = own[is_scored], own[is_complete]
    # one item after the other: columns of their own are read much faster than strides
    whole = np.ascontiguousarray(turned[is_complete].T)
    products = np.empty((groups, items, items))
    for row in range(items):
        for column in range(row + 1):
            products[:, row, column] = add(of_whole, whole[row] * whole[column])
            products[:, column, row] = products[:, row, column]
    return ScaleSums(
        scored=add(of_score),
        score_sums=add(of_score, score),
        score_squares=add(of_score, score**2),
        complete=add(of_whole),
        item_sums=np.stack([add(of_whole, item) for item in whole], axis=1),
        item_products=products,
        left_out=add(own[~is_scored]),
    )
