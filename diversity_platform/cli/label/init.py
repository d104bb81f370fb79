"""`diversity-platform label init`: a label in a folder, with keys of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from pydantic import ValidationError

from connector.label.issuing.folder import looking_at
from connector.label.issuing.office import open_office
from connector.label.issuing.settings import LabelSettings
from diversity_platform.cli.label.office import (
    BY_PASSPHRASE,
    IN_FOLDER,
    moment,
    passphrase_from,
    refusing,
)
from diversity_platform.cli.label.showing import write_pages

if TYPE_CHECKING:
    from pathlib import Path


@click.command("init")
@IN_FOLDER
@click.option("--name", required=True, help="Of the issuer: a city, a network.")
@click.option(
    "--address",
    required=True,
    metavar="URL",
    help="Where the folder public will be in the web, such as https://city.example/label. It cannot change.",
)
@click.option("--language", default="en", show_default=True, help="In which credentials are written.")
@click.option(
    "--scheme",
    default="diversity-connector-2026",
    show_default=True,
    help="One of the product, or a TOML file that you put into the folder.",
)
@BY_PASSPHRASE
def command(
    *, folder: Path, name: str, address: str, language: str, scheme: str, passphrase_file: Path | None
) -> None:
    """Open a label in FOLDER: its settings, its keys sealed by a passphrase, and what is to be published.

    Publish FOLDER/public, and nothing else, at the address. Keep FOLDER as a whole in a backup.
    """
    with refusing():
        try:
            settings = LabelSettings(name=name, address=address, language=language, scheme=scheme)
            did = settings.issuer.did
        except ValidationError as error:
            raise click.UsageError(str(error.errors(include_url=False)[0]["msg"])) from error
        now = moment()
        open_office(folder, settings, passphrase_from(passphrase_file, is_new=True), now)
        write_pages(looking_at(folder), now)
    click.echo(f"{name} issues as {did}.")
    click.echo(
        f"Publish {folder / 'public'} at {address}; keep {folder} in a backup, and the passphrase apart."
    )
