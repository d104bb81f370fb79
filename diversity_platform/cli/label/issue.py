"""`diversity-platform label issue`: a credential, with the certificate and the seal that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from connector.label.issuing.office import Award, issue
from diversity_platform.cli.label.office import BY_PASSPHRASE, IN_FOLDER, moment, office_in
from diversity_platform.cli.label.showing import write_pages, write_renderings

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@click.command("issue")
@IN_FOLDER
@click.option("--holder", required=True, metavar="URL", help="The organisation, by its address in the web.")
@click.option("--name", required=True, help="What the organisation is called.")
@click.option(
    "--level", required=True, help="Code of a level of the scheme: candidate, connector, distinction."
)
@click.option("--scope", required=True, help="What it is attested for: a programme, a place.")
@click.option("--decided", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Day of the decision.")
@click.option("--number", help="Of the credential; the year and a running number by default.")
@click.option("--language", help="In which it is written; that of the label by default.")
@click.option("--no-certificate", is_flag=True, help="Write no PDF.")
@BY_PASSPHRASE
def command(
    *,
    folder: Path,
    holder: str,
    name: str,
    level: str,
    scope: str,
    decided: datetime,
    number: str | None,
    language: str | None,
    no_certificate: bool,
    passphrase_file: Path | None,
) -> None:
    """Issue a credential from FOLDER, and print where it will be.

    It is in FOLDER/public/credentials, its certificate (PDF) and seal (SVG) in FOLDER/public/shown.
    """
    award = Award(holder, name, level, scope, decided.date(), number, language)
    with office_in(folder, passphrase_file) as office:
        now = moment()
        document = issue(office, award, now)
        told = write_renderings(office, document["id"], with_certificate=not no_certificate)
        write_pages(office, now)  # they link to what was written
    click.echo(document["id"])
    for line in told:
        click.echo(line, err=True)
