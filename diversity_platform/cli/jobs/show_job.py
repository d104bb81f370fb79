"""`diversity-platform jobs show`: all about one job."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, Identifier, one_line, operate, show

if TYPE_CHECKING:
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import JobView
    from diversity_platform.settings import Settings


@click.command("show")
@click.argument("identifier", metavar="ID", type=Identifier())
@AS_JSON
def command(*, identifier: UUID, as_json: bool) -> None:
    """Show all about the job ID."""
    from diversity_platform.jobs.errors import JobNotFoundError  # noqa: PLC0415 - loaded when needed
    from diversity_platform.operations import queries  # noqa: PLC0415
    from diversity_platform.operations.schemas import JobView  # noqa: PLC0415

    async def read(database: Database, _settings: Settings) -> JobView:
        async with database.reading() as db:
            job = await queries.job_by_id(db, identifier)
        if job is None:
            raise JobNotFoundError(identifier)
        return JobView.of(job)

    found = operate(read, as_json=as_json, refusals=(JobNotFoundError,))
    shown = found.model_dump(mode="json").items()
    show(
        found,
        as_json=as_json,
        lines=lambda: [f"{name}: {one_line(str(value))}" for name, value in shown],
    )
