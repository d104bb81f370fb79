"""`diversity-platform serve`: serve the pages of an installation."""

from __future__ import annotations

import asyncio

import click

from diversity_platform.cli.installation import installation, migrated, refuse_unless_migrated
from diversity_platform.cli.serving import refuse_unless_free, serve


@click.command("serve")
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (default 8000).")
@click.option("--migrate", is_flag=True, help="Bring the database to this version's schema before.")
def command(*, host: str | None, port: int | None, migrate: bool) -> None:
    """Serve the pages until Ctrl-C. The database must be migrated; jobs need a worker beside."""
    with installation(host=host, port=port) as settings:
        refuse_unless_free(settings)
        if migrate:
            asyncio.run(migrated(settings.database))
        else:
            asyncio.run(refuse_unless_migrated(settings.database))
        serve(settings, when_ready=lambda: click.echo(f"Serving {settings.public_address}  (Ctrl-C stops)"))
