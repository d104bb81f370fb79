"""The slope when learners, not straight lines, take out what companies differ in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.performance.association import FEWEST_COMPANIES
from rating.performance.estimate import Refusal
from rating.performance.models import EFFECTS
from rating.performance.regression.cross_fitted import cross_fitted
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import NoVariationError, Partialled

if TYPE_CHECKING:
    from rating.performance.observations import Observations
    from rating.performance.regression.cross_fitted import CrossFitted

#: With so many rows splits hardly differ, and fewer do.
_MANY_ROWS, _SPLITS, _SPLITS_OF_MANY = 10_000, 5, 2


def learned(rows: Observations, *, seed: int) -> CrossFitted | Refusal:
    """Return the slope after industries and years, and then by learners the controls, are taken out."""
    if not rows.controls.shape[1]:
        return Refusal("no_controls")
    count = min(rows.company.count, rows.clusters.count)
    if count < FEWEST_COMPANIES:
        return Refusal("too_few_to_learn", count, FEWEST_COMPANIES)
    effects = Nuisance(len(rows), EFFECTS["industry and year, if any"](rows))
    try:
        part = Partialled.of(rows.exposure, rows.outcome, effects, rows.clusters)
        return cross_fitted(
            part.exposure,
            part.outcome,
            rows.controls,
            rows.clusters,
            splits=_SPLITS if len(rows) <= _MANY_ROWS else _SPLITS_OF_MANY,
            seed=seed,
        )
    except NoVariationError as error:
        return Refusal(f"no_variation_of_{error}", rows.company.count)
