"""Queueing by the clock: every moment of the timetable becomes one job, however many workers look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from diversity_platform.db.inserts import insert_unless_there
from diversity_platform.jobs.errors import UnknownScheduleError
from diversity_platform.jobs.models import Schedule
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.timetable import timetable

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.engine import Database
    from diversity_platform.jobs.timetable import Entry


async def queue_due(database: Database, *, now: datetime) -> int:
    """Queue what the timetable has for now; returns how many jobs.

    Moments that passed while no worker ran are one job, not many.
    """
    found = await database.statements.rows(select(Schedule.name, Schedule.due_at, Schedule.is_paused))
    known = {row.name: row for row in found}
    if known.keys() != timetable().keys():
        await _agree_with_the_timetable(database, now)
        return 0
    queued = 0
    for entry in timetable().values():
        row = known[entry.name]
        if not row.is_paused and row.due_at <= now:
            async with database.writing.begin() as db:
                queued += await _queue_if_due(db, entry, now)
    return queued


async def queue_now(db: AsyncSession, name: str, *, now: datetime) -> UUID:
    """Queue an entry of the timetable at once; when it is due next stays.

    Raises
    ------
    UnknownScheduleError
        If the timetable has no such entry.
    """
    return await _queue(db, _entry(name), now)


async def pause(db: AsyncSession, name: str, *, is_paused: bool, now: datetime) -> None:
    """Have the clock pass over an entry, or regard it again from its next moment on.

    Raises
    ------
    UnknownScheduleError
        If the timetable has no such entry.
    """
    values = {"is_paused": is_paused, "due_at": _entry(name).next_after(now)}
    await db.execute(update(Schedule).where(Schedule.name == name).values(values))


async def schedules(db: AsyncSession) -> list[Schedule]:
    """Return all entries that a worker has taken up, by name."""
    return list(await db.scalars(select(Schedule).order_by(Schedule.name)))


def _entry(name: str) -> Entry:
    if name not in timetable():
        raise UnknownScheduleError(name)
    return timetable()[name]


async def _queue_if_due(db: AsyncSession, entry: Entry, now: datetime) -> bool:
    """Move an entry on and queue its job, unless another worker has just done so."""
    mine = Schedule.name == entry.name, Schedule.due_at <= now, Schedule.is_paused.is_(False)
    moving = update(Schedule).where(*mine).values(due_at=entry.next_after(now)).returning(Schedule.name)
    if await db.scalar(moving) is None:
        return False
    await _queue(db, entry, now)
    return True


async def _queue(db: AsyncSession, entry: Entry, now: datetime) -> UUID:
    job = await enqueue(db, entry.job, {}, now=now, key=f"timetable {entry.name}")
    await db.execute(update(Schedule).where(Schedule.name == entry.name).values(queued_at=now, job_id=job))
    return job


async def _agree_with_the_timetable(database: Database, now: datetime) -> None:
    """Take up entries that are new, and drop those that are gone."""
    async with database.writing.begin() as db:
        known = {schedule.name for schedule in await schedules(db)}
        gone = known - timetable().keys()
        await db.execute(delete(Schedule).where(Schedule.name.in_(gone)))
        for entry in timetable().values():
            row = {"name": entry.name, "due_at": entry.next_after(now), "is_paused": False}
            # another worker may be doing just the same
            await db.execute(insert_unless_there(db, Schedule).values(row))
