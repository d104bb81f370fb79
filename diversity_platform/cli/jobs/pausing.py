"""What `jobs pause` and `jobs resume` have in common."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import operate

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.settings import Settings


def pause_entry(name: str, *, is_paused: bool, said: str, as_json: bool) -> None:
    """Have the clock pass over an entry of the timetable, or regard it again."""
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.errors import UnknownScheduleError  # noqa: PLC0415
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations.service import pause_schedule  # noqa: PLC0415

    async def change(database: Database, _settings: Settings) -> None:
        async with database.writing.begin() as db:
            await pause_schedule(db, name, is_paused=is_paused, by=command_line(), now=utc_now())

    operate(change, as_json=as_json, refusals=(UnknownScheduleError,))
    click.echo(json.dumps({"name": name, "is_paused": is_paused}) if as_json else said)
