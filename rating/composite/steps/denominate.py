"""Large units become comparable with small ones: values over a size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.composite.steps.step import Step
from rating.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.data import Floats


class Denominate(Step):
    """Divide some columns by others.

    Parameters
    ----------
    divisors
        Pairs of positions: a column and the one that it is divided by.
    dropped
        Positions of columns that are not handed on, such as the sizes themselves.
    """

    def __init__(self, divisors: Sequence[tuple[int, int]] = (), dropped: Sequence[int] = ()) -> None:
        self.divisors = divisors
        self.dropped = dropped

    def _learn(self, values: Floats) -> None:
        named = [*(column for pair in self.divisors for column in pair), *self.dropped]
        outside = [column for column in named if not 0 <= column < values.shape[1]]
        if outside:
            raise ValueError(f"There are columns 0 to {values.shape[1] - 1}, none of {outside}.")

    def _apply(self, values: Floats) -> Floats:
        found = values.copy()
        for column, by in self.divisors:
            wrong = np.flatnonzero(values[:, by] <= 0.0)
            if len(wrong):
                raise CellError("A size to divide by is not above 0.", row=int(wrong[0]), column=by)
            found[:, column] = values[:, column] / values[:, by]
        return np.delete(found, list(self.dropped), axis=1)
