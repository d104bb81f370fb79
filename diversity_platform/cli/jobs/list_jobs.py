"""`diversity-platform jobs list`: jobs, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, LIMIT, minute, operate, show, table

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import JobView
    from diversity_platform.settings import Settings

_STATES = ("queued", "running", "done", "failed", "cancelled")
_HEADER = ("id", "name", "state", "attempts", "queued (UTC)", "progress", "error")


@click.command("list")
@click.option("--state", type=click.Choice(_STATES), help="Only jobs of this state.")
@click.option("--name", default="", help="Only jobs whose name begins so: a slice, or slice.function.")
@LIMIT
@AS_JSON
def command(*, state: str | None, name: str, limit: int, as_json: bool) -> None:
    """Show jobs, the latest first."""
    from diversity_platform.jobs.models import JobState  # noqa: PLC0415 - loaded when needed
    from diversity_platform.operations import queries  # noqa: PLC0415
    from diversity_platform.operations.schemas import JobView  # noqa: PLC0415

    async def read(database: Database, _settings: Settings) -> list[JobView]:
        async with database.reading() as db:
            wanted = JobState(state) if state else None
            return [JobView.of(job) for job in await queries.jobs(db, limit=limit, state=wanted, name=name)]

    found = operate(read, as_json=as_json)
    show(found, as_json=as_json, lines=lambda: _lines(found))


def _lines(found: list[JobView]) -> list[str]:
    if not found:
        return ["There are no such jobs."]
    return table(_HEADER, [_row(job) for job in found])


def _row(job: JobView) -> tuple[object, ...]:
    progress = f"{job.stage} {job.steps_done}/{job.steps}" if job.steps else job.stage or "-"
    return (job.id, job.name, job.state, job.attempts, minute(job.queued_at), progress, job.error or "-")
