"""Reads about an installation."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from diversity_platform.jobs.models import OPEN_STATES, Job, JobState, Lane

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True)
class Queue:
    """How the queue stands.

    Attributes
    ----------
    by_state
        Jobs on record.
    waiting_by_lane
        Jobs that are due and not taken.
    longest_wait
        Seconds that the job due first has waited.
    done_in_the_last_hour
        Jobs.
    """

    by_state: dict[JobState, int]
    waiting_by_lane: dict[Lane, int]
    longest_wait: float
    done_in_the_last_hour: int


async def jobs(
    db: AsyncSession,
    *,
    limit: int,
    state: JobState | None = None,
    name: str = "",
    before: UUID | None = None,
) -> list[Job]:
    """Return jobs, the one queued last first.

    Parameters
    ----------
    name
        The beginning of a job's name: a slice, or the whole of it.
    before
        The last job of the page before.
    """
    found = select(Job).order_by(Job.id.desc()).limit(limit)
    if state is not None:
        found = found.where(Job.state == state)
    if name:
        found = found.where(Job.name.startswith(name, autoescape=True))
    if before is not None:
        found = found.where(Job.id < before)
    return list(await db.scalars(found))


async def job_by_id(db: AsyncSession, identifier: UUID) -> Job | None:
    """Return a job."""
    return await db.get(Job, identifier)


async def failed_since(db: AsyncSession, moment: datetime | None) -> int:
    """Return how many jobs have failed after a moment."""
    found = select(func.count()).where(Job.state == JobState.FAILED)
    return await db.scalar(found if moment is None else found.where(Job.finished_at > moment)) or 0


async def queue_of(db: AsyncSession, *, now: datetime) -> Queue:
    """Return how the queue stands."""
    states = await db.execute(select(Job.state, func.count()).group_by(Job.state))
    by_state = {JobState(one): number for one, number in states}
    due = Job.state.in_(OPEN_STATES), Job.due_at <= now
    lanes = await db.execute(select(Job.lane, func.count()).where(*due).group_by(Job.lane))
    by_lane = {Lane(one): number for one, number in lanes}
    first = await db.scalar(select(func.min(Job.due_at)).where(*due))
    done = select(func.count()).where(Job.state == JobState.DONE, Job.finished_at > now - timedelta(hours=1))
    return Queue(
        by_state={one: by_state.get(one, 0) for one in JobState},
        waiting_by_lane={one: by_lane.get(one, 0) for one in Lane},
        longest_wait=0.0 if first is None else max(0.0, (now - first).total_seconds()),
        done_in_the_last_hour=await db.scalar(done) or 0,
    )


async def room_of(db: AsyncSession) -> tuple[int, int | None]:
    """Return the bytes that the database takes, and those that an embedded one could still take."""
    if db.get_bind().dialect.name == "postgresql":
        return int(await db.scalar(text("SELECT pg_database_size(current_database())")) or 0), None
    pages = await db.scalar(text("PRAGMA page_count"))
    size = await db.scalar(text("PRAGMA page_size"))
    file = db.get_bind().engine.url.database or ":memory:"
    return int(pages or 0) * int(size or 0), None if file == ":memory:" else _free(Path(file))


def _free(file: Path) -> int:
    return shutil.disk_usage(file.absolute().parent).free
