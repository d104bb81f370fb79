"""The main job on files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

from rating.composite import load_framework
from rating.documents import Settings
from rating.errors import CannotRateError
from rating.intake import load_profile, read_headcounts
from rating.intake.benchmarks import read_benchmark
from rating.intake.financials import load_financial_profile, read_financials
from rating.intake.publications import read_publication
from rating.run.inputs import Inputs
from rating.run.periods import rate_inputs
from rating.run.progress import silent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rating.run.inputs import Outcome
    from rating.run.progress import Progress


class Options(TypedDict, total=False):
    """The options of `rate_files`, for callers that hand them on."""

    profile: Required[str]
    framework: Required[str]
    criteria: Sequence[str]
    benchmark: Path | None
    performance: Sequence[Path]
    performance_profile: str | None
    area: str
    earlier: Sequence[Path]
    draws: int
    seed: int
    notice: str | None
    protect: bool


def rate_files(
    paths: Sequence[Path],
    *,
    profile: str,
    framework: str,
    criteria: Sequence[str] = (),
    benchmark: Path | None = None,
    performance: Sequence[Path] = (),
    performance_profile: str | None = None,
    area: str = "",
    earlier: Sequence[Path] = (),
    draws: int = 1000,
    seed: int = 1,
    product: str = "diversity-platform",
    notice: str | None = None,
    protect: bool = False,
    threads: int = 1,
    on_progress: Progress = silent,
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
    earlier
        Releases that readers have of the same companies, of earlier periods or of the same ones; see
        `Outcome.releases`.
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
        If the files hold nothing that the framework asks about, or earlier releases cannot be regarded.
    """
    how = load_profile(profile)
    rules = load_framework(framework)
    if criteria:
        rules = rules.restricted_to(criteria)
    if earlier and how.already_public and not protect:
        raise CannotRateError(
            f"Figures of the profile '{how.name}' are public as filed, so earlier releases are not regarded. "
            "Leave --earlier out, or say with --protect that these are not public."
        )
    finance = load_financial_profile(performance_profile or "canonical")
    released = tuple(read_publication(path) for path in earlier)
    steps = len(paths) + (benchmark is not None) + len(performance)
    on_progress("Reading", 0, steps)
    intake = read_headcounts(
        paths, how, area=area.strip(), on_file=lambda done: on_progress("Reading", done, steps)
    )
    population = None if benchmark is None else read_benchmark(benchmark, how)
    financials = read_financials(performance, finance) if performance else None
    on_progress("Reading", steps, steps)
    for headcount in intake.headcounts if financials is not None else ():
        if financials is not None and financials.year_after(headcount.period) is None:
            raise CannotRateError(
                f"{performance[0].name}: the period '{headcount.period}' names no year, so no results can be "
                "set beside it. Name periods by their year, or leave --performance out."
            )
    return rate_inputs(
        Inputs(intake, population, financials, released),
        rules,
        chosen=bool(criteria),
        settings=Settings(draws=draws, seed=seed, product=product, notice=notice, protect=protect),
        threads=threads,
        on_progress=on_progress,
    )
