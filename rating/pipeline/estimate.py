"""Some companies through a framework: every figure with its interval, and draws of the score to rank by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from rating.composite import MEASURES, score
from rating.composite.measures import parity_with_catchment
from rating.inference import Estimate
from rating.inference.confidence import confidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from rating.composite import Framework, Peak
    from rating.data import Floats
    from rating.inference.confidence import Statistic
    from rating.inference.distribution import Confidence
    from rating.pipeline.results import Target
    from rating.pipeline.source import Index, Source

#: The code of the score among its components.
SCORE = ""
#: For so many draws of the score one sample is drawn at each position of a path: together about as many.
_DRAWS_OF_A_SAMPLE = 16
#: Companies: more at once need more memory and are no faster.
_AT_ONCE = 64


@dataclass(frozen=True)
class Estimated:
    """Figures of some companies: pillars and indicators by their code, the score as `SCORE`.

    Attributes
    ----------
    figures
        Under both targets.
    draws
        Of the score as a process, shape (companies, D), independent between companies.
    """

    figures: Mapping[Target, Mapping[str, Estimate]]
    draws: npt.NDArray[np.float32]


def estimate(
    framework: Framework,
    sources: Mapping[str, Source],
    index: Index,
    *,
    draws: int,
    rng: np.random.Generator,
) -> Estimated:
    """Estimate all figures of some companies.

    Parameters
    ----------
    framework
        With the criteria to use.
    sources
        One for each criterion that has data.
    index
        Which companies.
    draws
        How many of the score, D; the more, the less do the figures depend on the seed.
    rng
        Source of randomness.
    """
    samples = max(draws // _DRAWS_OF_A_SAMPLE, 1)
    process = _confidences(framework, sources, index, "process", samples=samples, rng=rng)
    joint = process[SCORE].draws(draws).astype(np.float32)
    figures: dict[Target, dict[str, Estimate]] = {
        "process": {code: found.estimate() for code, found in process.items()},
        "counted": _as_counted(framework, sources, index, samples, rng),
    }
    return Estimated(figures, rng.permuted(joint, axis=1))


def estimate_parity(source: Source, index: Index, rng: np.random.Generator) -> Estimate:
    """Compare the workforces of some companies, as counted, with the population."""
    found = Estimate.point(parity_with_catchment(source.census(index))[:, 0])
    uncertain = np.flatnonzero(source.is_open(index))
    for place in chunks(uncertain):
        some = index[place]
        figures = partial(_parity, source, some)
        supposed = source.suppose(some, "counted", ("population",))
        found.put(place, confidence(supposed, figures, rng)[SCORE].estimate())
    return found


def _parity(source: Source, index: Index, people: Sequence[Floats]) -> dict[str, Floats]:
    return {SCORE: parity_with_catchment(source.workforce(index, people, "counted"))}


def chunks(index: Index) -> list[Index]:
    """Split companies into runs that are looked at together."""
    return [index[start : start + _AT_ONCE] for start in range(0, len(index), _AT_ONCE)]


def _as_counted(
    framework: Framework, sources: Mapping[str, Source], index: Index, samples: int, rng: np.random.Generator
) -> dict[str, Estimate]:
    """Estimate the workforces as they are: a census is a point, whoever was not seen leaves a range."""
    census = score(framework, {code: source.census(index) for code, source in sources.items()})
    points = {**census.components, SCORE: census.overall}
    found = {code: Estimate.point(point[:, 0]) for code, point in points.items()}
    uncertain = np.any([source.is_open(index) for source in sources.values()], axis=0)
    if uncertain.any():
        some = _confidences(framework, sources, index[uncertain], "counted", samples=samples, rng=rng)
        for code, distribution in some.items():
            found[code].put(uncertain, distribution.estimate())
    if len(sources) > 1:
        thin = np.any([source.is_too_thin(index) for source in sources.values()], axis=0)
        for code in _joined(framework):
            found[code].put(thin, Estimate.point(np.full(int(thin.sum()), np.nan)))
    return found


def _confidences(
    framework: Framework,
    sources: Mapping[str, Source],
    index: Index,
    target: Target,
    *,
    samples: int,
    rng: np.random.Generator,
) -> dict[str, Confidence]:
    """Return the distribution of every figure.

    Indicators are looked at along paths of their own attribute, pillars and score along paths of all
    attributes together: a path that is led by one attribute leaves too little of another to be seen.
    """
    peaks = _peaks(framework, sources)
    supposed = {code: source.suppose(index, target, peaks) for code, source in sources.items()}
    if len(sources) == 1:
        figures = _figures(framework, sources, index, target, None)
        return confidence(list(chain(*supposed.values())), figures, rng, samples)
    found: dict[str, Confidence] = {}
    for code, source in sources.items():
        own = _figures(framework, {code: source}, index, target, _indicators(framework, code))
        found |= confidence(supposed[code], own, rng, samples)
    together = _figures(framework, sources, index, target, _joined(framework))
    return found | confidence(list(chain(*supposed.values())), together, rng, samples)


def _figures(
    framework: Framework,
    sources: Mapping[str, Source],
    index: Index,
    target: Target,
    wanted: Sequence[str] | None,
) -> Statistic:
    """Return the function from people by stratum, one criterion after the other, to the figures wanted."""

    def figures(people: Sequence[Floats]) -> dict[str, Floats]:
        parts = iter(people)
        workforces = {
            code: source.workforce(index, [next(parts) for _ in source.priors], target)
            for code, source in sources.items()
        }
        scored = score(framework, workforces)
        everything = {**scored.components, SCORE: scored.overall}
        return everything if wanted is None else {code: everything[code] for code in wanted}

    return figures


def _joined(framework: Framework) -> list[str]:
    """Return the figures that join several criteria."""
    return [*(pillar.code for pillar in framework.composition_pillars), SCORE]


def _indicators(framework: Framework, attribute: str) -> list[str]:
    return [
        f"{indicator.code}.{attribute}"
        for pillar in framework.composition_pillars
        if attribute in pillar.applies_to(framework.criteria)
        for indicator in pillar.indicators
    ]


def _peaks(framework: Framework, sources: Mapping[str, Source]) -> tuple[Peak, ...]:
    """Return where the framework's measures are highest, each once."""
    peaks = dict.fromkeys(
        MEASURES[indicator.measure].peak
        for pillar in framework.composition_pillars
        for indicator in pillar.indicators
    )
    known = any(source.benchmark is not None for source in sources.values())
    return tuple(peak for peak in peaks if known or peak != "population") or ("even",)
