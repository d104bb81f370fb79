"""`diversity-platform performance`: a table of companies and years in, an honest association out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from diversity_platform import __version__
from diversity_platform.cli import output
from diversity_platform.cli.performance_report.site import write_report
from diversity_platform.cli.words import progress_bars, refusing_clearly
from rating.documents.schema.study import STUDY_SCHEMA
from rating.documents.study_rows import (
    MODEL_COLUMNS,
    SPECIFICATION_COLUMNS,
    model_rows,
    specification_rows,
)
from rating.intake.panels import PanelColumns
from rating.run.study import study_file
from rating.words.performance import languages

if TYPE_CHECKING:
    from rating.documents.schema.study import StudyDocument
    from rating.run.study import StudyOptions

_PATH = click.Path(path_type=Path)
#: What a study writes.
STUDY = output.Results(
    ("results.json", "sentence.txt", "models.csv", "specifications.csv", "index.html", "report"),
    "results.json",
    STUDY_SCHEMA,
)


def _names(_ctx: click.Context, _param: click.Parameter, value: Any) -> tuple[str, ...]:  # noqa: ANN401 # as click has it
    """Return names of columns, parted by commas or given one by one, each once."""
    given = (value,) if isinstance(value, str) else tuple(value or ())
    return tuple(dict.fromkeys(part.strip() for each in given for part in each.split(",") if part.strip()))


@click.command("performance")
@click.argument("panel", type=_PATH, metavar="PANEL")
@click.option("--company", required=True, metavar="COLUMN", help="Column with the company's name or number.")
@click.option("--year", required=True, metavar="COLUMN", help="Column with the year.")
@click.option(
    "--exposure", required=True, metavar="COLUMN", help="Column with how diverse the company is led."
)
@click.option(
    "--outcome",
    "outcomes",
    required=True,
    multiple=True,
    callback=_names,
    metavar="COLUMN",
    help="Column with a result; several are told beside each other, the first is the main one.",
)
@click.option("--industry", default="", metavar="COLUMN", help="Column with the industry.")
@click.option("--controls", callback=_names, metavar="A,B", help="Columns to hold fixed: numbers or words.")
@click.option("--cluster", default="", metavar="COLUMN", help="Whose errors go together; else the company's.")
@click.option("--city", default="", metavar="COLUMN", help="Column with the city, for slopes of each city.")
@click.option(
    "--exposure-n", "people", default="", metavar="COLUMN", help="On how many people the exposure rests."
)
@click.option("--exposure-se", "error", default="", metavar="COLUMN", help="Standard error of the exposure.")
@click.option(
    "--level",
    default=0.9,
    show_default=True,
    type=click.FloatRange(0.5, 0.999),
    help="Probability of intervals.",
)
@click.option(
    "--draws",
    default=499,
    show_default=True,
    type=click.IntRange(99, 9_999),
    help="Shuffled panels behind the specification curve.",
)
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of all that is drawn."
)
@click.option(
    "--language", default="en", show_default=True, type=click.Choice(languages()), help="Of words and pages."
)
@click.option("--no-report", is_flag=True, help="Write tables only, no page.")
@click.option("--out", required=True, type=_PATH, help="Folder to write to.")
@click.option("--json", "as_json", is_flag=True, help="Say what was found as JSON, without a progress bar.")
def command(
    *,
    panel: Path,
    out: Path,
    no_report: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401 # click's own
) -> None:
    """Set how diverse companies are led beside their results.

    PANEL (CSV or XLSX) has one row a company and year; you name its columns.

    Writes results.json, sentence.txt, models.csv, specifications.csv and, unless --no-report, index.html.
    With fewer than 30 companies no association is shown, only what would be needed to see one: that is no
    error. Exit status 2: the input is faulty, nothing was written.
    """
    if options["people"] and options["error"]:
        raise click.UsageError("Give --exposure-n or --exposure-se, not both.")
    asked: StudyOptions = {key: options.pop(key) for key in ("language", "level", "draws", "seed")}  # type: ignore[assignment] # the keys are those
    with refusing_clearly(as_json=as_json):
        document = run(panel, PanelColumns(**options), out, report=not no_report, quiet=as_json, **asked)
    click.echo(summary(document, out) if as_json else told(document, out))


def run(
    panel: Path,
    columns: PanelColumns,
    out: Path,
    *,
    report: bool,
    quiet: bool,
    **options: Unpack[StudyOptions],
) -> StudyDocument:
    """Study a panel and write the results; see `rating.run.study.study_file` for the options."""
    output.refuse_unusable(out, STUDY)
    with progress_bars(quiet=quiet) as on_progress:
        product = f"diversity-platform {__version__}"
        document = study_file(panel, columns, product=product, on_progress=on_progress, **options)
        with output.filling(out, STUDY) as folder:
            _write_tables(document, folder)
            if report:
                write_report(document, folder)
    return document


def _write_tables(document: StudyDocument, folder: Path) -> None:
    (folder / "results.json").write_text(document.model_dump_json(by_alias=True), encoding="utf-8")
    (folder / "sentence.txt").write_text(document.sentence + "\n", encoding="utf-8")
    output.write_csv(folder / "models.csv", MODEL_COLUMNS, model_rows(document))
    output.write_csv(folder / "specifications.csv", SPECIFICATION_COLUMNS, specification_rows(document))


def told(document: StudyDocument, out: Path) -> str:
    """Say in a few lines what was found and where to look."""
    lines = []
    for result in (document, *document.other_outcomes):
        lines.append(f"{document.table.exposure} and {result.outcome}")
        lines.append(f"  {result.sentence}")
        lines += [f"  Noticed: {remark.sentence}" for remark in result.remarks]
    first = out / "index.html" if (out / "index.html").exists() else out / "models.csv"
    return "\n".join([*lines, f"Look at: {first}"])


def summary(document: StudyDocument, folder: Path) -> str:
    """Return what was found as one JSON object, for programs: the results without single specifications."""
    hidden = {"specification_curve": {"specifications"}}
    found = document.model_dump(
        by_alias=True, mode="json", exclude={**hidden, "other_outcomes": {"__all__": hidden}}
    )
    written = [name for name in STUDY.names if (folder / name).exists()]
    return json.dumps(found | {"out": str(folder), "files": written}, ensure_ascii=False)
