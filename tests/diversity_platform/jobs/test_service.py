"""What people do with jobs: cancel, retry, discard; and what a job says of itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.errors import JobNotFoundError, WrongStateError
from diversity_platform.jobs.models import Job, JobState, Lane
from diversity_platform.jobs.queue import claim, enqueue, fail
from diversity_platform.jobs.service import cancel_job, discard_job, retry_job
from diversity_platform.jobs.worker import Worker
from tests.diversity_platform.jobs.room import cities, job_of, new_scene

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from tests.diversity_platform.jobs.conftest import Clock

pytestmark = pytest.mark.anyio

VERBS = {"cancel": cancel_job, "retry": retry_job, "discard": discard_job}


async def queued(
    database: Database, now: datetime, job: str = "nothing", *, key: str | None = None, **arguments: str
) -> UUID:
    async with database.writing.begin() as db:
        return await enqueue(db, f"testroom.{job}", arguments, now=now, key=key)


async def stored(database: Database, identifier: UUID) -> Job:
    async with database.reading() as db:
        return await job_of(db, identifier)


async def changed(database: Database, verb: str, identifier: UUID, now: datetime) -> Job:
    async with database.writing.begin() as db:
        return await VERBS[verb](db, identifier, now=now)


async def put_aside(database: Database, identifier: UUID, now: datetime) -> None:
    async with database.writing.begin() as db:
        job = await claim(db, now=now)
        assert job is not None
        assert job.id == identifier
        await fail(db, job, "broken", now=now, for_good=True)


async def test_a_job_that_waits_is_cancelled_at_once(database: Database, clock: Clock) -> None:
    identifier = await queued(database, clock(), "found", name="Havenport")
    await changed(database, "cancel", identifier, clock.forward(5))
    job = await stored(database, identifier)
    assert (job.state, job.attempts, job.finished_at) == (JobState.CANCELLED, 0, clock())
    assert await Worker(database, now=clock).drain() == 0
    async with database.reading() as db:
        assert await cities(db) == []


async def test_a_job_that_runs_stops_at_the_next_sign_of_life_and_stores_nothing(
    database: Database, clock: Clock
) -> None:
    scene = new_scene()
    identifier = await queued(database, clock(), "wait_the_first_time", name="Havenport")
    running = asyncio.create_task(Worker(database, now=clock, heartbeat=0.01).do_one())
    await scene.started.wait()
    asked = await changed(database, "cancel", identifier, clock())
    assert (asked.state, asked.is_cancel_asked) == (JobState.RUNNING, True)
    assert await asyncio.wait_for(running, timeout=5) is True
    job = await stored(database, identifier)
    assert (job.state, job.lease, job.finished_at) == (JobState.CANCELLED, None, clock())
    assert (scene.calls, scene.cancelled) == (1, 1)
    async with database.reading() as db:
        assert await cities(db) == []


async def test_a_computation_in_a_thread_ends_where_it_next_tells_how_far_it_is(
    database: Database, clock: Clock
) -> None:
    scene = new_scene()
    identifier = await queued(database, clock(), "count_in_a_thread", name="Havenport")
    running = asyncio.create_task(Worker(database, now=clock, heartbeat=0.01).do_one())
    await scene.started.wait()
    await changed(database, "cancel", identifier, clock())
    assert await asyncio.wait_for(running, timeout=5) is True
    assert await asyncio.wait_for(asyncio.to_thread(scene.thread_ended.wait, 5), timeout=10)
    assert (await stored(database, identifier)).state == JobState.CANCELLED


async def test_a_job_whose_worker_died_after_it_was_to_be_cancelled_is_not_done_again(
    database: Database, clock: Clock
) -> None:
    identifier = await queued(database, clock(), "found", name="Havenport")
    async with database.writing.begin() as db:
        assert await claim(db, now=clock()) is not None
    await changed(database, "cancel", identifier, clock())
    clock.forward(31)
    assert await Worker(database, now=clock).drain() == 0
    job = await stored(database, identifier)
    assert (job.state, job.lease, job.finished_at) == (JobState.CANCELLED, None, clock())


async def test_a_failed_job_is_tried_again_with_all_its_attempts(database: Database, clock: Clock) -> None:
    identifier = await queued(database, clock(), "found", name="Havenport")
    await put_aside(database, identifier, clock())
    again = await changed(database, "retry", identifier, clock.forward(60))
    assert (again.id, again.state, again.attempts) == (identifier, JobState.QUEUED, 0)
    assert await Worker(database, now=clock).drain() == 1
    job = await stored(database, identifier)
    assert (job.state, job.attempts, job.error) == (JobState.DONE, 1, None)


async def test_a_cancelled_job_can_be_wanted_after_all(database: Database, clock: Clock) -> None:
    scene = new_scene()
    identifier = await queued(database, clock(), "wait_the_first_time", name="Havenport")
    running = asyncio.create_task(Worker(database, now=clock, heartbeat=0.01).do_one())
    await scene.started.wait()
    await changed(database, "cancel", identifier, clock())
    await asyncio.wait_for(running, timeout=5)
    await changed(database, "retry", identifier, clock())
    assert await Worker(database, now=clock, heartbeat=0.01).drain() == 1
    assert (await stored(database, identifier)).state == JobState.DONE


async def test_a_job_whose_key_is_open_again_is_not_queued_beside_it(
    database: Database, clock: Clock
) -> None:
    first = await queued(database, clock(), key="k")
    await put_aside(database, first, clock())
    second = await queued(database, clock(), key="k")
    assert (await changed(database, "retry", first, clock())).id == second
    assert (await stored(database, first)).state == JobState.FAILED
    await changed(database, "cancel", second, clock())
    assert (await changed(database, "retry", first, clock())).id == first


async def test_a_failed_job_can_be_put_away_and_keeps_its_words(database: Database, clock: Clock) -> None:
    identifier = await queued(database, clock())
    await put_aside(database, identifier, clock())
    await changed(database, "discard", identifier, clock.forward(60))
    job = await stored(database, identifier)
    assert (job.state, job.error, job.finished_at) == (JobState.CANCELLED, "broken", clock())


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("cancel", JobState.DONE), ("cancel", JobState.FAILED), ("cancel", JobState.CANCELLED),
        ("retry", JobState.QUEUED), ("retry", JobState.RUNNING), ("retry", JobState.DONE),
        ("discard", JobState.QUEUED), ("discard", JobState.RUNNING), ("discard", JobState.DONE),
        ("discard", JobState.CANCELLED),
    ],
)  # fmt: skip
async def test_what_cannot_be_done_is_refused_with_the_state(
    database: Database, now: datetime, verb: str, state: JobState
) -> None:
    identifier = new_id()
    async with database.writing.begin() as db:
        db.add(
            Job(id=identifier, name="testroom.nothing", arguments={}, state=state, due_at=now, queued_at=now)
        )
    with pytest.raises(WrongStateError) as refused:
        await changed(database, verb, identifier, now)
    assert str(refused.value).startswith(f"The job {identifier} is {state}; only ")
    assert (await stored(database, identifier)).state == state


@pytest.mark.parametrize("verb", VERBS)
async def test_a_job_that_is_not_there_is_said_to_be_so(database: Database, now: datetime, verb: str) -> None:
    with pytest.raises(JobNotFoundError, match="There is no job"):
        await changed(database, verb, new_id(), now)


async def test_what_is_not_there_now_is_waited_for_and_costs_no_attempt(
    database: Database, clock: Clock
) -> None:
    identifier = await queued(database, clock(), "wait_for_another_day")
    for _ in range(7):
        assert await Worker(database, now=clock).drain() == 1
        job = await stored(database, identifier)
        assert (job.state, job.attempts, job.lease) == (JobState.QUEUED, 0, None)
        assert (job.error, job.due_at) == ("The post office is closed.", clock() + timedelta(minutes=10))
        clock.forward(600)


async def test_a_job_waits_in_the_lane_of_its_handler_unless_its_asker_names_another(
    database: Database, now: datetime
) -> None:
    async with database.writing.begin() as db:
        ids = [
            await enqueue(db, "testroom.nothing", {}, now=now),
            await enqueue(db, "testroom.count_in_a_thread", {"name": "x"}, now=now),
            await enqueue(db, "testroom.nothing", {}, now=now, lane=Lane.URGENT),
        ]
        assert [(await job_of(db, one)).lane for one in ids] == [Lane.USUAL, Lane.LONG, Lane.URGENT]
        assert [(await claim_in(db, now, lane)).id for lane in (Lane.URGENT, Lane.USUAL, Lane.LONG)] == [
            ids[2], ids[0], ids[1],
        ]  # fmt: skip


async def claim_in(db: object, now: datetime, lane: Lane) -> Job:
    job = await claim(db, now=now, lanes=(lane,))  # type: ignore[arg-type] # a session
    assert job is not None
    return job


async def test_a_long_job_keeps_nobody_waiting_in_the_other_lanes(database: Database, clock: Clock) -> None:
    scene = new_scene()
    worker = Worker(database, now=clock, poll=0.01)
    await queued(database, clock(), "count_in_a_thread", name="Slow")
    running = asyncio.create_task(worker.run())
    await scene.started.wait()
    quick = await queued(database, clock(), "found", name="Quick")
    for _ in range(500):
        if (await stored(database, quick)).state == JobState.DONE:
            break
        await asyncio.sleep(0.01)
    assert not scene.thread_ended.is_set()
    worker.stop()
    await asyncio.wait_for(running, timeout=5)
    assert (await stored(database, quick)).state == JobState.DONE
    assert await asyncio.to_thread(scene.thread_ended.wait, 5)
