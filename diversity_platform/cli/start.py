"""`diversity-platform start`: everything at once, with a demo city, for a first look."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.installation import installation, opened
from diversity_platform.cli.serving import refuse_unless_free, serve
from diversity_platform.cli.steps import Steps
from diversity_platform.cli.working import worker_beside

if TYPE_CHECKING:
    from subprocess import Popen

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
        steps = Steps(2 if no_demo else 5)
        with steps.step("Database") as step:
            step.result = asyncio.run(_prepare(settings))
        with worker_beside(settings) as worker:
            if not no_demo:
                asyncio.run(_fill(settings, steps, worker))
            with steps.step("Web server") as step:
                step.result = "starting"
            serve(settings, when_ready=lambda: _tell(settings))
    click.echo("Stopped.", err=True)


async def _prepare(settings: Settings) -> str:
    from diversity_platform.db.migrate import head, migrate  # noqa: PLC0415 - loaded when needed

    async with opened(settings.database) as database:
        done = await migrate(database)
    where = settings.database_file or "server"
    return f"{where}, " + (f"migrated to {head()}" if done else f"up to date ({head()})")


async def _fill(settings: Settings, steps: Steps, worker: Popen[bytes]) -> None:
    from diversity_platform.cli.demo_city import DemoCity  # noqa: PLC0415 - loaded when needed

    async with opened(settings.database) as database:
        city = DemoCity(database, worker)
        with steps.step("Demo city") as step:
            step.result = await city.fill()
        with steps.step("Ratings") as step:
            step.result = await city.rate(step.progress)
        with steps.step("Edition") as step:
            step.result = await city.publish(step.progress)


def _tell(settings: Settings) -> None:
    click.echo(f"\nOpen {settings.public_address} in a browser.  Ctrl-C stops.\n")
