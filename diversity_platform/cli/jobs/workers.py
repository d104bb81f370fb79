"""`diversity-platform jobs workers`: who works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, minute, operate, show, table

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import WorkerView
    from diversity_platform.settings import Settings

_HEADER = ("place", "version", "since (UTC)", "seen (UTC)", "")


@click.command("workers")
@AS_JSON
def command(*, as_json: bool) -> None:
    """Show the workers: those that are there, and those that died within the last day."""
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415 - loaded when needed
    from diversity_platform.operations.overview import workers_of  # noqa: PLC0415

    async def read(database: Database, _settings: Settings) -> list[WorkerView]:
        async with database.reading() as db:
            return await workers_of(db, now=utc_now())

    found = operate(read, as_json=as_json)
    show(found, as_json=as_json, lines=lambda: _lines(found))


def _lines(found: list[WorkerView]) -> list[str]:
    if not found:
        return ["No worker runs. Start one: diversity-platform worker"]
    return table(_HEADER, [_row(worker) for worker in found])


def _row(worker: WorkerView) -> tuple[object, ...]:
    there = "" if worker.is_there else "gone without taking leave"
    return worker.place, worker.version, minute(worker.started_at), minute(worker.seen_at), there
