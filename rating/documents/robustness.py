"""How sure ranks are and how far they depend on choices, as the document writes it down."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rating.documents import schema
from rating.ranking.sensitivity import Choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.pipeline import Ranking
    from rating.ranking.sensitivity import LeftOut, Sensitivity

#: Probabilities are told to so many decimals, ranks, shifts and parts of a variance to fewer: another seed
#: changes the second.
_CHANCES, _PLACES = 2, 1


class Robustness:
    """What is written about the ranks of the rated companies of one period.

    Parameters
    ----------
    ranking
        Of the period.
    names
        Of the rated companies, in their order.
    means
        Of indicators and of pillars, by the framework.
    """

    def __init__(self, ranking: Ranking, names: Sequence[str], means: tuple[str, str]) -> None:
        self._ranking, self._names, self._means = ranking, names, means

    def rank_sets(self, row: int) -> schema.RankSets | None:
        """Return the confidence sets of one company."""
        sets = self._ranking.sets
        if sets is None:
            return None
        alone, together = (
            schema.RankSet.model_construct(low=int(one.low[row]), high=int(one.high[row]))
            for one in (sets.marginal, sets.simultaneous)
        )
        return schema.RankSets.model_construct(alone=alone, together=together)

    def top(self, row: int) -> list[schema.TopChance]:
        """Return how likely one company is among the first."""
        ranks = self._ranking.ranks
        if ranks is None:
            return []
        return [
            schema.TopChance.model_construct(first=k, probability=round(float(chance[row]), _CHANCES))
            for k, chance in ranks.top.items()
        ]

    def choices(self, row: int) -> schema.ChoiceRange | None:
        """Return the ranks of one company under other choices."""
        found = self._ranking.sensitivity
        if found is None:
            return None
        median, low, high = (
            round(float(ranks[row]), _PLACES) for ranks in (found.median, found.low, found.high)
        )
        return schema.ChoiceRange.model_construct(median=median, low=low, high=high)

    def sensitivity(self) -> schema.Sensitivity | None:
        """Return what moves the ranks of the period, and how far."""
        found = self._ranking.sensitivity
        if found is None:
            return None
        tried = Choices().without_repeats(self._means)
        return schema.Sensitivity(
            specifications=found.runs,
            tried=schema.ChoicesTried(
                weights_within=tried.weights_within,
                normalisations=list(tried.normalisations),
                aggregations=[list(pair) for pair in tried.aggregations],
                leaves_out=tried.leaves_out,
            ),
            mean_shift=round(found.shift[0], _PLACES),
            high_shift=round(found.shift[1], _PLACES),
            factors=[
                schema.Factor.model_validate({"code": code, "first": _part(first), "total": _part(total)})
                for code, first, total in zip(
                    found.factors, found.of_shift.first, found.of_shift.total, strict=True
                )
            ],
            left_out=[self._left_out(found, left) for left in found.left_out],
        )

    def _left_out(self, found: Sensitivity, left: LeftOut) -> schema.LeftOut:
        shift = np.nan_to_num(np.abs(left.ranks - found.stated))
        farthest = int(shift.argmax())
        code, _, attribute = left.indicator.partition(".")
        return schema.LeftOut(
            code=code,
            attribute=attribute,
            mean_shift=round(float(shift.mean()), _PLACES),
            largest_shift=round(float(shift[farthest]), _PLACES),
            company=self._names[farthest] if shift[farthest] > 0 else None,
        )


def _part(value: float) -> float | None:
    """Return a part of the variance between 0 and 1: beyond either it is the chance of the runs."""
    return None if math.isnan(value) else round(min(max(float(value), 0.0), 1.0), _PLACES)
