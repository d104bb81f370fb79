"""`diversity-platform label list`: all that was issued from a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from connector.label.issuing.folder import looking_at
from connector.label.issuing.register import register_document
from connector.label.toml_file import one_line
from diversity_platform.cli.label.office import IN_FOLDER, moment, refusing

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list")
@IN_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print the register as JSON.")
def command(*, folder: Path, as_json: bool) -> None:
    """Show all that was issued from FOLDER, and how it stands today. No passphrase is needed."""
    with refusing():
        office = looking_at(folder)
        register = register_document(office.settings.issuer, office.ledger, moment())
    if as_json:
        click.echo(json.dumps(register, ensure_ascii=False, indent=1))
        return
    if not register["entries"]:
        click.echo("Nothing was issued yet.")
    for one in register["entries"]:
        told = (one["number"], one["state"], f"since {one['since']}", one["holder_name"], one["level_name"])
        click.echo("  ".join(one_line(str(part)) for part in told))
