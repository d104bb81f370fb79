"""`diversity-platform match`: start-ups and offers in, recommendations with their reasons out."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

import click

from connector.documents.rows import (
    EXPOSURE_COLUMNS,
    RECOMMENDATION_COLUMNS,
    UNMET_COLUMNS,
    exposure_rows,
    recommendation_rows,
    unmet_rows,
)
from connector.documents.schema import SCHEMA, FurtherInput
from connector.intake import profile_names
from connector.intake.cells import code
from connector.run import match_files
from connector.words import languages, say
from diversity_platform import __version__
from diversity_platform.cli import output
from diversity_platform.cli.match_report.site import write_report
from diversity_platform.cli.words import progress_bars, refusing_clearly
from diversity_platform.matches.gate import DisclosureGate
from rating.disclosure import Policy
from rating.errors import InputRefusedError, RatingError
from rating.intake.publications import read_publication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from connector.documents import MatchDocument
    from connector.documents.schema import Input, RankerPart
    from connector.run import Options
    from rating.disclosure import Publication

F = TypeVar("F", bound="Callable[..., None]")

#: Fields that are named of those to ask for.
_NAMED = 5
_PATH = click.Path(path_type=Path)
#: What matching writes.
MATCHES = output.Results(
    (
        "recommendations.csv",
        "unmet_needs.csv",
        "exposure.csv",
        "match.json",
        "released",
        "index.html",
        "report",
    ),
    "match.json",
    SCHEMA,
)


def _choice(name: str, among: Sequence[str], default: str, told: str) -> Callable[[F], F]:
    """Return an option that takes one of some words."""
    return click.option(name, type=click.Choice(among), default=default, show_default=True, help=told)


@click.command("match")
@click.argument("startups", type=_PATH, metavar="STARTUPS")
@click.argument("offers", type=_PATH, metavar="OFFERS")
@_choice("--policy", ("best_fit", "serve_most", "balance"), "balance", "Who gets the places that many want.")
@_choice("--startups-profile", profile_names("startups"), "canonical", "How the source of STARTUPS writes.")
@_choice("--offers-profile", profile_names("offers"), "canonical", "How the source of OFFERS writes.")
@click.option(
    "--today",
    type=click.DateTime(("%Y-%m-%d",)),
    help="The day of matching, for dates and ages; by default this day.",
)
@click.option(
    "--asks", default=3, show_default=True, type=click.IntRange(1, 50), help="Introductions a start-up now."
)
@click.option(
    "--length", default=10, show_default=True, type=click.IntRange(1, 50), help="Offers shown to a start-up."
)
@_choice("--language", languages(), "en", "Of reasons and pages.")
@click.option("--overrides", type=_PATH, help="Introductions that an organiser decided on (CSV or JSON).")
@click.option(
    "--ranker", type=_PATH, help="A learned ranker (JSON of connector.Learned.to_json) in place of weights."
)
@click.option(
    "--introductions",
    type=_PATH,
    help="Earlier introductions and their answers, for the exposure audit (CSV or JSON).",
)
@click.option(
    "--groups",
    "attributes",
    multiple=True,
    callback=lambda _context, _parameter, entries: named_groups(entries),
    help="Groups that the call names for the audit, such as 'origin:eu|elsewhere'; once for each attribute.",
)
@click.option(
    "--earlier",
    multiple=True,
    type=_PATH,
    help="A release that readers have of the same start-ups (released/*.json of an earlier run).",
)
@click.option("--no-report", is_flag=True, help="Write tables only, no pages.")
@click.option("--out", required=True, type=_PATH, help="Folder to write to.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as JSON, without a progress bar.")
def command(
    *,
    startups: Path,
    offers: Path,
    today: datetime | None,
    earlier: tuple[Path, ...],
    out: Path,
    no_report: bool,
    as_json: bool,
    **options: Unpack[Options],
) -> None:
    """Match the start-ups of STARTUPS with the connectors, funders and services of OFFERS (CSV or JSON).

    Writes recommendations.csv, unmet_needs.csv, exposure.csv, match.json and, unless --no-report, index.html
    with a page for each start-up; where owners declared groups for the audit also released/ with the counts
    behind it as they may be published. --overrides are introductions that an organiser decided on, --ranker
    scores in place of the declared weights if it beat them, --introductions lets the audit tell who was
    accepted and how long groups wait that --groups names. Programmes that are closed or full are filtered and
    counted. A table to fill in: diversity-platform template startups. Exit status 2: the input is faulty,
    nothing was written.
    """
    day = (today or datetime.now(UTC).astimezone()).date()
    with refusing_clearly(as_json=as_json):
        document = run(
            startups,
            offers,
            out,
            today=day,
            earlier=earlier,
            report=not no_report,
            quiet=as_json,
            **options,
        )
    click.echo(summary(document, out) if as_json else told(document, out))


def named_groups(entries: Sequence[str]) -> dict[str, list[str]] | None:
    """Return attribute -> groups of a call, None where it names none.

    Raises
    ------
    click.BadParameter
        If an entry names no attribute, no group, or something that is no code.
    """
    found: dict[str, list[str]] = {}
    for entry in entries:
        attribute, _, groups = entry.partition(":")
        told = "Write attribute:group|group, such as origin:eu|elsewhere."
        if not (attribute.strip() and groups.strip()) or set(groups) & set(",;:/"):
            raise click.BadParameter(f"'{entry}' names no groups of an attribute, parted by '|'. {told}")
        try:
            named = [code(group) for group in groups.split("|")]
            found.setdefault(code(attribute), []).extend(named)
        except ValueError as error:
            raise click.BadParameter(f"{error} {told}") from error
    return {attribute: list(dict.fromkeys(named)) for attribute, named in found.items()} or None


def run(
    startups: Path,
    offers: Path,
    out: Path,
    *,
    today: date,
    earlier: Sequence[Path],
    report: bool,
    quiet: bool,
    **options: Unpack[Options],
) -> MatchDocument:
    """Match and write the results; see `connector.run.match_files` for the options.

    Raises
    ------
    InputRefusedError
        If the folder cannot be used, more is asked than shown, or earlier releases do not let the counts of
        the audit out.
    """
    output.refuse_unusable(out, MATCHES)
    _refuse_more_asked_than_shown(options.get("asks", 1), options.get("length", 1))
    policy = Policy(source=startups.name, reference_date=today.isoformat())
    gate = DisclosureGate(policy, [read_publication(path) for path in earlier])
    with progress_bars(quiet=quiet) as on_progress:
        try:
            document = match_files(
                startups,
                offers,
                today=today,
                product=f"diversity-platform {__version__}",
                gate=gate,
                further=[_as_read(path) for path in earlier],
                on_progress=on_progress,
                **options,
            )
        except RatingError as error:
            names = ", ".join(path.name for path in earlier)
            raise InputRefusedError.because(
                names, "", str(error), "Give earlier releases of the same start-ups."
            ) from error
        with output.filling(out, MATCHES) as folder:
            _write_tables(document, gate.publications, folder)
            if report:
                write_report(document, folder, on_page=on_progress)
    return document


def _as_read(release: Path) -> FurtherInput:
    digest = hashlib.sha256(release.read_bytes()).hexdigest()
    return FurtherInput(holds="released", file=release.name, sha256=digest, records=1)


def _refuse_more_asked_than_shown(asks: int, length: int) -> None:
    if asks > length:
        raise InputRefusedError.because(
            "--asks",
            "",
            f"of {length} offers that are shown, {asks} cannot be asked.",
            f"Write --asks {length} or less, or --length {asks} or more.",
        )


def _write_tables(document: MatchDocument, released: Sequence[Publication], folder: Path) -> None:
    (folder / "match.json").write_text(document.model_dump_json(by_alias=True), encoding="utf-8")
    for name, columns, rows in (
        ("recommendations", RECOMMENDATION_COLUMNS, recommendation_rows),
        ("unmet_needs", UNMET_COLUMNS, unmet_rows),
        ("exposure", EXPOSURE_COLUMNS, exposure_rows),
    ):
        output.write_csv(folder / f"{name}.csv", columns, rows(document))
    for publication in released:
        path = folder / "released" / f"{document.today.isoformat()}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(publication.as_text(), encoding="utf-8")


def summary(document: MatchDocument, folder: Path) -> str:
    """Return what was done as one JSON object, for programs."""
    return json.dumps(
        {
            "out": str(folder),
            "policy": document.rules.policy,
            "today": document.today.isoformat(),
            **document.counts.model_dump(),
            "to_ask": {"startups": len(document.to_ask.startups), "missing": document.to_ask.missing},
            "needs_unmet": {need.need: need.unmet_for for need in document.needs if need.unmet_for},
            "inputs": [
                {
                    "file": one.file,
                    "profile": one.profile,
                    "records": one.records,
                    "parties": one.parties,
                    "ended": dict(one.ended),
                    "unmapped": sum(entry.times for entry in one.unmapped),
                }
                for one in document.inputs
            ],
            "further_inputs": [one.model_dump() for one in document.further_inputs],
            "overrides": len(document.overrides),
            "ranker": _ranks(document),
            "files": [name for name in MATCHES.names if (folder / name).exists()],
        },
        ensure_ascii=False,
    )


def _ranks(document: MatchDocument) -> dict[str, object] | None:
    """Return who ranks where a ranker was handed in, and why."""
    ranker = document.ranker
    if ranker is None:
        return None
    return {
        "version": ranker.version,
        "ranks": ranker.ranks,
        "in_use": ranker.card.in_use,
        "decision": ranker.decision.model_dump(),
    }


def told(document: MatchDocument, out: Path) -> str:
    """Say in a few lines what was done and where to look."""
    counts = document.counts
    head = f"{counts.startups:,} start-ups and {counts.offers:,} offers"
    lines = [
        f"{head}, policy {document.rules.policy}, {document.today.isoformat()}",
        f"  {counts.introductions:,} introductions proposed now, to {counts.served:,} start-ups",
    ]
    aside = {"closed": counts.closed, "not open yet": counts.ahead, "full": counts.full}
    if any(aside.values()):
        named = ", ".join(f"{number:,} {word}" for word, number in aside.items() if number)
        lines.append(f"  Offers that take nobody today: {named}")
    if document.to_ask.startups:
        lines.append(f"  {_to_ask(document)}")
    for one in document.inputs:
        lines += [f"  {one.file}: {sentence}" for sentence in _noticed(one)]
    for further in document.further_inputs:
        lines.append(f"  {further.file}: {_used(further, document.ranker)}")
    unmet = sorted((need for need in document.needs if need.unmet_for), key=lambda need: -need.unmet_for)
    if unmet:
        named = ", ".join(f"{need.need} ({need.unmet_for:,})" for need in unmet)
        lines.append(f"  Needs that no offer open to them meets, for so many start-ups: {named}")
    first = out / "index.html" if (out / "index.html").exists() else out / "recommendations.csv"
    return "\n".join([*lines, f"Look at: {first}"])


def _to_ask(document: MatchDocument) -> str:
    """Say who is introduced to nobody for want of anything known, and what to ask for."""
    fields = ", ".join(list(document.to_ask.missing)[:_NAMED])
    start = (
        f"{len(document.to_ask.startups):,} start-ups are introduced to nobody, since nothing that counts is"
    )
    return f"{start} known to speak for an offer" + (f"; ask them for: {fields}" if fields else "")


def _used(further: FurtherInput, ranker: RankerPart | None) -> str:
    """Say in one line what came of a file beside the parties."""
    if ranker is None or further.holds != "ranker":
        return _USED[further.holds].format(further.records)
    # the command speaks English, whatever the document does
    decision = say(ranker.card.decision.reason, "en")
    return decision if ranker.ranks else f"{decision} Everything is as without it."


_USED = {
    "overrides": "introductions decided by hand, all of them kept: {:,}",
    "introductions": "earlier introductions, for the audit of groups that --groups names: {:,}",
    "released": "counts that readers have, regarded in what is released now",
}


def _noticed(one: Input) -> Iterator[str]:
    if one.ended:
        yield "take no part: " + ", ".join(f"{times:,} {entry}" for entry, times in one.ended.items())
    for column in one.untaken:
        yield f"'{column.column}' stands in {column.times:,} records and cannot be taken over"
    if one.unmapped:
        times = sum(entry.times for entry in one.unmapped)
        yield f"{times:,} entries have no counterpart here, see match.json"
