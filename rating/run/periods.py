"""The main job, period by period: through the gate, rated, ranked, and into one document."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.disclosure import Policy
from rating.disclosure.headcounts import pass_headcount, possible_headcounts, public_form
from rating.documents import publish
from rating.errors import CannotRateError, RatingError
from rating.intake import Rejection
from rating.intake.joining import joined
from rating.pipeline import merge, rank, rate, usable_criteria
from rating.run.inputs import Outcome
from rating.run.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rating.composite import Framework
    from rating.data import Headcount
    from rating.disclosure import Publication, Released
    from rating.disclosure.headcounts import PassedHeadcount
    from rating.documents import Settings
    from rating.intake import Intake
    from rating.intake.joining import Join
    from rating.pipeline import Ranking, Ratings
    from rating.run.inputs import Inputs
    from rating.run.progress import Progress


#: Tells the random numbers of the choices that are tried from those of the ratings.
_CHOICES = 1


class _Part(NamedTuple):
    """Which of several ratings of the same companies is made."""

    number: int
    of: int
    companies: int


def rate_inputs(
    inputs: Inputs,
    rules: Framework,
    *,
    settings: Settings,
    chosen: bool = False,
    threads: int = 1,
    on_progress: Progress = silent,
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
        If the inputs hold nothing that the framework asks about, or cannot stand beside earlier releases.
    """
    intake = inputs.intake
    rules = _with_data(rules, intake, chosen=chosen)
    companies = sum(len(headcount.companies) for headcount in intake.headcounts)
    policy = Policy(intake.profile.already_public and not settings.protect, intake.profile.source)
    results: list[tuple[Released, Ratings, Ranking]] = []
    releases: dict[str, Publication] = {}
    kept_back: list[Rejection] = []
    before, since = 0, inputs.period_before
    for index, headcount in enumerate(intake.headcounts):
        counted = replace(policy, movement_since=since)
        passed = _through_the_gate(headcount, counted, (*inputs.earlier, *releases.values()))
        since = headcount.period
        released, supposed = _what_is_public(passed, headcount)
        if passed.publication is not None:
            releases[headcount.period] = passed.publication
        kept_back += _kept_back(passed, headcount, intake)
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
        own_rng = np.random.default_rng([settings.seed, *headcount.period.encode(), _CHOICES])
        results.append((released, merged, rank(merged, rng=own_rng, threads=threads)))
        on_progress("Ranking", index + 1, len(intake.headcounts))
    document = publish(intake, results, settings, financials=inputs.financials)
    small = [rejection for _, ratings, _ in results for rejection in _too_few_leaders(ratings, intake)]
    return Outcome(
        document, (*intake.rejections, *small, *kept_back), releases, tuple(_joins(inputs, results))
    )


def _joins(inputs: Inputs, results: Sequence[tuple[Released, Ratings, Ranking]]) -> Iterator[Join]:
    """Yield how the rated companies of the last period are found in every list of results."""
    financials = inputs.financials
    if financials is None:
        return
    ratings = results[-1][1]
    names = [ratings.headcount.companies[company].name for company in ratings.rated]
    for year in sorted(financials.margins):
        yield from joined(names, financials, year)


def _through_the_gate(
    headcount: Headcount, policy: Policy, earlier: Sequence[Publication]
) -> PassedHeadcount:
    """Release a period beside everything that was released before it."""
    own = replace(policy, reference_date=headcount.period, movements=headcount.movements)
    try:
        return pass_headcount(headcount, own, earlier)
    except RatingError as error:
        raise CannotRateError(
            f"{headcount.period} cannot stand beside the earlier releases. {error}"
        ) from error


def _what_is_public(passed: PassedHeadcount, headcount: Headcount) -> tuple[Released, tuple[Headcount, ...]]:
    """Return a release as it is shown, and what its ratings may be computed from: what is public anyway.

    Figures that are public as filed are rated as they are. Otherwise ratings follow from what is released, so
    that neither score nor rank tells anything more about anyone.
    """
    if passed.publication is None:
        return passed.released, (headcount,)
    return public_form(passed.released, headcount), possible_headcounts(passed.released, headcount)


def _kept_back(passed: PassedHeadcount, headcount: Headcount, intake: Intake) -> list[Rejection]:
    """List the companies whose earlier figures are shown, with what would change that."""
    found = []
    for blocked in passed.blocked:
        file, row = intake.places[headcount.period, blocked.unit[0]]
        code = f"kept_{blocked.reason}"
        kept = Rejection.for_reason(code, file=file, row=row, value=blocked.since)
        cure = f" Published together, these would do: {blocked.cure}." if blocked.cure else ""
        found.append(replace(kept, message=kept.message + cure))
    return found


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
