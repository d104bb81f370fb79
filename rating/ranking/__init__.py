"""Ranks, bands and what cannot be told apart; never a bare rank."""

from rating.ranking.bands import band_probabilities, band_runs
from rating.ranking.pooling import pooled_draws
from rating.ranking.ranks import Ranks, rank_draws
from rating.ranking.separation import inseparable, superiority

__all__ = [
    "Ranks",
    "band_probabilities",
    "band_runs",
    "inseparable",
    "pooled_draws",
    "rank_draws",
    "superiority",
]
