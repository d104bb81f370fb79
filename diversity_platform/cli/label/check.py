"""`diversity-platform label check`: answers in; the level reached, the range and what is missing out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from connector.documents.self_check import check_document
from connector.label.answers import read_answers
from connector.label.self_check import self_check
from diversity_platform.cli.files import writing_all
from diversity_platform.cli.label.check_report import report
from diversity_platform.cli.label.schemes import IN_LANGUAGE, OF_SCHEME, REFUSED, language_for, scheme_named
from diversity_platform.cli.words import refusing_clearly
from rating.errors import InputRefusedError

#: In place of a file: what is written goes to standard output, and nothing else does.
_STDOUT = "-"


@click.command("check")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS")
@IN_LANGUAGE
@OF_SCHEME
@click.option(
    "--json", "out", metavar="FILE", help="Write the result as JSON as well; - for standard output."
)
def command(*, answers: Path, language: str | None, named: str | None, out: str | None) -> None:
    """Tell which level the answers of ANSWERS reach, how far they could go, and what is missing.

    ANSWERS is a TOML file; to get one: diversity-platform label template. It grants nothing. Exit status 0
    whatever the level is; 2: a file is faulty, nothing was written.
    """
    with refusing_clearly(as_json=out == _STDOUT, status=REFUSED):
        scheme = scheme_named(named) if named else None
        given = read_answers(answers, scheme)
        check = self_check(given, today=datetime.now(UTC).astimezone().date())
        document = check_document(check, language_for(given.scheme, language))
        written = document.model_dump_json(by_alias=True, indent=2)
        if out and out != _STDOUT:
            _write(Path(out), written, answers, named)
    click.echo(written if out == _STDOUT else report(document))


def _write(out: Path, written: str, *inputs: Path | str | None) -> None:
    if any(one and Path(one).resolve() == out.resolve() for one in inputs):
        raise InputRefusedError.because(str(out), "", "it is read as well.", "Name another file with --json.")
    with writing_all(out) as (draft,):
        draft.write_text(f"{written}\n", encoding="utf-8")
