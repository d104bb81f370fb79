"""Ratings under other choices: what the sensitivity of a ranking is computed from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.ranking.sensitivity import ScoreModel, Sensitivity, analyse

if TYPE_CHECKING:
    from rating.pipeline.results import Ratings

#: With more companies fewer specifications do: their mean over the companies is what matters.
_MANY, _RUNS, _RUNS_OF_MANY = 1000, 512, 128


def score_model(ratings: Ratings) -> ScoreModel:
    """Return how the score of the rated companies is made.

    The points are the values of the indicators as a process, each the middle of its distribution.
    """
    framework = ratings.framework
    figures = ratings.components["process"]
    columns, pillar, weights, codes = [], [], [], []
    for place, own in enumerate(framework.composition_pillars):
        for indicator in own.indicators:
            for attribute in own.applies_to(framework.criteria):
                code = f"{indicator.code}.{attribute}"
                columns.append(figures[code].value[ratings.rated])
                pillar.append(place)
                weights.append(indicator.weight)
                codes.append(code)
    points = np.clip(np.stack(columns, axis=1), framework.scale.floor, framework.scale.cap)
    return ScoreModel(
        points=points,
        codes=tuple(codes),
        pillar=np.array(pillar),
        indicator_weights=np.array(weights),
        pillar_weights=np.array([own.weight for own in framework.composition_pillars]),
        aggregation=(framework.pillar_aggregation, framework.aggregation),
        floor=framework.scale.floor,
        cap=framework.scale.cap,
    )


def sensitivity_of(ratings: Ratings, rng: np.random.Generator, *, threads: int = 1) -> Sensitivity | None:
    """Say how far the ranks of the rated companies depend on choices; None where there is nothing to choose.

    With a single indicator every choice gives the same ranks.
    """
    model = score_model(ratings)
    if len(model.codes) < 2:  # noqa: PLR2004 - see above
        return None
    runs = _RUNS if len(ratings.rated) <= _MANY else _RUNS_OF_MANY
    return analyse(model, rng, runs=runs, threads=threads)
