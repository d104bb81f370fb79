"""Outliers lose their grip on an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from rating.composite.steps.step import Step, chosen
from rating.composite.treat import FEWEST_VALUES, TREATMENTS, Limits, Treatment

if TYPE_CHECKING:
    from rating.data import Floats


class Treat(Step):
    """Treat columns that are skewed and heavy-tailed at once.

    Parameters
    ----------
    method
        One of `TREATMENTS`.
    skew, kurtosis, points
        See `Limits`.

    Attributes
    ----------
    treatments_
        One row a column, with the fields of `Treatment`, shape (columns, 5).
    """

    LEARNS: ClassVar = ("treatments_",)

    def __init__(
        self,
        method: str = "winsorise_or_log",
        skew: float = 2.0,
        kurtosis: float = 3.5,
        points: int = 5,
    ) -> None:
        self.method = method
        self.skew = skew
        self.kurtosis = kurtosis
        self.points = points

    def _learn(self, values: Floats) -> None:
        treat = chosen(TREATMENTS, self.method, "treatment of outliers").treat
        limits = Limits(self.skew, self.kurtosis, self.points)
        found = [
            treat(column, limits) if np.isfinite(column).sum() >= FEWEST_VALUES else Treatment()
            for column in values.T
        ]
        self.treatments_ = np.array(found, dtype=np.float64)

    def _apply(self, values: Floats) -> Floats:
        done = [
            Treatment(low, high, shift, bool(mirrored), int(moved)).apply(column)
            for column, (low, high, shift, mirrored, moved) in zip(values.T, self.treatments_, strict=True)
        ]
        return np.stack(done, axis=1)
