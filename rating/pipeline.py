"""The main job: headcounts in, ratings and a ranking out. Reads like the method section of a paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rating.composite import MEASURES, Workforce, score, split
from rating.composite.measures import parity_with_catchment
from rating.errors import CannotRateError
from rating.inference import Estimate, completed_counts, fit_pooled_prior, process_shares
from rating.ranking import Ranks, band_probabilities, band_runs, inseparable, rank_draws

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from rating.composite import Framework, Scope, Strata
    from rating.data import Benchmark, Cube, Floats, Headcount
    from rating.inference import PooledPrior

#: As counted: the workforce as it is. As a process: what hiring and promoting here tends to produce.
Target = Literal["process", "counted"]

_COMPANIES_AT_ONCE = 256


@dataclass(frozen=True)
class Ratings:
    """The ratings of all companies of one period.

    Attributes
    ----------
    headcount, framework, benchmark
        What they were computed from; the framework carries the criteria used.
    reasons
        For each company why it has no score, "" where it has one, shape (C,).
    leaders
        Leaders of each company, shape (C,), NaN where unknown.
    rated
        Indices of the companies with a score, shape (R,).
    draws
        Joint draws of their scores as a process, shape (R, D).
    score
        Overall score under both targets, each shape (C,).
    components
        Pillars and indicators under both targets.
    parity
        Attribute code -> parity of the workforce as counted with the benchmark, for every attribute that
        has one, scored or not.
    priors
        (attribute code, stratum) -> what the peers tell.
    strata
        The split of the ladder the draws were made on.
    """

    headcount: Headcount
    framework: Framework
    benchmark: Benchmark | None
    reasons: tuple[str, ...]
    leaders: Floats
    rated: npt.NDArray[np.intp]
    draws: npt.NDArray[np.float32]
    score: Mapping[Target, Estimate]
    components: Mapping[Target, Mapping[str, Estimate]]
    parity: Mapping[str, Estimate]
    priors: Mapping[tuple[str, int], PooledPrior]
    strata: Strata


@dataclass(frozen=True)
class Ranking:
    """Where the rated companies of one period stand.

    Attributes
    ----------
    ranks
        None with too few companies for a ranking.
    bands
        First and last band of each company's run, shape (R, 2).
    band_probabilities
        Shape (R, bands).
    inseparable_count
        From how many others a company cannot be told apart, shape (R,).
    inseparable
        From which (indices into the rated companies), or None where they are too many to list.
    """

    ranks: Ranks | None
    bands: npt.NDArray[np.int64]
    band_probabilities: Floats
    inseparable_count: npt.NDArray[np.int64]
    inseparable: list[npt.NDArray[np.intp]] | None


def usable_criteria(headcounts: Sequence[Headcount], framework: Framework) -> tuple[str, ...]:
    """Return the framework's own criteria for which any of the headcounts has data, in its order."""
    there = {
        code for headcount in headcounts for code, cube in headcount.cubes.items() if cube.stated().any()
    }
    return tuple(code for code in framework.criteria if code in there)


def rate(
    headcount: Headcount,
    framework: Framework,
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    benchmark: Benchmark | None = None,
    on_company: Callable[[int], None] = lambda _done: None,
) -> Ratings:
    """Rate the companies of one period.

    Parameters
    ----------
    headcount
        The cube of counts.
    framework
        Restricted to the criteria to use (`Framework.restricted_to`).
    rng
        Source of randomness; the same seed gives the same ratings.
    draws
        How many joint draws carry the uncertainty.
    benchmark
        The population, where there is one.
    on_company
        Called with the number of companies done.

    Raises
    ------
    CannotRateError
        If no criterion of the framework has any data.
    """
    cubes = {code: headcount.cubes[code] for code in framework.criteria if code in headcount.cubes}
    if not cubes:
        raise CannotRateError(
            f"None of the criteria of {framework.full_name} has data in the period {headcount.period}."
        )
    strata = split(headcount.ladder, _scopes(framework))
    sources = {code: _Source(cube, headcount, strata, framework) for code, cube in cubes.items()}
    priors = {
        (code, stratum): fit_pooled_prior(source.counts[:, stratum])
        for code, source in sources.items()
        for stratum in range(len(strata.members))
    }
    shares = None if benchmark is None else benchmark.shares
    reasons = _reasons(headcount, framework)
    candidates = np.flatnonzero([not reason for reason in reasons])
    parts: dict[Target, list[_Chunk]] = {"process": [], "counted": []}
    for start in range(0, len(candidates), _COMPANIES_AT_ONCE):
        index = candidates[start : start + _COMPANIES_AT_ONCE]
        census = not any(source.unobserved[index].any() for source in sources.values())
        for target, done in parts.items():
            needed = 1 if census and target == "counted" else draws  # a census is what it is
            workforces = {
                code: source.workforce(
                    index,
                    target=target,
                    alphas=[priors[code, stratum].alpha for stratum in range(len(strata.members))],
                    draws=needed,
                    rng=rng,
                    benchmark=None if shares is None else shares.get(code),
                )
                for code, source in sources.items()
            }
            scored = score(framework, workforces)
            summary = {code: Estimate.of(points) for code, points in scored.components.items()}
            done.append((scored.overall.astype(np.float32), summary, Estimate.of(scored.overall)))
        on_company(start + len(index))
    estimates = {target: _whole(done, candidates, len(reasons)) for target, done in parts.items()}
    calculable = ~np.isnan(estimates["process"][0].value[candidates])
    settled = list(reasons)
    for company in candidates[~calculable]:
        settled[company] = _why_not_calculable(sources, company)
    overall = [block for block, _, _ in parts["process"]]
    none: npt.NDArray[np.float32] = np.empty((0, draws), dtype=np.float32)
    joint = np.concatenate([none, *overall])
    return Ratings(
        headcount=headcount,
        framework=framework,
        benchmark=benchmark,
        reasons=tuple(settled),
        leaders=headcount.leaders(),
        rated=candidates[calculable],
        draws=joint[calculable],
        score={target: overall_estimate for target, (overall_estimate, _) in estimates.items()},
        components={target: components for target, (_, components) in estimates.items()},
        parity={} if benchmark is None else _parities(headcount, framework, benchmark, draws, rng),
        priors=priors,
        strata=strata,
    )


def rank(ratings: Ratings) -> Ranking:
    """Rank the rated companies of one period against each other."""
    framework = ratings.framework
    probabilities = band_probabilities(ratings.draws, [band.lower for band in framework.bands])
    enough = len(ratings.rated) >= framework.minimum_companies
    counts, others = (
        inseparable(ratings.draws) if enough else (np.zeros(len(ratings.rated), dtype=np.int64), None)
    )
    return Ranking(
        ranks=rank_draws(ratings.draws) if enough else None,
        bands=band_runs(probabilities, framework.secure),
        band_probabilities=probabilities,
        inseparable_count=counts,
        inseparable=others,
    )


def _scopes(framework: Framework) -> list[Scope]:
    return [
        scope
        for pillar in framework.composition_pillars
        for indicator in pillar.indicators
        for scope in MEASURES[indicator.measure].scopes
    ]


def _reasons(headcount: Headcount, framework: Framework) -> tuple[str, ...]:
    """Return for each company why it cannot be rated whatever its counts are, "" where it may be."""
    leaders = headcount.leaders()
    reasons = []
    for company, n in zip(headcount.companies, leaders, strict=True):
        exclusion = headcount.exclusions.get(company.key)
        if exclusion:
            reasons.append(exclusion.code)
        elif not headcount.ladder.stated:
            reasons.append("no_levels")
        elif np.isnan(n):
            reasons.append("suppressed")
        elif n < framework.minimum_leaders:
            reasons.append("too_few_leaders")
        else:
            reasons.append("")
    return tuple(reasons)


class _Source:
    """One criterion's counts by stratum, with companies of too little coverage taken out."""

    def __init__(self, cube: Cube, headcount: Headcount, strata: Strata, framework: Framework) -> None:
        self.attribute = cube.attribute
        self.strata = strata
        self.whole = headcount.measure == "counts"
        self.counts = strata.gather(cube.counts)
        self.unobserved = strata.gather(cube.unobserved)
        self.suppressed: npt.NDArray[np.bool_] = np.asarray(np.isnan(self.counts).any(axis=(1, 2)))
        with np.errstate(invalid="ignore", divide="ignore"):
            seen = self.counts.sum(axis=2)
            coverage = seen / (seen + self.unobserved)
        empty = seen + self.unobserved == 0
        thin = ((coverage < framework.minimum_coverage) & ~empty).any(axis=1)
        self.counts[thin] = np.nan

    def workforce(
        self,
        index: npt.NDArray[np.intp],
        *,
        target: Target,
        alphas: list[Floats],
        draws: int,
        rng: np.random.Generator,
        benchmark: Floats | None,
    ) -> Workforce:
        """Draw the people of some companies, stratum by stratum, and put the scopes together."""
        counts, unobserved = self.counts[index], self.unobserved[index]
        people = []
        for stratum, alpha in enumerate(alphas):
            seen, missing = counts[:, stratum], unobserved[:, stratum]
            if target == "process":
                size = seen.sum(axis=1) + missing
                people.append(process_shares(seen, alpha, draws, rng) * size[:, None, None])
            else:
                people.append(completed_counts(seen, missing, alpha, draws, rng))
        stacked = np.stack(people)
        return Workforce(
            people={scope: stacked[member].sum(axis=0) for scope, member in self.strata.scopes.items()},
            seen={scope: counts[:, member].sum(axis=1) for scope, member in self.strata.scopes.items()},
            even_groups=self.attribute.even_groups,
            benchmark=benchmark,
            whole=self.whole and target == "counted",
        )


#: Draws of the score, components and score of some consecutive candidates.
_Chunk = tuple["npt.NDArray[np.float32]", dict[str, Estimate], Estimate]


def _whole(
    parts: list[_Chunk],
    candidates: npt.NDArray[np.intp],
    companies: int,
) -> tuple[Estimate, dict[str, Estimate]]:
    """Join the chunks and spread them over all companies, NaN for those that were no candidates."""

    def spread(estimate: Estimate) -> Estimate:
        arrays = []
        for values in (estimate.value, estimate.low, estimate.high):
            full = np.full(companies, np.nan)
            full[candidates] = values
            arrays.append(full)
        return Estimate(*arrays)

    if not parts:
        nothing = np.full(companies, np.nan)
        return Estimate(nothing, nothing, nothing), {}
    codes = parts[0][1]
    components = {code: spread(Estimate.joined([part[1][code] for part in parts])) for code in codes}
    return spread(Estimate.joined([part[2] for part in parts])), components


def _why_not_calculable(sources: Mapping[str, _Source], company: int) -> str:
    if any(source.suppressed[company] for source in sources.values()):
        return "suppressed"
    return "not_calculable"


def _parities(
    headcount: Headcount,
    framework: Framework,
    benchmark: Benchmark,
    draws: int,
    rng: np.random.Generator,
) -> dict[str, Estimate]:
    """Compare each workforce as counted with the population, attribute by attribute."""
    strata = split(headcount.ladder, ["workforce"])
    found = {}
    for code, shares in benchmark.shares.items():
        cube = headcount.cubes.get(code)
        if cube is None:
            continue
        source = _Source(cube, headcount, strata, framework)
        prior = fit_pooled_prior(source.counts[:, 0])
        everybody = np.arange(len(headcount.companies))
        workforce = source.workforce(
            everybody, target="counted", alphas=[prior.alpha], draws=draws, rng=rng, benchmark=shares
        )
        found[code] = Estimate.of(parity_with_catchment(workforce))
    return found
