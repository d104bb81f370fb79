"""Outcome and exposure after everything else is taken out: all that a slope is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.performance.regression.groups import Groups
    from rating.performance.regression.nuisance import Nuisance


class NoVariationError(ValueError):
    """After everything else is taken out, nothing of the exposure or the outcome is left."""


#: Less than this part of a column's variation is left over by rounding alone.
_NOTHING = 1e-18


@dataclass(frozen=True)
class Partialled:
    """An outcome and an exposure that the nuisance has been taken out of.

    Attributes
    ----------
    exposure, outcome
        What is left, shape (rows,).
    nuisance
        What was taken out.
    clusters
        Rows whose errors go together.
    """

    exposure: Floats
    outcome: Floats
    nuisance: Nuisance
    clusters: Groups

    @classmethod
    def of(cls, exposure: Floats, outcome: Floats, nuisance: Nuisance, clusters: Groups) -> Partialled:
        """Take the nuisance out of an exposure and an outcome, each of shape (rows,).

        Raises
        ------
        NoVariationError
            If nothing of one of them is left.
        """
        both = np.column_stack((exposure, outcome)).astype(np.float64)
        left = nuisance.taken_out(both)
        varies = np.einsum("ij,ij->j", left, left) > _NOTHING * np.einsum("ij,ij->j", both, both)
        for name, some in zip(("exposure", "outcome"), varies, strict=True):
            if not some:
                raise NoVariationError(name)
        return cls(np.ascontiguousarray(left[:, 0]), np.ascontiguousarray(left[:, 1]), nuisance, clusters)

    @cached_property
    def variation(self) -> float:
        """Sum of squares of the exposure that is left."""
        return float(self.exposure @ self.exposure)

    @cached_property
    def slope(self) -> float:
        """Units of the outcome for one unit of the exposure: least squares with all controls."""
        return float(self.exposure @ self.outcome) / self.variation

    @cached_property
    def residuals(self) -> Floats:
        """What the whole regression leaves of the outcome, shape (rows,)."""
        return self.outcome - self.slope * self.exposure

    @cached_property
    def correlation(self) -> float:
        """Partial correlation of the two, -1 ... 1."""
        return self.slope * float(np.sqrt(self.variation / float(self.outcome @ self.outcome)))
