"""The slope when learners, not straight lines, take out what companies differ in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.performance.association import FEWEST_COMPANIES
from rating.performance.estimate import Refusal
from rating.performance.regression.cross_fitted import cross_fitted
from rating.performance.regression.partialled import NoVariationError

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.performance.observations import Observations
    from rating.performance.regression.cross_fitted import CrossFitted

#: Groups with fewer rows are left to the others: a learner cannot know them from rows it is not asked about.
_FEWEST_IN_A_GROUP = 20


def learned(rows: Observations, *, seed: int) -> CrossFitted | Refusal:
    """Return the slope after learners took out controls, industries and years."""
    if not rows.controls.shape[1]:
        return Refusal("no_controls")
    count = min(rows.company.count, rows.clusters.count)
    if count < FEWEST_COMPANIES:
        return Refusal("too_few_to_learn", count, FEWEST_COMPANIES)
    try:
        return cross_fitted(rows.exposure, rows.outcome, _features(rows), rows.clusters, seed=seed)
    except NoVariationError as error:
        return Refusal(f"no_variation_of_{error}", rows.company.count)


def _features(rows: Observations) -> Floats:
    """Return controls, and a column for each industry and year that has rows enough."""
    columns = [rows.controls]
    for groups in (rows.industry, rows.year):
        if groups is not None and groups.count > 1:
            enough = np.flatnonzero(groups.sizes >= _FEWEST_IN_A_GROUP)
            columns.append((groups.codes[:, None] == enough).astype(np.float64))
    return np.column_stack(columns)
