"""`diversity-platform start`: everything at once, with a demo city, for a first look."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.fill import FILLING, fill
from diversity_platform.cli.installation import installation, migrated
from diversity_platform.cli.serving import refuse_unless_free, serve
from diversity_platform.cli.steps import Steps
from diversity_platform.cli.working import worker_beside

if TYPE_CHECKING:
    from diversity_platform.settings import Settings


@click.command("start")
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (default 8000).")
@click.option("--no-demo", is_flag=True, help="Without the synthetic demo city.")
def command(*, host: str | None, port: int | None, no_demo: bool) -> None:
    """Prepare the database, fill in the synthetic demo city, rate it, and serve the pages until Ctrl-C.

    What is there already stays: a second start takes seconds.
    """
    with installation(host=host, port=port) as settings:
        refuse_unless_free(settings)
        steps = Steps(2 if no_demo else 2 + FILLING)
        with steps.step("Database") as step:
            step.result = asyncio.run(_prepare(settings))
        with worker_beside(settings) as worker:
            if not no_demo:
                asyncio.run(fill(settings, steps, worker))
            with steps.step("Web server") as step:
                step.result = "starting"
            serve(settings, when_ready=lambda: _tell(settings))
    click.echo("Stopped.", err=True)


async def _prepare(settings: Settings) -> str:
    done = await migrated(settings.database)
    where = settings.database_file or "server"
    return f"{where}, " + (f"migrated to {done[-1].revision}" if done else "up to date")


def _tell(settings: Settings) -> None:
    click.echo(f"\nOpen {settings.public_address} in a browser.  Ctrl-C stops.")
    click.echo(f"Jobs, mails and the audit: {settings.public_address}/en/operations")
    click.echo(f"To come in there, in another terminal: {_program()} operator-pass\n")


def _program() -> str:
    """Return how this program is called from where the user is."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return "python -m diversity_platform"
    return str(called.relative_to(Path.cwd())) if called.is_relative_to(Path.cwd()) else str(called)
