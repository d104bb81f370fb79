"""The worked example of the method page: a company that does not exist, computed by the real rules.

A real company would do only where all its counts are public. The example is the same for everybody and for
every edition of a framework, so a reader can follow it with a pocket calculator.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rating.composite import MEASURES, Workforce, score
from rating.documents import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rating.composite import Framework
    from rating.data import Attribute, Benchmark, Floats

#: People of the example: few enough to count on the fingers, enough for five groups.
_EXECUTIVES, _MANAGERS, _STAFF = 6, 14, 100
_DECIMALS = 4


def worked_example(
    framework: Framework, attributes: Mapping[str, Attribute], benchmark: Benchmark | None
) -> schema.Example | None:
    """Compute the example of a framework.

    Parameters
    ----------
    framework
        With the criteria to use.
    attributes
        Category lists by code.
    benchmark
        The population, where the framework compares with one.

    Returns
    -------
    Example or None
        None where the framework needs more than headcounts and a population for a score.
    """
    workforces = {
        code: _workforce(attributes[code], None if benchmark is None else benchmark.shares.get(code))
        for code in framework.criteria
    }
    scored = score(framework, workforces)
    overall = float(scored.overall[0, 0])
    if math.isnan(overall):
        return None
    steps = [
        schema.ExampleStep(
            pillar=pillar.code,
            indicator=indicator.code,
            attribute=code,
            leaders=_by_group(attributes[code], workforces[code].people["management"]),
            value=round(float(MEASURES[indicator.measure].compute(workforces[code])[0, 0]), _DECIMALS),
            points=round(float(scored.components[f"{indicator.code}.{code}"][0, 0]), _DECIMALS),
        )
        for pillar in framework.composition_pillars
        for indicator in pillar.indicators
        for code in pillar.applies_to(framework.criteria)
        if not math.isnan(scored.components[f"{indicator.code}.{code}"][0, 0])
    ]
    return schema.Example(
        leaders=_EXECUTIVES + _MANAGERS,
        staff=_STAFF,
        steps=steps,
        pillars={
            pillar.code: round(float(scored.components[pillar.code][0, 0]), _DECIMALS)
            for pillar in framework.composition_pillars
        },
        score=round(overall, _DECIMALS),
        band=next(band.code for band in framework.bands if overall >= band.lower),
    )


def _workforce(attribute: Attribute, population: Floats | None) -> Workforce:
    """Return the example's people: even among staff, and the less so the higher up."""
    executives = _spread(_EXECUTIVES, attribute, steepness=2)
    managers = _spread(_MANAGERS, attribute, steepness=1)
    staff = _spread(_STAFF, attribute, steepness=0)
    return Workforce.as_counted(
        {
            "management": (executives + managers)[None],
            "rest": staff[None],
            "upper": executives[None],
            "lower": staff[None],
            "workforce": (executives + managers + staff)[None],
        },
        even_groups=attribute.even_groups,
        benchmark=population,
    )


def _spread(people: int, attribute: Attribute, steepness: int) -> Floats:
    """Spread people over the groups that evenness is judged over, whole, by the largest remainders."""
    groups = attribute.even_groups
    weights = np.array([float((groups - position) ** steepness) for position in range(groups)])
    exact = people * weights / weights.sum()
    counts = np.floor(exact)
    for position in np.argsort(counts - exact, kind="stable")[: people - int(counts.sum())]:
        counts[position] += 1
    return np.asarray(np.pad(counts, (0, len(attribute.groups) - groups)))


def _by_group(attribute: Attribute, people: Floats) -> dict[str, int]:
    return {group: int(count) for group, count in zip(attribute.group_codes, people[0, 0], strict=True)}
