"""What a person can do with a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.jobs.errors import JobNotFoundError, WrongStateError
from diversity_platform.jobs.models import OPEN_STATES, Job, JobState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

#: States that an open job of the same key keeps a job from coming back to.
_SET_ASIDE = (JobState.FAILED, JobState.CANCELLED)


async def cancel_job(db: AsyncSession, identifier: UUID, *, now: datetime) -> Job:
    """Cancel a job: one that waits at once, one that runs at its worker's next sign of life.

    Raises
    ------
    JobNotFoundError
        If there is none.
    WrongStateError
        If it has ended.
    """
    job = await _locked(db, identifier, OPEN_STATES, "waiting and running")
    if job.state == JobState.QUEUED:
        job.state, job.finished_at = JobState.CANCELLED, now
    else:
        job.is_cancel_asked = True
    await db.flush()
    return job


async def retry_job(db: AsyncSession, identifier: UUID, *, now: datetime) -> Job:
    """Queue a job again that was set aside or cancelled, with all its attempts before it.

    Where an open job has the same key, that one is what is wanted: it is returned, and this one left alone.

    Raises
    ------
    JobNotFoundError
        If there is none.
    WrongStateError
        If it is waiting, running or done.
    """
    job = await _locked(db, identifier, _SET_ASIDE, "failed and cancelled")
    same = select(Job).where(Job.key == job.key, Job.state.in_(OPEN_STATES)).with_for_update()
    if job.key is not None and (other := await db.scalar(same)) is not None:
        return other
    job.state, job.attempts, job.due_at, job.finished_at = JobState.QUEUED, 0, now, None
    job.is_cancel_asked, job.stage, job.steps_done, job.steps = False, "", 0, 0
    await db.flush()
    return job


async def discard_job(db: AsyncSession, identifier: UUID, *, now: datetime) -> Job:
    """Put a failed job away: somebody has looked at it, and it needs nothing more.

    Raises
    ------
    JobNotFoundError
        If there is none.
    WrongStateError
        If it has not failed.
    """
    job = await _locked(db, identifier, (JobState.FAILED,), "failed")
    job.state, job.finished_at = JobState.CANCELLED, now
    await db.flush()
    return job


async def _locked(db: AsyncSession, identifier: UUID, states: Collection[JobState], wanted: str) -> Job:
    found = select(Job).where(Job.id == identifier).with_for_update()
    job = await db.scalar(found.execution_options(populate_existing=True))
    if job is None:
        raise JobNotFoundError(identifier)
    if job.state not in states:
        raise WrongStateError(identifier, job.state, wanted)
    return job
