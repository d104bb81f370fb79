"""Missing values are filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from rating.composite.impute import IMPUTATIONS
from rating.composite.steps.step import Step, chosen

if TYPE_CHECKING:
    from rating.data import Floats


class Impute(Step):
    """Fill what is missing with a mean or median of those units of whom it is known.

    Parameters
    ----------
    method
        One of `IMPUTATIONS`.
    group
        Position of the column that numbers the units' groups, which is not handed on; None for one group.

    Attributes
    ----------
    groups_
        Numbers of the groups, rising, shape (groups,).
    centres_
        What is filled in, shape (groups, columns); NaN where nobody of a group is known.
    """

    LEARNS: ClassVar = ("groups_", "centres_")

    def __init__(self, method: str = "mean", group: int | None = None) -> None:
        self.method = method
        self.group = group

    def _learn(self, values: Floats) -> None:
        how = chosen(IMPUTATIONS, self.method, "imputation")
        own, kept = self._split(values)
        if not how.by_group:
            own = np.zeros(len(values))
        self.groups_ = np.unique(own[~np.isnan(own)])
        self.centres_ = np.array([how.centre(kept[own == group]) for group in self.groups_]).reshape(
            len(self.groups_), kept.shape[1]
        )

    def _apply(self, values: Floats) -> Floats:
        own, kept = self._split(values)
        if not IMPUTATIONS[self.method].by_group:
            own = np.zeros(len(values))
        if not len(self.groups_):
            return kept
        place = np.minimum(np.searchsorted(self.groups_, own), len(self.groups_) - 1)
        centres = np.where((self.groups_[place] == own)[:, None], self.centres_[place], np.nan)
        return np.where(np.isnan(kept), centres, kept)

    def _split(self, values: Floats) -> tuple[Floats, Floats]:
        if self.group is None:
            return np.zeros(len(values)), values
        return values[:, self.group], np.delete(values, self.group, axis=1)
