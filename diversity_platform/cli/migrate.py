"""`diversity-platform migrate`: bring the database to this version's schema."""

from __future__ import annotations

import asyncio

import click

from diversity_platform.cli.installation import installation, migrated


@click.command("migrate")
def command() -> None:
    """Bring the database to the schema of this version. Doing it twice changes nothing."""
    with installation() as settings:
        for step in asyncio.run(migrated(settings.database)):
            click.echo(f"{step.revision}: {step.what}")
    click.echo("The database is up to date.")
