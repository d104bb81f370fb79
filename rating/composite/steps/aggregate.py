"""Several columns become one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from rating.composite.aggregate import AGGREGATIONS
from rating.composite.outranking import COMPARISONS
from rating.composite.steps.step import Step, chosen
from rating.composite.weights import WEIGHTINGS, Bounds, benefit_of_the_doubt
from rating.errors import CellError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike
    from sklearn.utils import Tags

    from rating.composite.weights import Of
    from rating.data import Floats

#: A linear programme is solved to so many digits: units that are equal stay equal.
_SOLVED_TO = 9
#: All ways to join indicators, by name.
METHODS: dict[str, object] = {**AGGREGATIONS, **COMPARISONS}


class Aggregate(Step):
    """Weigh columns and join them.

    Parameters
    ----------
    method
        One of `METHODS`.
    weighting
        One of `WEIGHTINGS`.
    weights
        Stated weights, not negative, one a column; None for equal ones.
    judgements
        Of people, for weightings that are judged.
    least_share, most_share, shares_of
        Between which parts of the weights, or of the score, each indicator of a unit must lie, for
        `benefit_of_the_doubt`.
    minimum_weight
        A unit needs this part of the weight to be known, else it has no score, 0 ... 1.

    Attributes
    ----------
    weights_
        Summing to 1, shape (columns,); equal under `benefit_of_the_doubt`, where each unit has its own.
    peers_
        The units to compare with, where the method or the weighting compares, shape (units, columns).
    """

    LEARNS: ClassVar = ("weights_", "peers_")

    def __init__(
        self,
        method: str = "arithmetic",
        *,
        weighting: str = "given",
        weights: ArrayLike | None = None,
        judgements: ArrayLike | None = None,
        least_share: float = 0.0,
        most_share: float = 1.0,
        shares_of: Of = "weights",
        minimum_weight: float = 0.0,
    ) -> None:
        self.method = method
        self.weighting = weighting
        self.weights = weights
        self.judgements = judgements
        self.least_share = least_share
        self.most_share = most_share
        self.shares_of = shares_of
        self.minimum_weight = minimum_weight

    def _learn(self, values: Floats) -> None:
        chosen(METHODS, self.method, "aggregation")
        how = chosen(WEIGHTINGS, self.weighting, "weighting")
        if how.own and self.method != "arithmetic":
            raise ValueError(f"{self.weighting} weighs a sum: it goes with arithmetic, not {self.method}.")
        self._require_positive(values)
        columns = values.shape[1]
        self.weights_ = how.weigh(values, self._stated(columns), self._judged(columns))
        if self.method in COMPARISONS:
            self.peers_ = COMPARISONS[self.method].learn(values, self.weights_)
        else:
            self.peers_ = values if how.own else np.empty((0, columns))

    def _apply(self, values: Floats) -> Floats:
        self._require_positive(values)
        if WEIGHTINGS[self.weighting].own:
            bounds = Bounds(self.least_share, self.most_share, self.shares_of)
            sums = (benefit_of_the_doubt(values, self.peers_, bounds) * values).sum(axis=1)
            scores = np.round(sums, _SOLVED_TO)
        elif self.method in COMPARISONS:
            scores = COMPARISONS[self.method].place(values, self.peers_, self.weights_)
        else:
            scores = AGGREGATIONS[self.method].mean(values.T, self.weights_)
        known = (~np.isnan(values)) @ self.weights_
        enough = (known > 0.0) & (known >= self.minimum_weight - 1e-12)
        return np.where(enough, scores, np.nan)[:, None]

    def _stated(self, columns: int) -> Floats:
        weights = np.ones(columns) if self.weights is None else np.asarray(self.weights, dtype=np.float64)
        if weights.shape != (columns,) or not (weights >= 0).all() or not weights.sum() > 0:
            raise ValueError(
                f"There are {columns} columns to be weighed, so many weights are needed, none negative and "
                f"not all of them 0. Given: {weights.tolist()}."
            )
        return weights

    def _judged(self, columns: int) -> Floats:
        if not WEIGHTINGS[self.weighting].judged:
            return np.empty((0, columns))
        if self.judgements is None:
            raise ValueError(f"The weighting {self.weighting} needs judgements.")
        judgements = np.asarray(self.judgements, dtype=np.float64)
        if judgements.shape[1:] != (columns,):
            raise ValueError(f"Judgements need a column for each of the {columns} to be weighed.")
        return judgements

    def _require_positive(self, values: Floats) -> None:
        wrong = values < 0.0 if self._needs_positive() else np.zeros_like(values, dtype=bool)
        if wrong.any():
            row, column = np.argwhere(wrong)[0]
            raise CellError(
                f"Negative values in data passed to {self.method} with {self.weighting} weights, which need "
                f"values of 0 or above: {values[row, column]:g}. Choose another method, or a scale that does "
                "not go below 0.",
                row=int(row),
                column=int(column),
            )

    def _needs_positive(self) -> bool:
        methods = (AGGREGATIONS.get(self.method), WEIGHTINGS.get(self.weighting))
        return any(method is not None and method.positive for method in methods)

    @property
    def _n_features_out(self) -> int:
        return 1

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        weighting = WEIGHTINGS.get(self.weighting)
        tags.input_tags.allow_nan = weighting is None or not weighting.own
        tags.input_tags.positive_only = self._needs_positive()
        return tags
