"""An estimate with its interval, one for each company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

#: Level of every interval of the product.
CONFIDENCE = 0.9


@dataclass(frozen=True)
class Estimate:
    """A quantity of many companies; NaN where it cannot be given.

    Attributes
    ----------
    value
        Mean over the draws, shape (companies,).
    low, high
        Ends of the equal-tailed 90 % interval, shape (companies,); equal to the value where nothing is
        uncertain.
    """

    value: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, draws: Floats) -> Estimate:
        """Summarise draws, shape (companies, D)."""
        if draws.shape[1] == 1:
            point = np.asarray(draws[:, 0], dtype=np.float64)
            return cls(point, point, point)
        tail = (1.0 - CONFIDENCE) / 2.0
        low, high = np.quantile(draws, [tail, 1.0 - tail], axis=1)
        return cls(draws.mean(axis=1, dtype=np.float64), low.astype(np.float64), high.astype(np.float64))

    @classmethod
    def point(cls, value: Floats) -> Estimate:
        """Return what is certain, shape (companies,)."""
        return cls(value.copy(), value.copy(), value.copy())

    def put(self, place: npt.NDArray[np.bool_] | npt.NDArray[np.intp], other: Estimate) -> None:
        """Write the estimates of some companies, a mask or an index, over these."""
        self.value[place], self.low[place], self.high[place] = other.value, other.low, other.high

    @classmethod
    def joined(cls, parts: list[Estimate]) -> Estimate:
        """Join the estimates of consecutive companies."""
        return cls(
            np.concatenate([part.value for part in parts]),
            np.concatenate([part.low for part in parts]),
            np.concatenate([part.high for part in parts]),
        )
