"""The corrected slope of a model by two other ways, for those who do not trust one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.performance.estimate import Refusal
from rating.performance.models import partialled, usable
from rating.performance.regression.imputation import imputed
from rating.performance.regression.simex import simex

if TYPE_CHECKING:
    from rating.performance.models import Model
    from rating.performance.observations import Observations
    from rating.performance.regression.imputation import Imputed
    from rating.performance.regression.simex import Simex


@dataclass(frozen=True, slots=True)
class Checks:
    """What other ways say of a slope without errors of measurement.

    Attributes
    ----------
    simex, imputed
        As their modules tell; imputed is None where errors make up all there is.
    """

    simex: Simex
    imputed: Imputed | None


def checked(model: Model, rows: Observations, *, seed: int) -> Checks | None:
    """Return the checks of a model that has been fitted on these rows; None where errors are not known."""
    used = usable(model, rows)
    if isinstance(used, Refusal) or used.error_variance is None or not used.error_variance.any():
        return None
    part = partialled(model, used)
    return Checks(
        simex(part, used.error_variance, seed=seed),
        imputed(part, used.error_variance, seed=seed),
    )
