"""The queue: in with the caller's transaction, out under a lease, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text

from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.errors import LostLeaseError, UnknownJobError
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.queue import (
    ATTEMPTS,
    LEASE,
    claim,
    enqueue,
    fail,
    finish,
    give_back,
    jobs_by_id,
    keep,
)
from diversity_platform.organisations.models import City
from tests.diversity_platform.jobs.room import cities, job_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from tests.diversity_platform.jobs.conftest import Clock

pytestmark = pytest.mark.anyio


async def queued(database: Database, now: datetime, name: str = "one", *, key: str | None = None) -> UUID:
    async with database.writing.begin() as db:
        return await enqueue(db, "testroom.found", {"name": name}, now=now, key=key)


async def taken(database: Database, now: datetime) -> Job | None:
    async with database.writing.begin() as db:
        return await claim(db, now=now)


async def taken_for_sure(database: Database, now: datetime) -> Job:
    job = await taken(database, now)
    assert job is not None
    return job


async def stored(database: Database, identifier: UUID) -> Job:
    async with database.reading() as db:
        return await job_of(db, identifier)


async def number_of_jobs(database: Database) -> int:
    async with database.reading() as db:
        return int(await db.scalar(select(func.count()).select_from(Job)) or 0)


# ------------------------------------------------------------------------------------------------- putting in


async def test_a_job_is_queued_with_what_it_was_asked_for(database: Database, now: datetime) -> None:
    identifier = await queued(database, now, "Ægir & søn", key="k")
    job = await stored(database, identifier)
    assert (job.name, job.arguments, job.key) == ("testroom.found", {"name": "Ægir & søn"}, "k")
    assert (job.state, job.attempts, job.due_at, job.queued_at) == (JobState.QUEUED, 0, now, now)
    assert (job.lease, job.error, job.started_at, job.finished_at) == (None, None, None, None)
    assert (job.stage, job.steps_done, job.steps) == ("", 0, 0)


async def test_a_transaction_that_is_rolled_back_leaves_no_job(database: Database, now: datetime) -> None:
    async with database.writing() as db:
        await enqueue(db, "testroom.found", {"name": "one"}, now=now)
        assert await db.scalar(select(func.count()).select_from(Job)) == 1
        await db.rollback()
    assert await number_of_jobs(database) == 0
    assert await taken(database, now) is None


async def test_the_same_key_is_one_job_while_it_is_open(database: Database, now: datetime) -> None:
    first = await queued(database, now, "first", key="k")
    assert await queued(database, now, "second", key="k") == first
    assert await queued(database, now, "other", key="other") != first
    job = await taken_for_sure(database, now)
    assert (job.id, job.state) == (first, JobState.RUNNING)
    assert await queued(database, now, "third", key="k") == first
    assert (await stored(database, first)).arguments == {"name": "first"}
    assert await number_of_jobs(database) == 2


@pytest.mark.parametrize("end", ["done", "failed"])
async def test_the_same_key_is_a_new_job_afterwards(database: Database, now: datetime, end: str) -> None:
    first = await queued(database, now, key="k")
    job = await taken_for_sure(database, now)
    async with database.writing.begin() as db:
        if end == "done":
            await finish(db, job, now=now)
        else:
            await fail(db, job, "broken", now=now, for_good=True)
    second = await queued(database, now, key="k")
    assert second != first
    assert [(await stored(database, one)).state for one in (first, second)] == [end, JobState.QUEUED]


async def test_jobs_without_a_key_are_never_taken_together(database: Database, now: datetime) -> None:
    assert await queued(database, now) != await queued(database, now)


async def test_a_job_that_no_slice_has_is_refused(database: Database, now: datetime) -> None:
    unknown = [
        "testroom.no_such_job",
        "testroom.no_job",  # a function there, but not marked
        "testroom.asyncio",
        "nowhere.found",
        "testroom",
        "",
        "ratings.rate_task",
        "ratings.scoring.rate_task",
    ]
    for name in unknown:
        async with database.writing.begin() as db:
            with pytest.raises(UnknownJobError) as refused:
                await enqueue(db, name, {}, now=now)
        assert str(refused.value) == f"No slice has a job '{name}'."
    assert await number_of_jobs(database) == 0


# ------------------------------------------------------------------------------------------------- taking out


async def test_jobs_are_taken_as_they_are_due_and_then_as_they_were_queued(
    database: Database, now: datetime
) -> None:
    moments = [now, now - timedelta(hours=1), now, now - timedelta(hours=2), now]
    ids = [await queued(database, moment) for moment in moments]
    found = [(await taken_for_sure(database, now)).id for _ in ids]
    assert found == [ids[3], ids[1], ids[0], ids[2], ids[4]]
    assert await taken(database, now) is None


async def test_a_job_is_not_taken_before_it_is_due(database: Database, now: datetime) -> None:
    identifier = await queued(database, now + timedelta(seconds=1))
    assert await taken(database, now) is None
    assert (await taken_for_sure(database, now + timedelta(seconds=1))).id == identifier


async def test_who_takes_a_job_gets_a_lease_of_its_own(database: Database, now: datetime) -> None:
    for _ in range(2):
        await queued(database, now)
    first, second = await taken_for_sure(database, now), await taken_for_sure(database, now)
    assert first.lease != second.lease
    assert (first.state, first.attempts, first.started_at) == (JobState.RUNNING, 1, now)
    assert first.due_at == now + LEASE


async def test_a_dead_workers_job_is_taken_when_its_lease_has_run_out(
    database: Database, clock: Clock
) -> None:
    await queued(database, clock())
    dead = await taken_for_sure(database, clock())
    assert await taken(database, clock.forward(29)) is None
    second = await taken_for_sure(database, clock.forward(1))
    assert (second.id, second.attempts) == (dead.id, 2)
    assert second.lease != dead.lease


async def test_a_lease_that_is_kept_does_not_run_out(database: Database, clock: Clock) -> None:
    await queued(database, clock())
    job = await taken_for_sure(database, clock())
    await keep(database.statements, job, ("Counting", 3, 7), now=clock.forward(20))
    assert await taken(database, clock.forward(29)) is None
    found = await stored(database, job.id)
    assert (found.stage, found.steps_done, found.steps) == ("Counting", 3, 7)
    assert (await taken_for_sure(database, clock.forward(1))).id == job.id


async def test_who_has_lost_the_lease_can_do_nothing_and_its_effect_is_not_kept(
    database: Database, clock: Clock
) -> None:
    await queued(database, clock())
    lost = await taken_for_sure(database, clock())
    held = await taken_for_sure(database, clock.forward(31))
    attempts = {
        "finish": lambda db: finish(db, lost, now=clock()),
        "fail": lambda db: fail(db, lost, "late", now=clock(), for_good=False),
        "fail for good": lambda db: fail(db, lost, "late", now=clock(), for_good=True),
        "give back": lambda db: give_back(db, lost, now=clock()),
    }

    async def store_and(what: str) -> None:
        async with database.writing.begin() as db:
            db.add(City(slug="c", name=what, country="XX", licence="CC0", created_at=clock()))
            assert await cities(db) == [what]
            await attempts[what](db)

    for what in attempts:
        with pytest.raises(LostLeaseError):
            await store_and(what)
    with pytest.raises(LostLeaseError):
        await keep(database.statements, lost, ("Late", 9, 9), now=clock())
    async with database.reading() as db:
        assert await cities(db) == []
    found = await stored(database, held.id)
    assert (found.state, found.lease, found.error, found.stage) == (JobState.RUNNING, held.lease, None, "")
    async with database.writing.begin() as db:
        await finish(db, held, now=clock())
    found = await stored(database, held.id)
    assert (found.state, found.lease, found.finished_at) == (JobState.DONE, None, clock())


# ------------------------------------------------------------------------------------------------- giving up


async def test_a_failure_is_tried_again_after_a_pause_that_doubles_and_set_aside_after_five(
    database: Database, clock: Clock
) -> None:
    identifier = await queued(database, clock())
    pauses = []
    for attempt in range(1, ATTEMPTS + 1):
        job = await taken_for_sure(database, clock())
        assert job.attempts == attempt
        async with database.writing.begin() as db:
            await fail(db, job, f"broken {attempt}", now=clock(), for_good=False)
        job = await stored(database, identifier)
        assert (job.error, job.lease) == (f"broken {attempt}", None)
        if job.state == JobState.QUEUED:
            pauses.append((job.due_at - clock()).total_seconds())
            assert await taken(database, job.due_at - timedelta(microseconds=1)) is None
            clock.moment = job.due_at
    assert pauses == [2, 4, 8, 16]
    assert (job.state, job.attempts, job.finished_at) == (JobState.FAILED, 5, clock())
    assert await taken(database, clock.forward(3600)) is None


async def test_a_failure_for_good_is_not_tried_again(database: Database, clock: Clock) -> None:
    identifier = await queued(database, clock())
    job = await taken_for_sure(database, clock())
    async with database.writing.begin() as db:
        await fail(db, job, "never", now=clock(), for_good=True)
    job = await stored(database, identifier)
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, 1, "never")
    assert await taken(database, clock.forward(3600)) is None


async def test_a_job_that_takes_its_worker_with_it_each_time_is_set_aside(
    database: Database, clock: Clock
) -> None:
    identifier = await queued(database, clock(), "poison")
    for attempt in range(1, ATTEMPTS + 1):
        assert (await taken_for_sure(database, clock())).attempts == attempt
        clock.forward(31)
    other = await queued(database, clock(), "next")
    assert (await taken_for_sure(database, clock())).id == other
    job = await stored(database, identifier)
    assert (job.state, job.attempts, job.lease) == (JobState.FAILED, 5, None)
    assert (job.error, job.finished_at) == ("The worker died in each of 5 attempts.", clock())


async def test_the_fifth_attempt_has_its_whole_lease(database: Database, clock: Clock) -> None:
    identifier = await queued(database, clock())
    for _ in range(ATTEMPTS):
        clock.forward(31)
        job = await taken_for_sure(database, clock())
    assert await taken(database, clock.forward(29)) is None
    async with database.writing.begin() as db:
        await finish(db, job, now=clock())
    assert (await stored(database, identifier)).state == JobState.DONE


async def test_an_attempt_that_is_given_back_does_not_count(database: Database, now: datetime) -> None:
    identifier = await queued(database, now)
    for _ in range(ATTEMPTS + 2):
        job = await taken_for_sure(database, now)
        assert job.attempts == 1
        async with database.writing.begin() as db:
            await give_back(db, job, now=now)
    job = await stored(database, identifier)
    assert (job.state, job.attempts, job.lease, job.due_at) == (JobState.QUEUED, 0, None, now)


async def test_jobs_are_found_by_id_in_the_order_in_which_they_were_queued(
    database: Database, now: datetime
) -> None:
    ids = [await queued(database, now) for _ in range(4)]
    async with database.reading() as db:
        found = await jobs_by_id(db, [ids[2], ids[0], ids[3], new_id()])
    assert [job.id for job in found] == [ids[0], ids[2], ids[3]]


# ------------------------------------------------------------------------------------------------- at once


async def test_two_who_take_at_once_take_different_jobs_and_do_not_wait(
    server: Database, now: datetime
) -> None:
    ids = [await queued(server, now) for _ in range(2)]
    async with server.writing.begin() as one, server.writing.begin() as other:
        first = await claim(one, now=now)
        second = await asyncio.wait_for(claim(other, now=now), timeout=5)
        assert [job.id for job in (first, second) if job is not None] == ids
        assert await asyncio.wait_for(taken(server, now), timeout=5) is None


async def test_a_key_whose_job_ends_at_this_moment_gives_a_new_job(server: Database, now: datetime) -> None:
    first = await queued(server, now, key="k")
    job = await taken_for_sure(server, now)
    async with server.writing.begin() as ending:
        await ending.execute(select(Job.id).where(Job.id == first).with_for_update())
        asking = asyncio.create_task(queued(server, now, "again", key="k"))
        await _until_somebody_waits_for_a_lock(server)
        assert not asking.done()
        await finish(ending, job, now=now)
    second = await asyncio.wait_for(asking, timeout=5)
    assert second != first
    assert (await stored(server, second)).arguments == {"name": "again"}


async def _until_somebody_waits_for_a_lock(database: Database) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    for _ in range(500):
        async with database.reading() as db:
            if await db.scalar(waiting):
                return
        await asyncio.sleep(0.01)
    pytest.fail("nobody waits")
