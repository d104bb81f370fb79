"""`diversity-platform jobs retry`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.jobs.changing import change_jobs
from diversity_platform.cli.operating import AS_JSON, Identifier, operate

if TYPE_CHECKING:
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.settings import Settings

#: More failed jobs than that are not retried at once: something is wrong with more than the jobs.
_MOST = 1000


@click.command("retry")
@click.argument("ids", metavar="[ID...]", type=Identifier(), nargs=-1)
@click.option("--all-failed", is_flag=True, help="All jobs that have failed.")
@AS_JSON
def command(*, ids: tuple[UUID, ...], all_failed: bool, as_json: bool) -> None:
    """Queue the failed or cancelled jobs ID again, with all their attempts before them."""
    if bool(ids) == all_failed:
        raise click.UsageError("Name jobs by their ids, or say --all-failed.")
    wanted = list(ids) or operate(_failed, as_json=as_json)
    change_jobs("retry_job", wanted, "queued again", as_json=as_json)
    if not wanted and not as_json:
        click.echo("No job has failed.")


async def _failed(database: Database, _settings: Settings) -> list[UUID]:
    from diversity_platform.jobs.models import JobState  # noqa: PLC0415 - loaded when needed
    from diversity_platform.operations import queries  # noqa: PLC0415

    async with database.reading() as db:
        return [job.id for job in await queries.jobs(db, limit=_MOST, state=JobState.FAILED)]
