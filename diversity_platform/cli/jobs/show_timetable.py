"""`diversity-platform jobs timetable`: what is queued by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, minute, operate, show, table

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import ScheduleView
    from diversity_platform.settings import Settings

_HEADER = ("name", "job", "every", "next (UTC)", "last (UTC)")


@click.command("timetable")
@AS_JSON
def command(*, as_json: bool) -> None:
    """Show what is queued by the clock, and when it is due next."""
    from diversity_platform.operations.overview import timetable_of  # noqa: PLC0415 - loaded when needed

    async def read(database: Database, _settings: Settings) -> list[ScheduleView]:
        async with database.reading() as db:
            return await timetable_of(db)

    found = operate(read, as_json=as_json)
    show(found, as_json=as_json, lines=lambda: table(_HEADER, [_row(entry) for entry in found]))


def _row(entry: ScheduleView) -> tuple[object, ...]:
    every = f"{entry.every} at {entry.at}" if entry.at else entry.every
    following = "paused" if entry.is_paused else minute(entry.due_at)
    return entry.name, entry.job, every, following, minute(entry.queued_at)
