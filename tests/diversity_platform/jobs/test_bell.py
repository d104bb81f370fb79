"""Workers hear of a job when it is committed, and show that they are there."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, text

from diversity_platform import __version__
from diversity_platform.db.engine import Database, open_database
from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.bell import listen
from diversity_platform.jobs.models import Job, JobState, WorkerPresence
from diversity_platform.jobs.presence import show, workers
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.worker import Worker
from tests.diversity_platform.jobs.room import new_scene

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.diversity_platform.jobs.conftest import Clock

pytestmark = pytest.mark.anyio

#: A worker that would not look by itself while a test runs.
DEAF = 3600.0


@asynccontextmanager
async def at_work(database: Database, clock: Clock) -> AsyncIterator[Worker]:
    worker = Worker(database, now=clock, poll=DEAF)
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await asyncio.wait_for(running, timeout=5)


async def until(database: Database, statement: str, wanted: object) -> None:
    for _ in range(500):
        async with database.reading() as db:
            if await db.scalar(text(statement)) == wanted:
                return
        await asyncio.sleep(0.01)
    pytest.fail(f"{statement} is never {wanted}")


async def test_a_worker_that_waits_is_woken_by_the_commit(address: str, clock: Clock) -> None:
    worker, web = open_database(address), open_database(address)
    try:
        async with at_work(worker, clock):
            await until(web, "SELECT count(*) FROM workers", 1)
            for number in range(3):
                async with web.writing.begin() as db:
                    await enqueue(db, "testroom.found", {"name": f"City {number}"}, now=clock())
                await until(web, "SELECT count(*) FROM jobs WHERE state = 'done'", number + 1)
    finally:
        await worker.close()
        await web.close()


async def test_nothing_rings_for_what_is_rolled_back(server: Database, clock: Clock) -> None:
    rung: asyncio.Queue[None] = asyncio.Queue()
    listening = asyncio.create_task(listen(server, partial(rung.put_nowait, None)))
    try:
        await asyncio.wait_for(rung.get(), timeout=5)  # it is there
        async with server.writing() as db:
            await enqueue(db, "testroom.nothing", {}, now=clock())
            await db.rollback()
        async with server.writing.begin() as db:
            await enqueue(db, "testroom.nothing", {}, now=clock())
        await asyncio.wait_for(rung.get(), timeout=5)
        await asyncio.sleep(0.1)
        assert rung.empty()
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_a_bell_whose_connection_is_lost_says_so(server: Database) -> None:
    ready = asyncio.Event()
    listening = asyncio.create_task(listen(server, ready.set))
    await asyncio.wait_for(ready.wait(), timeout=5)
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with server.writing.begin() as db:
        await db.execute(text(others))
    with pytest.raises(ConnectionError, match="the connection that listens for jobs was lost"):
        await asyncio.wait_for(listening, timeout=5)


async def test_a_worker_shows_that_it_is_there_and_takes_leave(database: Database, clock: Clock) -> None:
    async with database.writing.begin() as db:
        for age in (timedelta(hours=1), timedelta(days=2)):
            seen = clock() - age
            db.add(WorkerPresence(id=new_id(), place="gone", version="0", started_at=seen, seen_at=seen))
    async with at_work(database, clock):
        await until(database, "SELECT count(*) FROM workers WHERE place <> 'gone'", 1)
        async with database.reading() as db:
            found = await workers(db)
        assert [one.version for one in found] == [__version__, "0"]  # the one of two days ago is forgotten
        assert found[0].seen_at == found[0].started_at == clock()
    async with database.reading() as db:
        assert [one.place for one in await workers(db)] == ["gone"]


async def test_a_worker_that_stops_leaves_no_job_behind_as_running(database: Database, clock: Clock) -> None:
    new_scene()
    async with at_work(database, clock):
        async with database.writing.begin() as db:
            await enqueue(db, "testroom.count_in_a_thread", {"name": "x"}, now=clock())
        await until(database, "SELECT count(*) FROM jobs WHERE state = 'running'", 1)
    async with database.reading() as db:
        assert list(await db.scalars(select(Job.state))) == [JobState.QUEUED]


async def test_a_worker_whose_record_has_gone_shows_itself_again(database: Database, clock: Clock) -> None:
    showing = asyncio.create_task(show(database, clock, every=0.01))
    try:
        for _ in range(2):
            await until(database, "SELECT count(*) FROM workers", 1)
            async with database.writing.begin() as db:
                await db.execute(delete(WorkerPresence))
        await until(database, "SELECT count(*) FROM workers", 1)
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
    async with database.reading() as db:
        assert await workers(db) == []
