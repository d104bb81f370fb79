"""`diversity-platform migrate`: bring the database to this version's schema."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.installation import installation, opened

if TYPE_CHECKING:
    from diversity_platform.db.migrate import Step


@click.command("migrate")
def command() -> None:
    """Bring the database to the schema of this version. Doing it twice changes nothing."""
    with installation() as settings:
        steps = asyncio.run(_migrate(settings.database))
    for step in steps:
        click.echo(f"{step.revision}: {step.what}")
    click.echo("The database is up to date.")


async def _migrate(address: str) -> list[Step]:
    from diversity_platform.db.migrate import migrate  # noqa: PLC0415 - alembic is loaded when it is needed

    async with opened(address) as database:
        return await migrate(database)
