"""`diversity-platform demo-city`: fill in, rate and publish the synthetic demo city."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.installation import installation, opened, refuse_unless_migrated
from diversity_platform.cli.steps import Steps
from diversity_platform.cli.working import worker_beside

if TYPE_CHECKING:
    from diversity_platform.cli.working import WorkerBeside
    from diversity_platform.settings import Settings

#: Steps that `fill` takes.
FILLING = 3


@click.command("demo-city")
def command() -> None:
    """Fill in the synthetic demo city, have it rated, and publish its latest edition.

    The database must be migrated. What is there already stays.
    """
    with installation() as settings:
        asyncio.run(refuse_unless_migrated(settings.database))
        with worker_beside(settings) as worker:
            asyncio.run(fill(settings, Steps(FILLING), worker))
    click.echo(f"Look at {settings.public_address}/en/havenport")


async def fill(settings: Settings, steps: Steps, worker: WorkerBeside) -> None:
    """Bring the demo city to its published edition, step by step; the worker does the jobs."""
    from diversity_platform.cli.demo_city import DemoCity  # noqa: PLC0415 - loaded when needed

    async with opened(settings.database) as database:
        city = DemoCity(database, worker)
        with steps.step("Demo city") as step:
            step.result = await city.fill()
        with steps.step("Ratings") as step:
            step.result = await city.rate(step.progress)
        with steps.step("Edition") as step:
            step.result = await city.publish(step.progress)
