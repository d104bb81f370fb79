"""`diversity-platform label endorsed-by`: what others say of this issuer goes into what it issues."""

from __future__ import annotations

from pathlib import Path

import click

from connector.label.issuing.folder import looking_at
from connector.label.issuing.vouchers import keep
from connector.label.toml_file import one_line
from diversity_platform.cli.label.office import IN_FOLDER, moment, refusing


@click.command("endorsed-by")
@IN_FOLDER
@click.argument("endorsement", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def command(*, folder: Path, endorsement: Path) -> None:
    """Keep the file ENDORSEMENT in FOLDER: everything that is issued from now on carries it.

    It is looked at whom it is for and whether it holds today. Whether it is genuine is for those to say who
    verify what carries it.
    """
    with refusing():
        office = looking_at(folder)
        document = keep(folder, office.settings.issuer.did, endorsement.read_bytes(), moment())
    issuer = document["issuer"]
    name = issuer.get("name", issuer["id"]) if isinstance(issuer, dict) else issuer
    click.echo(f"What is issued from now on carries the endorsement by {one_line(str(name))}.")
