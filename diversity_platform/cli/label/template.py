"""`diversity-platform label template`: every question and its anchors, as a file of answers to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from connector.documents.answers_template import answers_template
from connector.label.scheme import declared_scheme
from diversity_platform.cli.files import writing_all
from diversity_platform.cli.label.schemes import IN_LANGUAGE, OF_SCHEME, REFUSED, language_for, scheme_named
from diversity_platform.cli.words import refusing_clearly
from rating.errors import InputRefusedError


@click.command("template")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="File to write (.toml).")
@IN_LANGUAGE
@OF_SCHEME
def command(*, out: Path, language: str | None, named: str | None) -> None:
    """Write a file of answers to fill in, with every question, its four anchors and accepted evidence.

    A file that is there is not overwritten: exit status 2, as for a scheme that is faulty.
    """
    with refusing_clearly(as_json=False, status=REFUSED):
        scheme = scheme_named(named) if named else declared_scheme()
        text = answers_template(scheme, language_for(scheme, language))
        if out.exists():
            raise InputRefusedError.because(
                str(out), "", "it exists and is not overwritten.", "Name another file with --out."
            )
        with writing_all(out) as (draft,):
            draft.write_text(text, encoding="utf-8")
    handed = f" --scheme {named}" if named else ""
    click.echo(f"Fill in: {out}")
    click.echo(f"Then: diversity-platform label check {out}{handed}")
