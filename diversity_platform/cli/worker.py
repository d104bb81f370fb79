"""`diversity-platform worker`: do queued jobs until told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.installation import installation, opened, refuse_unless_migrated
from diversity_platform.logs import set_up_logs

if TYPE_CHECKING:
    from collections.abc import Callable

    from diversity_platform.settings import Settings

_LOOK = 0.5


@click.command("worker")
@click.option("--drain", is_flag=True, help="Stop when nothing is due.")
@click.option(
    "--beside", type=int, hidden=True, help="Stop when the process of this id is no longer the parent."
)
def command(*, drain: bool, beside: int | None) -> None:
    """Do queued jobs, one after the other. Several workers share the work.

    Stops at Ctrl-C or SIGTERM; a job that is running is put back and done by the next worker.
    """
    with installation() as settings:
        set_up_logs(settings.logs)
        asyncio.run(refuse_unless_migrated(settings.database))
        done = asyncio.run(_work(settings, drain=drain, beside=beside))
    if drain:
        click.echo(f"{done} jobs done.")


async def _work(settings: Settings, *, drain: bool, beside: int | None) -> int:
    from diversity_platform.jobs.schedules import queue_due  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.jobs.worker import Worker  # noqa: PLC0415 - the database is loaded when it is needed

    async with opened(settings.database) as database:
        worker = Worker(database, settings)
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(sign, worker.stop)
        if drain:  # as a nightly call of it may be all the worker there is
            await queue_due(database, now=utc_now())
            return await worker.drain()
        watching = None if beside is None else asyncio.ensure_future(_leave_with(beside, worker.stop))
        await worker.run()
        if watching:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
    return 0


async def _leave_with(parent: int, stop: Callable[[], None]) -> None:
    while os.getppid() == parent:  # noqa: ASYNC110 - nothing tells a process that it was orphaned
        await asyncio.sleep(_LOOK)
    stop()
