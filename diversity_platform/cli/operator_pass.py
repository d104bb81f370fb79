"""`diversity-platform operator-pass`: a pass for the pages of those who look after an installation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, operate

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.settings import Settings


@click.command("operator-pass")
@AS_JSON
def command(*, as_json: bool) -> None:
    """Make a pass that lets one person into the operations pages, once, within 15 minutes."""

    async def make(database: Database, settings: Settings) -> tuple[str, str]:
        from diversity_platform.accounts.service import make_pass  # noqa: PLC0415 - loaded when needed
        from diversity_platform.audit.actors import command_line  # noqa: PLC0415
        from diversity_platform.jobs.work import utc_now  # noqa: PLC0415

        async with database.writing.begin() as db:
            made = await make_pass(db, by=command_line(), now=utc_now())
        return made, f"{settings.public_address}/en/enter"

    made, address = operate(make, as_json=as_json)
    if as_json:
        click.echo(json.dumps({"pass": made, "address": address}))
        return
    click.echo(made)
    click.echo(f"Enter it within 15 minutes: {address} (or /en/enter of wherever the site runs)")
