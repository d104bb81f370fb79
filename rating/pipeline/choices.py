"""Ratings under other choices: what the sensitivity of a ranking is computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.composite.score import score
from rating.pipeline.source import sources_of
from rating.ranking.sensitivity import ScoreModel, Sensitivity, analyse

if TYPE_CHECKING:
    from rating.pipeline.results import Ratings

#: With more companies fewer specifications do: their mean over the companies is what matters.
_MANY, _RUNS, _RUNS_OF_MANY = 1000, 512, 128


def score_models(ratings: Ratings) -> list[ScoreModel]:
    """Return how the score of the rated companies is made, for each headcount that was supposed.

    The points are those of the people as counted: equal companies have equal points, and chance has no part
    in them. Where something is withheld there are several headcounts, none of which is taken for the truth.
    """
    framework = ratings.framework
    pillars = framework.composition_pillars
    codes = [
        (place, indicator.weight, f"{indicator.code}.{attribute}")
        for place, own in enumerate(pillars)
        for indicator in own.indicators
        for attribute in own.applies_to(framework.criteria)
    ]
    models = []
    for headcount in ratings.supposed:
        sources = sources_of(headcount, framework, ratings.benchmark)
        census = {code: source.census(ratings.rated) for code, source in sources.items()}
        figures = score(framework, census).components
        models.append(
            ScoreModel(
                points=np.stack([figures[code][:, 0] for _, _, code in codes], axis=1),
                codes=tuple(code for _, _, code in codes),
                pillar=np.array([place for place, _, _ in codes]),
                indicator_weights=np.array([weight for _, weight, _ in codes]),
                pillar_weights=np.array([own.weight for own in pillars]),
                aggregation=(framework.pillar_aggregation, framework.aggregation),
                floor=framework.scale.floor,
                cap=framework.scale.cap,
            )
        )
    return models


def sensitivity_of(ratings: Ratings, rng: np.random.Generator, *, threads: int = 1) -> Sensitivity | None:
    """Say how far the ranks of the rated companies depend on choices; None where there is nothing to choose.

    With a single indicator every choice gives the same ranks.
    """
    framework = ratings.framework
    indicators = sum(
        len(own.indicators) * len(own.applies_to(framework.criteria)) for own in framework.composition_pillars
    )
    if indicators < 2:  # noqa: PLR2004 - see above
        return None
    runs = _RUNS if len(ratings.rated) <= _MANY else _RUNS_OF_MANY
    return analyse(score_models(ratings), rng, runs=runs, threads=threads)
