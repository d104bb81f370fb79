"""The main job as a function: files in, one document out. The command line only adds words and files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol, Required, TypedDict

import numpy as np

from rating.composite import load_framework
from rating.disclosure import Policy
from rating.disclosure.headcounts import possible_headcounts, public_form, release_headcount
from rating.documents import Settings, publish
from rating.errors import CannotRateError
from rating.intake import Rejection, load_profile, read_headcounts
from rating.intake.benchmarks import read_benchmark
from rating.intake.financials import load_financial_profile, read_financials
from rating.pipeline import merge, rank, rate, usable_criteria

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rating.composite import Framework
    from rating.data import Benchmark, Headcount
    from rating.disclosure import Released
    from rating.documents import RatingsDocument
    from rating.intake import Intake
    from rating.intake.financials import Financials
    from rating.pipeline import Ranking, Ratings


class _Part(NamedTuple):
    """Which of several ratings of the same companies is made."""

    number: int
    of: int
    companies: int


class Progress(Protocol):
    """Told how far a stage of the job has come."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` steps of a stage are done."""


def _silent(stage: str, done: int, total: int) -> None:
    """Take no note."""


class Options(TypedDict, total=False):
    """The options of `rate_files`, for callers that hand them on."""

    profile: Required[str]
    framework: Required[str]
    criteria: Sequence[str]
    benchmark: Path | None
    performance: Path | None
    performance_profile: str | None
    area: str
    draws: int
    seed: int
    notice: str | None
    protect: bool


@dataclass(frozen=True)
class Inputs:
    """What a rating is computed from, wherever it was read.

    Attributes
    ----------
    intake
        Headcounts, one a period.
    benchmark
        Population to compare with.
    financials
        Results to set beside the scores.
    """

    intake: Intake
    benchmark: Benchmark | None = None
    financials: Financials | None = None


@dataclass(frozen=True)
class Outcome:
    """What the main job gives back.

    Attributes
    ----------
    document
        What may be published.
    rejections
        Entries that a rule kept out, for the sender.
    """

    document: RatingsDocument
    rejections: tuple[Rejection, ...]


def rate_files(
    paths: Sequence[Path],
    *,
    profile: str,
    framework: str,
    criteria: Sequence[str] = (),
    benchmark: Path | None = None,
    performance: Path | None = None,
    performance_profile: str | None = None,
    area: str = "",
    draws: int = 1000,
    seed: int = 1,
    product: str = "diversity-platform",
    notice: str | None = None,
    protect: bool = False,
    threads: int = 1,
    on_progress: Progress = _silent,
) -> Outcome:
    """Read headcounts, rate and rank the companies of each period, and build the published document.

    Parameters
    ----------
    paths
        Files of one source: several are several periods or parts.
    profile, framework
        Names: how the source writes headcounts, and the rules of the rating.
    criteria
        Attributes to use; empty for those of the framework that have data.
    benchmark
        Population data to compare with.
    performance, performance_profile
        Financial years to set beside the scores, and how their source writes them.
    area
        Keep the companies of one area only.
    draws, seed
        Of the uncertainty: the same seed gives the same document.
    product, notice
        For the record, and for the head of every page.
    protect
        The files are not public, although the profile's source usually is: withhold figures about few
        people. (The other way round does not exist.)
    threads
        How many to work on; the document does not depend on it.
    on_progress
        Told how far the job is.

    Raises
    ------
    InputRefusedError
        If a file is faulty; nothing was computed.
    UnknownNameError
        If a profile, framework or criterion does not exist.
    CannotRateError
        If the files hold nothing that the framework asks about.
    """
    how = load_profile(profile)
    rules = load_framework(framework)
    if criteria:
        rules = rules.restricted_to(criteria)
    finance = None if performance is None else load_financial_profile(performance_profile or "canonical")
    steps = len(paths) + (benchmark is not None) + (performance is not None)
    on_progress("Reading", 0, steps)
    intake = read_headcounts(
        paths, how, area=area.strip(), on_file=lambda done: on_progress("Reading", done, steps)
    )
    population = None if benchmark is None else read_benchmark(benchmark, how)
    financials = None if performance is None or finance is None else read_financials(performance, finance)
    on_progress("Reading", steps, steps)
    for headcount in intake.headcounts if financials is not None else ():
        if financials is not None and financials.year_after(headcount.period) is None:
            raise CannotRateError(
                f"{financials.file}: the period '{headcount.period}' names no year, so no results can be set "
                "beside it. Name periods by their year, or leave --performance out."
            )
    return rate_inputs(
        Inputs(intake, population, financials),
        rules,
        chosen=bool(criteria),
        settings=Settings(draws=draws, seed=seed, product=product, notice=notice, protect=protect),
        threads=threads,
        on_progress=on_progress,
    )


def rate_inputs(
    inputs: Inputs,
    rules: Framework,
    *,
    settings: Settings,
    chosen: bool = False,
    threads: int = 1,
    on_progress: Progress = _silent,
) -> Outcome:
    """Rate and rank the companies of each period, and build the published document.

    Parameters
    ----------
    inputs
        What was read.
    rules
        The framework.
    settings
        Of the uncertainty, and for the record.
    chosen
        Whether somebody chose the criteria of the framework: then all of them must have data.
    threads
        How many to work on.
    on_progress
        Told how far the job is.

    Raises
    ------
    CannotRateError
        If the inputs hold nothing that the framework asks about.
    """
    intake = inputs.intake
    rules = _with_data(rules, intake, chosen=chosen)
    companies = sum(len(headcount.companies) for headcount in intake.headcounts)
    policy = Policy(intake.profile.already_public and not settings.protect, intake.profile.source)
    results: list[tuple[Released, Ratings, Ranking]] = []
    before = 0
    for index, headcount in enumerate(intake.headcounts):
        released, supposed = _through_the_gate(headcount, policy)
        parts = []
        for number, own in enumerate(supposed):
            ratings = rate(
                own,
                rules,
                rng=np.random.default_rng([settings.seed, *headcount.period.encode()]),
                draws=settings.draws,
                benchmark=inputs.benchmark,
                threads=threads,
                on_company=partial(
                    _on_company,
                    on_progress,
                    companies,
                    before,
                    _Part(number, len(supposed), len(own.companies)),
                ),
            )
            parts.append(ratings)
        before += len(headcount.companies)
        on_progress("Rating", before, companies)
        merged = merge(parts)
        results.append((released, merged, rank(merged)))
        on_progress("Ranking", index + 1, len(intake.headcounts))
    document = publish(intake, results, settings, financials=inputs.financials)
    small = [rejection for _, ratings, _ in results for rejection in _too_few_leaders(ratings, intake)]
    return Outcome(document, (*intake.rejections, *small))


def _through_the_gate(headcount: Headcount, policy: Policy) -> tuple[Released, tuple[Headcount, ...]]:
    """Release a period, and return what its ratings may be computed from: what is public anyway.

    Figures that are public as filed are rated as they are. Otherwise ratings follow from what is released, so
    that neither score nor rank tells anything more about anyone.
    """
    released = release_headcount(headcount, policy)
    if policy.already_public:
        return released, (headcount,)
    return public_form(released, headcount), possible_headcounts(released, headcount)


def _on_company(on_progress: Progress, companies: int, before: int, part: _Part, done: int) -> None:
    on_progress("Rating", before + (part.number * part.companies + done) // part.of, companies)


def _with_data(rules: Framework, intake: Intake, *, chosen: bool) -> Framework:
    """Restrict a framework to the criteria that have data; refuse chosen ones that have none."""
    there = usable_criteria(intake.headcounts, rules)
    lacking = [code for code in rules.criteria if code not in there]
    if not there or (chosen and lacking):
        known = sorted(
            {
                code
                for headcount in intake.headcounts
                for code, cube in headcount.cubes.items()
                if cube.stated().any()
            }
        )
        held = f"They hold counts of: {', '.join(known)}." if known else "They hold no counts at all."
        files = ", ".join(file.name for file in intake.files)
        raise CannotRateError(f"{files}: nothing is counted about {', '.join(lacking)}. {held}")
    return rules.restricted_to(there)


def _too_few_leaders(ratings: Ratings, intake: Intake) -> list[Rejection]:
    """List the companies that are too small, without their number of leaders: it may be one person."""
    found = []
    for company, reason in zip(ratings.headcount.companies, ratings.reasons, strict=True):
        if reason in {"too_few_leaders", "leaders_withheld"}:
            file, row = intake.places[ratings.headcount.period, company.key]
            found.append(Rejection.for_reason(reason, file=file, row=row))
    return found
