"""Ratings to a ranking."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from rating.pipeline.choices import sensitivity_of
from rating.pipeline.results import Ranking
from rating.ranking import band_probabilities, band_runs, inseparable, pooled_draws, rank_draws
from rating.ranking.sets import rank_sets

if TYPE_CHECKING:
    from rating.pipeline.results import Ratings
    from rating.ranking.sets import RankSets

#: How likely a company is among the first so many is said, where there are more companies.
TOPS = (1, 3, 10)
#: With more companies fewer draws do for their sets: so many that the level is exact. The critical value is
#: settled by many more differences in each.
_MANY, _DRAWS_OF_MANY = 2000, 399


def rank(ratings: Ratings, *, rng: np.random.Generator | None = None, threads: int = 1) -> Ranking:
    """Rank the rated companies of one period against each other.

    Parameters
    ----------
    ratings
        Of one period.
    rng
        Source of randomness for the choices that are tried; None for one with a fixed seed.
    threads
        How many to work on; the ranking does not depend on it.
    """
    framework = ratings.framework
    probabilities = band_probabilities(ratings.draws, [band.lower for band in framework.bands])
    bands = band_runs(probabilities, framework.secure)
    companies = len(ratings.rated)
    if companies < framework.minimum_companies:
        nobody = np.zeros(companies, dtype=np.int64)
        return Ranking(None, bands, probabilities, nobody, None, None, None)
    together = pooled_draws(ratings.draws)
    tops = [k for k in TOPS if k < companies]
    with ThreadPoolExecutor(threads) as pool:
        sets = pool.submit(_sets, ratings)
        pairs = pool.submit(inseparable, together)
        ranks = pool.submit(rank_draws, together, tops=tops)
        counts, others = pairs.result()
        return Ranking(
            ranks=ranks.result(),
            bands=bands,
            band_probabilities=probabilities,
            inseparable_count=counts,
            inseparable=others,
            sets=sets.result(),
            sensitivity=sensitivity_of(ratings, rng or np.random.default_rng(1), threads=threads),
        )


def _sets(ratings: Ratings) -> RankSets:
    """Return the sets of ranks that the scores leave open, each company by itself and not drawn together."""
    draws = ratings.draws if len(ratings.rated) <= _MANY else ratings.draws[:, :_DRAWS_OF_MANY]
    estimates = ratings.score["process"].value[ratings.rated]
    errors = draws - estimates[:, None].astype(np.float32)
    return rank_sets(estimates, errors, ratings.draws.std(axis=1, dtype=np.float64))
