"""Confidence sets for ranks: which ranks a population may have, with a stated probability.

Method: Mogstad, Romano, Shaikh and Wilhelm (2024), "Inference for ranks with applications to mobility across
neighbourhoods and academic achievement across countries", Review of Economic Studies 91:476-518; for counts
Bazylik, Mogstad, Romano, Shaikh and Wilhelm (2021), "Finite- and large-sample inference for ranks using
multinomial data with an application to ranking political parties", NBER working paper 29519.
"""

from rating.ranking.sets.multinomial import multinomial_rank_sets
from rating.ranking.sets.rank_set import RankSet, RankSets
from rating.ranking.sets.resampled import normal_errors, rank_sets

__all__ = ["RankSet", "RankSets", "multinomial_rank_sets", "normal_errors", "rank_sets"]
