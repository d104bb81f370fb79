"""`diversity-platform label endorse`: a city vouches for a label, a network for a city."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from connector.label.issuing.office import endorse
from diversity_platform.cli.label.office import BY_PASSPHRASE, IN_FOLDER, moment, office_in

if TYPE_CHECKING:
    from pathlib import Path


@click.command("endorse")
@IN_FOLDER
@click.argument("did")
@click.option("--comment", required=True, help="In which words it is said.")
@click.option(
    "--days", type=click.IntRange(1, 3_660), default=730, show_default=True, help="How long it holds."
)
@click.option("--number", help="Of the endorsement; the year and a running number by default.")
@BY_PASSPHRASE
def command(
    *, folder: Path, did: str, comment: str, days: int, number: str | None, passphrase_file: Path | None
) -> None:
    """Vouch from FOLDER for the issuer DID, and print the endorsement.

    Hand it to the issuer, who takes it in with `label endorsed-by`; it is also in FOLDER/public/endorsements,
    and can be suspended and revoked like anything that was issued.
    """
    with office_in(folder, passphrase_file) as office:
        document = endorse(office, did, comment, moment(), days=days, number=number)
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))
