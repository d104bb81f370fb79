"""One chunk of companies through a framework: measures, goalposts, pillars, overall score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.composite.aggregate import AGGREGATIONS
from rating.composite.measures import MEASURES
from rating.composite.normalise import goalposts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rating.composite.framework import Framework, Pillar
    from rating.composite.measures import Workforce
    from rating.data import Floats


@dataclass(frozen=True)
class Scored:
    """Scores of some companies over some draws.

    Attributes
    ----------
    overall
        Shape (companies, draws); NaN where the framework's rules on missing data forbid a score.
    components
        Code -> points, shape (companies, draws): pillars by their code, indicators as
        ``indicator.attribute``.
    weight_present
        Part of the indicator weight of the composition rating that is there, shape (companies,), 0 ... 1.
    """

    overall: Floats
    components: dict[str, Floats]
    weight_present: Floats


def score(framework: Framework, workforces: Mapping[str, Workforce]) -> Scored:
    """Score companies.

    Parameters
    ----------
    framework
        With the criteria to use.
    workforces
        One for each criterion that has data; arrays of C companies and D draws.

    Returns
    -------
    Scored
        The composition rating: full ratings need a survey and practices, which headcounts do not hold.
    """
    components: dict[str, Floats] = {}
    values, weights, present = [], [], []
    for pillar in framework.composition_pillars:
        points, share = _pillar(framework, pillar, workforces, components)
        components[pillar.code] = points
        values.append(points)
        weights.append(pillar.weight)
        present.append(share)
    weight = np.array(weights)
    weight_present = np.asarray(np.einsum("p,pc->c", weight, np.array(present)) / weight.sum())
    pillars = np.array(values)
    overall = AGGREGATIONS[framework.aggregation].mean(pillars, weight)
    whole = ~np.isnan(pillars).any(axis=0)  # a score without one of its pillars is another score
    enough = (weight_present >= framework.minimum_weight)[:, None]
    overall = np.where(enough & whole, overall, np.nan)
    return Scored(overall, components, weight_present)


def _pillar(
    framework: Framework,
    pillar: Pillar,
    workforces: Mapping[str, Workforce],
    components: dict[str, Floats],
) -> tuple[Floats, Floats]:
    """Return the pillar's points (companies, draws) and the part of its weight present (companies,)."""
    shape = next(iter(next(iter(workforces.values())).people.values())).shape[:2]
    parts, weights = [], []
    for indicator in pillar.indicators:
        for code in pillar.applies_to(framework.criteria):
            points = np.full(shape, np.nan)
            if code in workforces:
                measured = MEASURES[indicator.measure].compute(workforces[code])
                points = goalposts(
                    measured,
                    indicator.low,
                    indicator.high,
                    floor=framework.scale.floor,
                    cap=framework.scale.cap,
                )
            components[f"{indicator.code}.{code}"] = points
            parts.append(points)
            weights.append(indicator.weight)
    if not parts:
        return np.full(shape, np.nan), np.zeros(shape[0])
    stacked, weight = np.array(parts), np.array(weights)
    there = ~np.isnan(stacked).any(axis=-1)
    share = np.einsum("i,ic->c", weight, there) / weight.sum()
    join = AGGREGATIONS[framework.pillar_aggregation].mean
    points = join(np.where(there[..., None], stacked, np.nan), weight)
    enough = share >= framework.minimum_pillar_weight
    return np.where(enough[:, None], points, np.nan), share
