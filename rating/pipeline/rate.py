"""The main job: headcounts in, ratings and a ranking out. Reads like the method section of a paper."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rating.composite import split
from rating.errors import CannotRateError
from rating.inference import Estimate
from rating.pipeline.estimate import SCORE, chunks, estimate, estimate_parity
from rating.pipeline.results import TARGETS, Ratings
from rating.pipeline.source import Source, sources_of, strata_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from rating.composite import Framework
    from rating.data import Benchmark, Floats, Headcount
    from rating.pipeline.estimate import Estimated
    from rating.pipeline.results import Target
    from rating.pipeline.source import Index


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
    threads: int = 1,
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
        How many draws of the score carry its uncertainty into bands and ranks.
    benchmark
        The population, where there is one.
    threads
        How many to work on; the ratings do not depend on it.
    on_company
        Called with the number of companies done.

    Raises
    ------
    CannotRateError
        If no criterion of the framework has any data.
    """
    sources = sources_of(headcount, framework, benchmark)
    if not sources:
        raise CannotRateError(
            f"None of the criteria of {framework.full_name} has data in the period {headcount.period}."
        )
    shares: Mapping[str, Floats] = {} if benchmark is None else benchmark.shares
    reasons = _reasons(headcount, framework)
    candidates = np.flatnonzero([not reason for reason in reasons])
    parts = _in_chunks(framework, sources, candidates, draws=draws, rng=rng, threads=threads, tell=on_company)
    figures = {target: _spread(parts, target, candidates, len(reasons)) for target in TARGETS}
    score = {target: found.pop(SCORE) for target, found in figures.items()}
    calculable = ~np.isnan(score["process"].value[candidates])
    settled = list(reasons)
    for company in candidates[~calculable]:
        settled[company] = _why_not_calculable(sources, company)
    nobody: npt.NDArray[np.float32] = np.empty((0, draws), dtype=np.float32)
    return Ratings(
        headcount=headcount,
        framework=framework,
        benchmark=benchmark,
        reasons=tuple(settled),
        leaders=headcount.leaders(),
        rated=candidates[calculable],
        draws=np.concatenate([nobody, *(part.draws for part in parts)])[calculable],
        score=score,
        components=figures,
        parity=_parities(headcount, framework, shares, rng),
        priors={
            (code, stratum): prior
            for code, source in sources.items()
            for stratum, prior in enumerate(source.priors)
        },
        strata=strata_of(headcount, framework),
    )


def _in_chunks(
    framework: Framework,
    sources: Mapping[str, Source],
    candidates: Index,
    *,
    draws: int,
    rng: np.random.Generator,
    threads: int,
    tell: Callable[[int], None],
) -> list[Estimated]:
    """Estimate companies chunk by chunk, each with random numbers of its own, whatever thread works on it."""
    pieces = chunks(candidates)
    work = partial(estimate, framework, sources, draws=draws)
    done = 0
    parts = []
    with ThreadPoolExecutor(threads) as pool:
        jobs = [
            pool.submit(work, piece, rng=own)
            for piece, own in zip(pieces, rng.spawn(len(pieces)), strict=True)
        ]
        try:
            for piece, job in zip(pieces, jobs, strict=True):
                parts.append(job.result())
                done += len(piece)
                tell(done)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # nobody waits for what nobody wants any more
            raise
    return parts


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


def _spread(
    parts: Sequence[Estimated], target: Target, candidates: Index, companies: int
) -> dict[str, Estimate]:
    """Join the chunks and spread them over all companies, NaN for those that were no candidates."""
    by_chunk = [part.figures[target] for part in parts]
    found = {SCORE: Estimate.point(np.full(companies, np.nan))}
    for code in by_chunk[0] if by_chunk else ():
        found[code] = Estimate.point(np.full(companies, np.nan))
        found[code].put(candidates, Estimate.joined([figures[code] for figures in by_chunk]))
    return found


def _why_not_calculable(sources: Mapping[str, Source], company: int) -> str:
    if any(source.suppressed[company] for source in sources.values()):
        return "suppressed"
    return "not_calculable"


def _parities(
    headcount: Headcount, framework: Framework, shares: Mapping[str, Floats], rng: np.random.Generator
) -> dict[str, Estimate]:
    """Compare each workforce as counted with the population, attribute by attribute."""
    strata = split(headcount.ladder, ["workforce"])
    found = {}
    for code, benchmark in shares.items():
        cube = headcount.cubes.get(code)
        if cube is None:
            continue
        source = Source(cube, headcount, strata, framework, benchmark)
        found[code] = estimate_parity(source, np.arange(len(headcount.companies)), rng)
    return found
