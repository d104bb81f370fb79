"""The queue: put in by the caller's transaction, taken under a lease, finished together with the effect."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import select, update

from diversity_platform.db.identifiers import new_id
from diversity_platform.db.inserts import insert_unless_there
from diversity_platform.jobs.errors import LostLeaseError
from diversity_platform.jobs.models import OPEN_STATES, Job, JobState, Lane
from diversity_platform.jobs.registry import handler

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select, Update
    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.statements import Statements

#: A worker that is silent for so long has died.
LEASE = timedelta(seconds=30)
#: So often a job is tried before a person has to look at it.
ATTEMPTS = 5
_DIED = f"The worker died in each of {ATTEMPTS} attempts."


async def enqueue(
    db: AsyncSession,
    name: str,
    arguments: Mapping[str, str],
    *,
    now: datetime,
    key: str | None = None,
    lane: Lane | None = None,
    asked_by: str = "",
) -> UUID:
    """Queue a job in the caller's transaction; returns its id, or that of the open job with the same key.

    Parameters
    ----------
    name
        Slice and function, ``ratings.rate_city``.
    arguments
        Of the handler: ids and words, never what people answered.
    now
        When it may be taken.
    key
        Of the open jobs only one has it.
    lane
        By default that of the handler.
    asked_by
        On whose behalf it is done, as the audit names people.

    Raises
    ------
    UnknownJobError
        If no slice answers to the name.
    """
    answers = handler(name)
    row = {
        "id": new_id(), "name": name, "arguments": dict(arguments), "lane": lane or answers.lane,
        "key": key, "state": JobState.QUEUED, "attempts": 0, "due_at": now, "queued_at": now, "stage": "",
        "steps_done": 0, "steps": 0, "is_cancel_asked": False,
        "asked_by": asked_by,
    }  # fmt: skip
    adding = insert_unless_there(db, Job).values(row).returning(Job.id)
    # taken first, so that it cannot finish between our looking and our caller's commit
    taking = select(Job.id).where(Job.key == key, Job.state.in_(OPEN_STATES)).with_for_update()
    found: UUID | None = None
    while found is None:  # once more where the open job finishes between the two
        found = await db.scalar(adding) or await db.scalar(taking)
    return found


def due(lanes: Collection[Lane], now: datetime) -> Select[UUID]:
    """Select the job of some lanes that is due first."""
    return (
        select(Job.id)
        .where(Job.state.in_(OPEN_STATES), Job.lane.in_(lanes), Job.due_at <= now)
        .order_by(Job.due_at, Job.id)
        .limit(1)
    )


async def claim(
    db: AsyncSession, *, now: datetime, lanes: Collection[Lane] = tuple(Lane), lease: timedelta = LEASE
) -> Job | None:
    """Take the job that is due first: a queued one, or one whose worker has died; None if there is none.

    A job that has taken its workers with it in every attempt is set aside for a person to look at; one that
    was to be cancelled when its worker died is cancelled.
    """
    first = due(lanes, now).with_for_update(skip_locked=True).scalar_subquery()
    taking = (
        update(Job)
        .where(Job.id == first)
        .values(
            state=JobState.RUNNING,
            lease=uuid4(),
            attempts=Job.attempts + 1,
            due_at=now + lease,
            started_at=now,
            error=None,
        )
        .returning(Job)
    )
    while job := await db.scalar(taking):
        if job.is_cancel_asked:
            await stop(db, job, now=now)
        elif job.attempts > ATTEMPTS:
            ended = {"state": JobState.FAILED, "attempts": ATTEMPTS, "error": _DIED, "finished_at": now}
            await _held(db, job, lease=None, **ended)
        else:
            return job
    return None


async def keep(
    db: Statements, job: Job, progress: tuple[str, int, int], *, now: datetime, lease: timedelta = LEASE
) -> bool:
    """Prolong the lease of a running job and note how far it is; returns whether it is to be cancelled.

    Raises
    ------
    LostLeaseError
        If another worker holds it.
    """
    stage, done, steps = progress
    keeping = _of(job, due_at=now + lease, stage=stage, steps_done=done, steps=steps)
    is_cancel_asked = await db.change_one(keeping.returning(Job.is_cancel_asked))
    if is_cancel_asked is None:
        raise LostLeaseError
    return is_cancel_asked


async def finish(db: AsyncSession, job: Job, *, now: datetime) -> None:
    """Mark a job as done, in the transaction of its effect.

    Raises
    ------
    LostLeaseError
        If another worker holds it; the caller's effect must not be kept either.
    """
    await _held(db, job, state=JobState.DONE, lease=None, finished_at=now)


async def fail(db: AsyncSession, job: Job, error: str, *, now: datetime, for_good: bool) -> None:
    """Note a failure: tried again after a pause that doubles, or set aside for a person to look at.

    Raises
    ------
    LostLeaseError
        If another worker holds it.
    """
    if for_good or job.attempts >= ATTEMPTS:
        await _held(db, job, state=JobState.FAILED, lease=None, error=error, finished_at=now)
    else:
        pause = timedelta(seconds=2**job.attempts)
        await _held(db, job, state=JobState.QUEUED, lease=None, error=error, due_at=now + pause)


async def give_back(
    db: AsyncSession, job: Job, *, now: datetime, after: timedelta = timedelta(0), why: str | None = None
) -> None:
    """Put a job back that cannot be finished now; the attempt does not count.

    Raises
    ------
    LostLeaseError
        If another worker holds it.
    """
    values = {"state": JobState.QUEUED, "lease": None, "due_at": now + after, "error": why}
    await _held(db, job, attempts=Job.attempts - 1, **values)


async def stop(db: AsyncSession, job: Job, *, now: datetime) -> None:
    """Mark a running job as cancelled.

    Raises
    ------
    LostLeaseError
        If another worker holds it.
    """
    await _held(db, job, state=JobState.CANCELLED, lease=None, finished_at=now)


async def jobs_by_id(db: AsyncSession, ids: Sequence[UUID]) -> list[Job]:
    """Return jobs in the order in which they were queued."""
    return list(await db.scalars(select(Job).where(Job.id.in_(ids)).order_by(Job.id)))


async def _held(db: AsyncSession, job: Job, **values: object) -> None:
    """Change a job that we still hold."""
    if await db.scalar(_of(job, **values).returning(Job.id)) is None:
        raise LostLeaseError


def _of(job: Job, **values: object) -> Update:
    """Change a job if we still hold it."""
    mine = Job.id == job.id, Job.lease == job.lease, Job.state == JobState.RUNNING
    return update(Job).where(*mine).values(**values)
