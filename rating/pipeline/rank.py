"""Ratings to a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.pipeline.results import Ranking
from rating.ranking import band_probabilities, band_runs, inseparable, pooled_draws, rank_draws

if TYPE_CHECKING:
    from rating.pipeline.results import Ratings


def rank(ratings: Ratings) -> Ranking:
    """Rank the rated companies of one period against each other."""
    framework = ratings.framework
    probabilities = band_probabilities(ratings.draws, [band.lower for band in framework.bands])
    enough = len(ratings.rated) >= framework.minimum_companies
    together = pooled_draws(ratings.draws)
    counts, others = inseparable(together) if enough else (np.zeros(len(ratings.rated), dtype=np.int64), None)
    return Ranking(
        ranks=rank_draws(together) if enough else None,
        bands=band_runs(probabilities, framework.secure),
        band_probabilities=probabilities,
        inseparable_count=counts,
        inseparable=others,
    )
