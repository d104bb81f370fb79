"""How an installation stands, in one piece: for its page, its command and those who watch over it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from diversity_platform import __version__
from diversity_platform.db.migrate import head, revision_in
from diversity_platform.jobs.models import JobState
from diversity_platform.jobs.presence import MISSING_AFTER, workers
from diversity_platform.jobs.schedules import schedules
from diversity_platform.jobs.timetable import timetable
from diversity_platform.mail.queries import number_by_state
from diversity_platform.operations.queries import queue_of, room_of
from diversity_platform.operations.schemas import QueueView, ScheduleView, State, WorkerView

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.operations.queries import Queue

#: A job that waits for longer than that has no worker that could do it, or too few.
_LONG = timedelta(minutes=10)
NO_WORKER, LONG_WAIT = "no-worker", "long-wait"
#: Codes of what `needs` returns when jobs are not done.
NOBODY_WORKS = {NO_WORKER, LONG_WAIT}
#: Less room on the disk than that is too little.
_ROOM = 500 * 2**20


async def state(db: AsyncSession, *, now: datetime) -> State:
    """Return how the installation stands."""
    found = await workers_of(db, now=now)
    queue = await queue_of(db, now=now)
    used, free = await room_of(db)
    return State(
        version=__version__,
        database=db.get_bind().dialect.name,
        revision=await revision_in(db),
        revision_needed=head(),
        bytes_used=used,
        bytes_free=free,
        queue=QueueView(**asdict(queue)),
        workers=found,
        mails=await number_by_state(db),
        needs_a_person=needs(queue, found, free),
    )


async def timetable_of(db: AsyncSession) -> list[ScheduleView]:
    """Return the timetable, with when each entry is due."""
    rows = {row.name: row for row in await schedules(db)}
    return [ScheduleView.of(entry, rows.get(name)) for name, entry in timetable().items()]


async def workers_of(db: AsyncSession, *, now: datetime) -> list[WorkerView]:
    """Return the workers, the one seen last first."""
    return [WorkerView.of(one, is_there=now - one.seen_at < MISSING_AFTER) for one in await workers(db)]


def needs(queue: Queue, found: list[WorkerView], free: int | None) -> list[str]:
    """Return what somebody has to look at, by code."""
    codes = {
        "failed-jobs": queue.by_state[JobState.FAILED] > 0,
        NO_WORKER: not any(worker.is_there for worker in found),
        LONG_WAIT: queue.longest_wait > _LONG.total_seconds(),
        "little-room": free is not None and free < _ROOM,
    }
    return [code for code, is_so in codes.items() if is_so]
