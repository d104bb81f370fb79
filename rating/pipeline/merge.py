"""Ratings of the same companies under several suppositions about what is not known of them, as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rating.inference import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.data import Floats
    from rating.pipeline.results import Ratings, Target


def merge(ratings: Sequence[Ratings]) -> Ratings:
    """Return one rating for several of the same companies.

    Estimates are the mean, intervals reach from the lowest to the highest end, draws are taken in equal
    parts, and `spread` holds by how much the estimates differ. Rated are the companies that all have rated.

    Parameters
    ----------
    ratings
        At least one; the first gives the headcount and all that does not depend on the supposition.
    """
    first = ratings[0]
    if len(ratings) == 1:
        return first
    rated = np.flatnonzero(
        np.all([np.isin(np.arange(len(first.reasons)), one.rated) for one in ratings], axis=0)
    )
    score = {target: _merged([one.score[target] for one in ratings]) for target in first.score}
    components = {
        target: {code: _merged([one.components[target][code] for one in ratings]) for code in figures}
        for target, figures in first.components.items()
    }
    parity = {code: _merged([one.parity[code] for one in ratings]) for code in first.parity}
    reasons = [
        next((one.reasons[company] for one in ratings if one.reasons[company]), "")
        for company in range(len(first.reasons))
    ]
    return replace(
        first,
        reasons=tuple(reasons),
        rated=rated,
        draws=_draws(ratings, rated),
        score={target: estimate for target, (estimate, _) in score.items()},
        components={
            target: {code: estimate for code, (estimate, _) in figures.items()}
            for target, figures in components.items()
        },
        parity={code: estimate for code, (estimate, _) in parity.items()},
        spread=_named(score, components, parity),
        headcounts=tuple(one.headcount for one in ratings),
    )


def _merged(estimates: Sequence[Estimate]) -> tuple[Estimate, Floats]:
    value = np.array([one.value for one in estimates])
    merged = Estimate(
        value.mean(axis=0),
        np.min([one.low for one in estimates], axis=0),
        np.max([one.high for one in estimates], axis=0),
    )
    return merged, np.asarray(value.max(axis=0) - value.min(axis=0))


def _draws(ratings: Sequence[Ratings], rated: np.ndarray) -> np.ndarray:
    """Take draws of each in turn: they come in no order."""
    number = ratings[0].draws.shape[1]
    drawn = []
    for one in ratings:
        place = np.searchsorted(one.rated, rated)
        drawn.append(one.draws[place])
    turns = np.arange(number) % len(drawn)
    return np.asarray(np.stack(drawn, axis=1)[:, turns, np.arange(number)])


def _named(
    score: Mapping[Target, tuple[Estimate, Floats]],
    components: Mapping[Target, Mapping[str, tuple[Estimate, Floats]]],
    parity: Mapping[str, tuple[Estimate, Floats]],
) -> dict[str, Floats]:
    """Name the spreads as `Ratings.spread` does."""
    found = {f"score:{target}": spread for target, (_, spread) in score.items()}
    for target, figures in components.items():
        found |= {f"{target}:{code}": spread for code, (_, spread) in figures.items()}
    return found | {f"parity:{code}": spread for code, (_, spread) in parity.items()}
