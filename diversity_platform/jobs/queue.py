"""The queue: put in by the caller's transaction, taken under a lease, finished together with the effect."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from sqlalchemy import bindparam, select, update

from diversity_platform.db.identifiers import new_id
from diversity_platform.db.inserts import insert_unless_there
from diversity_platform.jobs.errors import LostLeaseError
from diversity_platform.jobs.models import OPEN_STATES, Job, JobState, Lane
from diversity_platform.jobs.registry import handler

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.sql.dml import ReturningUpdate

    from diversity_platform.db.statements import Statements

#: A worker that is silent for so long has died.
LEASE = timedelta(seconds=30)
#: So often a job is tried before a person has to look at it.
ATTEMPTS = 5
_DIED = f"The worker died in each of {ATTEMPTS} attempts."


def _mine(job: Job) -> dict[str, object]:
    return {"its_id": job.id, "its_fence": job.lease}


def _held_job() -> ReturningUpdate[UUID]:
    """Return a change of a job that we still hold; add `values` to it, and `_mine` when it is carried out."""
    held = Job.id == bindparam("its_id"), Job.lease == bindparam("its_fence")
    changing = update(Job).where(*held, Job.state == JobState.RUNNING).returning(Job.id)
    return changing.execution_options(synchronize_session=False)


# built once: for each of thousands of jobs, putting a statement together takes longer than carrying it out
_DUE = (
    select(Job.id)
    .where(
        Job.state.in_(OPEN_STATES),
        Job.lane.in_(bindparam("lanes", expanding=True)),
        Job.due_at <= bindparam("at"),
    )
    .order_by(Job.due_at, Job.id)
    .limit(1)
)
_CLAIM = (
    update(Job)
    .where(Job.id == _DUE.with_for_update(skip_locked=True).scalar_subquery())
    .values(
        state=JobState.RUNNING,
        lease=bindparam("fence"),
        attempts=Job.attempts + 1,
        due_at=bindparam("until"),
        started_at=bindparam("at"),
        error=None,
    )
    .returning(Job)
    .execution_options(synchronize_session=False)
)
_KEEP = (
    update(Job)
    .where(Job.id == bindparam("its_id"), Job.lease == bindparam("its_fence"), Job.state == JobState.RUNNING)
    .values(
        due_at=bindparam("until"),
        stage=bindparam("at_stage"),
        steps_done=bindparam("so_many"),
        steps=bindparam("of_so_many"),
    )
    .returning(Job.is_cancel_asked)
)
# what was told last may be half a second old: what is done is done in all its steps
_FINISH = _held_job().values(
    state=JobState.DONE, lease=None, finished_at=bindparam("at"), steps_done=Job.steps
)


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


async def is_due(db: Statements, *, now: datetime, lanes: Collection[Lane]) -> bool:
    """Tell whether there is something to take; nothing is locked to learn it."""
    return await db.scalar(_DUE, {"lanes": tuple(lanes), "at": now}) is not None


async def claim(
    db: AsyncSession, *, now: datetime, lanes: Collection[Lane] = tuple(Lane), lease: timedelta = LEASE
) -> Job | None:
    """Take the job that is due first: a queued one, or one whose worker has died; None if there is none.

    A job that has taken its workers with it in every attempt is set aside for a person to look at; one that
    was to be cancelled when its worker died is cancelled.
    """
    values = {"lanes": tuple(lanes), "at": now, "fence": uuid4(), "until": now + lease}
    while job := await db.scalar(_CLAIM, values):
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
    values = {"until": now + lease, **dict(zip(("at_stage", "so_many", "of_so_many"), progress, strict=True))}
    is_cancel_asked = await db.change_one(_KEEP, values | _mine(job))
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
    if await db.scalar(_FINISH, {"at": now, **_mine(job)}) is None:
        raise LostLeaseError


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
    if await db.scalar(_held_job().values(**values), _mine(job)) is None:
        raise LostLeaseError
