"""The worker: what a job does and that it is done are kept together, whatever happens in between."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from diversity_platform.db.engine import Database, open_database
from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.work import utc_now
from diversity_platform.jobs.worker import Worker
from tests.diversity_platform.jobs import killed_worker
from tests.diversity_platform.jobs.room import cities, job_of, new_scene

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from tests.diversity_platform.jobs.conftest import Clock

pytestmark = pytest.mark.anyio

#: A worker that gives no sign of life while a test runs.
SILENT = 3600.0


async def queued(database: Database, now: datetime, job: str, **arguments: str) -> UUID:
    async with database.writing.begin() as db:
        return await enqueue(db, f"testroom.{job}", arguments, now=now)


async def stored(database: Database, identifier: UUID) -> Job:
    async with database.reading() as db:
        return await job_of(db, identifier)


async def founded(database: Database) -> list[str]:
    async with database.reading() as db:
        return await cities(db)


# ------------------------------------------------------------------------------------------------- one worker


async def test_a_job_is_done_together_with_its_effect(database: Database, clock: Clock) -> None:
    identifier = await queued(database, clock(), "found", name="Havenport")
    assert await Worker(database, now=clock).drain() == 1
    job = await stored(database, identifier)
    assert (job.state, job.attempts, job.lease) == (JobState.DONE, 1, None)
    assert (job.started_at, job.finished_at, job.error) == (clock(), clock(), None)
    assert await founded(database) == ["Havenport"]


async def test_a_job_that_stores_nothing_is_done_too(database: Database, clock: Clock) -> None:
    identifier = await queued(database, clock(), "nothing")
    assert await Worker(database, now=clock).drain() == 1
    assert (await stored(database, identifier)).state == JobState.DONE


async def test_a_worker_without_jobs_has_nothing_to_do(database: Database, clock: Clock) -> None:
    await queued(database, clock() + timedelta(hours=1), "nothing")
    assert await Worker(database, now=clock).drain() == 0
    assert await Worker(database, now=clock).do_one() is False


async def test_a_job_that_breaks_is_tried_five_times_and_does_not_stop_the_others(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    broken = await queued(database, clock(), "break_down", name="Havenport")
    await queued(database, clock(), "found", name="Other")
    worker = Worker(database, now=clock)
    with caplog.at_level(logging.ERROR):
        assert await worker.drain() == 2
        job = await stored(database, broken)
        assert (job.state, job.attempts, job.due_at) == (JobState.QUEUED, 1, clock() + timedelta(seconds=2))
        assert job.error == "RuntimeError: Havenport broke down"
        assert [await worker.drain() for _ in range(5) if clock.forward(60)] == [1, 1, 1, 1, 0]
    job = await stored(database, broken)
    assert (job.state, job.attempts) == (JobState.FAILED, 5)
    assert await founded(database) == ["Other"]
    assert [record.getMessage() for record in caplog.records] == [
        f"Job testroom.break_down {broken} failed in attempt {attempt}" for attempt in range(1, 6)
    ]


async def test_what_was_stored_before_a_job_broke_is_not_kept(
    database: Database, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    identifier = await queued(database, clock(), "break_down_while_storing", name="Havenport")
    assert await Worker(database, now=clock).drain() == 1
    assert (await stored(database, identifier)).state == JobState.QUEUED
    assert await founded(database) == []
    assert "Havenport broke down" in caplog.text


@pytest.mark.parametrize(
    ("job", "error"),
    [
        ("testroom.refuse", "Nobody has handed anything in."),
        ("testroom.of_a_later_version", "No slice has a job 'testroom.of_a_later_version'."),
    ],
)
async def test_a_job_that_can_never_be_done_is_set_aside_at_once_with_its_words(
    database: Database, clock: Clock, job: str, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    identifier = new_id()
    async with database.writing.begin() as db:
        db.add(Job(id=identifier, name=job, arguments={}, due_at=clock(), queued_at=clock()))
    assert await Worker(database, now=clock).drain() == 1
    found = await stored(database, identifier)
    assert (found.state, found.attempts, found.error) == (JobState.FAILED, 1, error)
    assert f"Job {job} {identifier} cannot be done; why stands in its record." in caplog.text
    assert error not in caplog.text  # it may quote what somebody wrote


async def test_a_job_with_other_arguments_than_it_takes_fails_and_says_so(
    database: Database, clock: Clock
) -> None:
    identifier = await queued(database, clock(), "found", nome="Havenport")
    await Worker(database, now=clock).drain()
    job = await stored(database, identifier)
    assert job.state == JobState.QUEUED
    assert job.error == "TypeError: found() got an unexpected keyword argument 'nome'"


async def test_progress_is_stored_while_the_job_runs(database: Database, clock: Clock) -> None:
    identifier = await queued(database, clock(), "wait_until_progress_is_stored")
    worker = Worker(database, now=clock, heartbeat=0.01)
    assert await asyncio.wait_for(worker.do_one(), timeout=10) is True
    job = await stored(database, identifier)
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert (job.stage, job.steps_done, job.steps) == ("Counting", 7, 7)  # done is done in all its steps


async def test_a_running_worker_takes_what_is_queued_later_until_it_is_stopped(
    database: Database, clock: Clock
) -> None:
    worker = Worker(database, now=clock, poll=0.01)
    running = asyncio.create_task(worker.run())
    for name in ("First", "Second"):
        identifier = await queued(database, clock(), "found", name=name)
        await _until_done(database, identifier)
    worker.stop()
    await asyncio.wait_for(running, timeout=5)
    assert await founded(database) == ["First", "Second"]


async def _until_done(database: Database, identifier: UUID) -> None:
    for _ in range(1000):
        if (await stored(database, identifier)).state == JobState.DONE:
            return
        await asyncio.sleep(0.01)
    pytest.fail("nobody has done it")


# ------------------------------------------------------------------------------------------------- stopping


async def test_a_worker_that_stops_gives_its_job_back_and_the_attempt_does_not_count(
    database: Database, clock: Clock
) -> None:
    scene = new_scene()
    identifier = await queued(database, clock(), "wait_the_first_time", name="Havenport")
    worker = Worker(database, now=clock)
    running = asyncio.create_task(worker.run())
    await scene.started.wait()
    assert (await stored(database, identifier)).state == JobState.RUNNING
    worker.stop()
    await asyncio.wait_for(running, timeout=5)
    job = await stored(database, identifier)
    assert (job.state, job.attempts, job.lease, job.due_at) == (JobState.QUEUED, 0, None, clock())
    assert (scene.calls, scene.cancelled, await founded(database)) == (1, 1, [])
    assert await Worker(database, now=clock).drain() == 1
    job = await stored(database, identifier)
    assert (job.state, job.attempts, await founded(database)) == (JobState.DONE, 1, ["Havenport"])


async def test_a_worker_that_is_stopped_while_it_drains_comes_to_an_end(
    database: Database, clock: Clock
) -> None:
    scene = new_scene()
    identifier = await queued(database, clock(), "wait_the_first_time", name="Havenport")
    worker = Worker(database, now=clock)
    running = asyncio.create_task(worker.drain())
    await scene.started.wait()
    worker.stop()
    assert await asyncio.wait_for(running, timeout=5) == 1
    assert (await stored(database, identifier)).state == JobState.QUEUED


# ---------------------------------------------------------------------------------------------- two workers


async def test_a_worker_that_comes_back_too_late_stores_nothing(database: Database, clock: Clock) -> None:
    scene = new_scene()
    identifier = await queued(database, clock(), "wait_the_first_time", name="Havenport")
    late = asyncio.create_task(Worker(database, now=clock, heartbeat=SILENT).do_one())
    await scene.started.wait()
    clock.forward(31)
    assert await Worker(database, now=clock).drain() == 1
    assert await founded(database) == ["Havenport"]
    scene.release.set()
    assert await asyncio.wait_for(late, timeout=5) is True
    assert (scene.calls, scene.cancelled) == (2, 0)  # both went on to the end
    assert await founded(database) == ["Havenport"]
    job = await stored(database, identifier)
    assert (job.state, job.attempts) == (JobState.DONE, 2)


async def test_a_worker_that_hears_of_its_lost_lease_stops_the_job(database: Database, clock: Clock) -> None:
    scene = new_scene()
    identifier = await queued(database, clock(), "wait_the_first_time", name="Havenport")
    slow = asyncio.create_task(Worker(database, now=clock, heartbeat=0.01).do_one())
    await scene.started.wait()
    # for the second worker the lease has run out, whatever the first one has prolonged it to
    ahead = clock() + timedelta(minutes=1)
    assert await Worker(database, now=lambda: ahead).drain() == 1
    assert await asyncio.wait_for(slow, timeout=5) is True
    assert (scene.calls, scene.cancelled) == (2, 1)
    assert await founded(database) == ["Havenport"]
    assert (await stored(database, identifier)).attempts == 2


async def test_two_workers_do_every_job_exactly_once(address: str, clock: Clock) -> None:
    databases = [open_database(address) for _ in range(2)]
    try:
        ids = [await queued(databases[0], clock(), "found", name=f"City {n:02d}") for n in range(40)]
        done = await asyncio.gather(*(Worker(database, now=clock).drain() for database in databases))
        assert sum(done) == 40
        if not databases[0].is_embedded:  # there nobody waits, and both have a share in it
            assert min(done) > 0
        assert await founded(databases[0]) == [f"City {n:02d}" for n in range(40)]
        jobs = [await stored(databases[0], identifier) for identifier in ids]
        assert [(job.state, job.attempts) for job in jobs] == [(JobState.DONE, 1)] * 40
    finally:
        for database in databases:
            await database.close()


@pytest.mark.parametrize("when", ["computing", "storing"])
async def test_a_worker_killed_in_the_middle_of_a_job_leaves_it_to_the_next_which_does_it_once(
    address: str, root: Path, tmp_path: Path, when: str
) -> None:
    database = open_database(address)
    try:
        arguments = {"name": "Havenport", "marker": str(tmp_path / "marker"), "when": when}
        identifier = await queued(database, utc_now(), "be_killed_the_first_time", **arguments)
        await asyncio.to_thread(_kill_in_the_middle, address, root)
        job = await stored(database, identifier)
        assert (job.state, job.attempts) == (JobState.RUNNING, 1)
        assert await founded(database) == []
        # it may still live, for all that the others know
        assert await Worker(database).drain() == 0
        later = utc_now() + timedelta(seconds=31)
        assert await Worker(database, now=lambda: later).drain() == 1
        job = await stored(database, identifier)
        assert (job.state, job.attempts) == (JobState.DONE, 2)
        assert await founded(database) == ["Havenport"]
        assert await Worker(database, now=lambda: later + timedelta(hours=1)).drain() == 0
    finally:
        await database.close()


def _kill_in_the_middle(address: str, root: Path) -> None:
    command = [sys.executable, "-m", killed_worker.__name__, address]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        process.kill()
    assert (said, process.returncode) == ("in the middle\n", -9)
