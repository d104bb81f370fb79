"""`diversity-platform jobs run`: queue an entry of the timetable now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, operate

if TYPE_CHECKING:
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.settings import Settings


@click.command("run")
@click.argument("name")
@AS_JSON
def command(*, name: str, as_json: bool) -> None:
    """Queue the entry NAME of the timetable now. When it is due next stays as it is."""
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.errors import UnknownScheduleError  # noqa: PLC0415
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations.service import run_schedule  # noqa: PLC0415

    async def change(database: Database, _settings: Settings) -> UUID:
        async with database.writing.begin() as db:
            return await run_schedule(db, name, by=command_line(), now=utc_now())

    job = operate(change, as_json=as_json, refusals=(UnknownScheduleError,))
    click.echo(json.dumps({"name": name, "job": str(job)}) if as_json else f"Queued as {job}.")
