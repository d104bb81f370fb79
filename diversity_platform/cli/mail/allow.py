"""`diversity-platform mail allow`: send to an address again that mail came back from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, operate

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.settings import Settings


@click.command("allow")
@click.argument("address")
@AS_JSON
def command(*, address: str, as_json: bool) -> None:
    """Send to ADDRESS again that mail came back from."""
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations.service import allow_address  # noqa: PLC0415

    async def change(database: Database, _settings: Settings) -> bool:
        async with database.writing.begin() as db:
            return await allow_address(db, address, by=command_line(), now=utc_now())

    was_held = operate(change, as_json=as_json)
    if as_json:
        click.echo(json.dumps({"was_held": was_held}))
    else:
        click.echo("Mails to it are sent again." if was_held else "No mail to it was held back.")
