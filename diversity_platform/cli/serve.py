"""`diversity-platform serve`: serve the pages of an installation."""

from __future__ import annotations

import asyncio

import click

from diversity_platform.cli.installation import installation, opened
from diversity_platform.cli.serving import refuse_unless_free, serve


@click.command("serve")
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (default 8000).")
def command(host: str | None, port: int | None) -> None:
    """Serve the pages until Ctrl-C. The database must be migrated; jobs need a worker beside."""
    with installation(host=host, port=port) as settings:
        refuse_unless_free(settings)
        asyncio.run(_refuse_unless_migrated(settings.database))
        serve(settings, when_ready=lambda: click.echo(f"Serving {settings.public_address}  (Ctrl-C stops)"))


async def _refuse_unless_migrated(address: str) -> None:
    from diversity_platform.db.errors import DatabaseNotUsableError  # noqa: PLC0415 - loaded when needed
    from diversity_platform.db.migrate import head, revision_of  # noqa: PLC0415

    async with opened(address) as database:
        if await revision_of(database) != head():
            raise DatabaseNotUsableError(
                "The database is not at the schema of this version. Run: diversity-platform migrate"
            )
