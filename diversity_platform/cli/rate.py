"""`diversity-platform rate`: headcounts in, an honest ranking out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from diversity_platform import __version__
from diversity_platform.cli import output
from diversity_platform.cli.report.site import write_report
from diversity_platform.cli.words import progress_bars, refusing_clearly
from rating.composite import framework_names
from rating.intake import profile_names
from rating.intake.financials import financial_profile_names
from rating.run import rate_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.run import Options, Outcome

_PATH = click.Path(path_type=Path)
#: More have nothing to do while a chunk of companies waits for the interpreter.
_MOST_THREADS = 4


def _criteria(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in (value or "").split(",") if part.strip()))


@click.command("rate")
@click.argument("files", nargs=-1, required=True, type=_PATH, metavar="FILE [FILE ...]")
@click.option("--profile", required=True, type=click.Choice(profile_names()), help="How the source writes.")
@click.option("--framework", required=True, type=click.Choice(framework_names()), help="The rules.")
@click.option("--criteria", callback=_criteria, help="Attributes to use, for example gender,origin.")
@click.option("--benchmark", type=_PATH, help="Population to compare with: a table or a census area.")
@click.option(
    "--performance",
    multiple=True,
    type=_PATH,
    help="Financial years to set beside the scores; once for each list. That of the year after is used.",
)
@click.option(
    "--performance-profile", type=click.Choice(financial_profile_names()), help="How they are written."
)
@click.option("--area", default="", help="Rate the companies of one area only, for example LS.")
@click.option(
    "--earlier",
    multiple=True,
    type=_PATH,
    help="A release that readers have of the same companies (released/*.json of an earlier run).",
)
@click.option(
    "--draws", default=1000, show_default=True, type=click.IntRange(100, 20_000), help="Draws of the score."
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the draws.")
@click.option(
    "--protect", is_flag=True, help="These files are not public: withhold figures about few people."
)
@click.option("--no-report", is_flag=True, help="Write tables only, no pages.")
@click.option("--out", required=True, type=_PATH, help="Folder to write to.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as JSON, without a progress bar.")
def command(
    *, files: tuple[Path, ...], out: Path, no_report: bool, as_json: bool, **options: Unpack[Options]
) -> None:
    """Rate and rank the companies of FILE (CSV, gzip or XLSX); several files are periods or parts.

    Writes ratings.csv, ratings.json, rejected.csv, for figures that are not public released/ with the counts
    behind the ratings as they may be published, and, unless --no-report, index.html with a page for each
    company. Exit status 2: the input is faulty, nothing was written.
    """
    if options.get("performance_profile") and not options.get("performance"):
        raise click.UsageError("--performance-profile needs --performance FILE.")
    with refusing_clearly(as_json=as_json):
        outcome = run(files, out, report=not no_report, quiet=as_json, **options)
    click.echo(output.summary(outcome, out) if as_json else told(outcome, out))


def run(
    files: Sequence[Path], out: Path, *, report: bool, quiet: bool, **options: Unpack[Options]
) -> Outcome:
    """Do the main job and write its results; see `rating.run.rate_files` for the options."""
    output.refuse_unusable(out)
    with progress_bars(quiet=quiet) as on_progress:
        product = f"diversity-platform {__version__}"
        threads = min(os.cpu_count() or 1, _MOST_THREADS)
        outcome = rate_files(files, product=product, threads=threads, on_progress=on_progress, **options)
        with output.filling(out) as folder:
            output.write_tables(outcome, folder)
            if report:
                write_report(outcome.document, folder, on_page=on_progress)
    return outcome


def told(outcome: Outcome, out: Path) -> str:
    """Say in a few lines what was done and where to look."""
    document = outcome.document
    lines = [f"{document.framework.name} on {document.source.title}"]
    for period in document.periods:
        listed = period.companies - period.rated
        lines.append(
            f"  {period.period}: {period.companies:,} companies, {period.ranked:,} ranked"
            + (f", {period.rated:,} rated" if period.ranked != period.rated else "")
            + (f", {listed:,} listed without a score" if listed else "")
        )
        if period.performance:
            lines.append(f"  Beside {period.performance.outcome}s: {period.performance.sentence}")
    lines += [f"  Noticed: {note}" for note in document.source.notes]
    if outcome.rejections:
        lines.append(f"  {len(outcome.rejections):,} entries kept out by a rule: see {out / 'rejected.csv'}")
    first = out / "index.html" if (out / "index.html").exists() else out / "ratings.csv"
    lines.append(f"Look at: {first}")
    return "\n".join(lines)
