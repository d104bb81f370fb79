"""The clock: every moment of the timetable is one job, whoever looks and however late."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from diversity_platform.db.engine import open_database
from diversity_platform.jobs import schedules as clockwork
from diversity_platform.jobs.errors import UnknownScheduleError
from diversity_platform.jobs.models import Job, Schedule
from diversity_platform.jobs.registry import handler
from diversity_platform.jobs.schedules import pause, queue_due, queue_now, schedules
from diversity_platform.jobs.timetable import Entry, timetable
from diversity_platform.jobs.worker import Worker

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from tests.diversity_platform.jobs.conftest import Clock

asynchronous = pytest.mark.anyio

NIGHTLY = Entry("nightly", "testroom.nothing", "day", "03:10")
HOURLY = Entry("hourly", "testroom.nothing", "hour", "05")
ALL = [NIGHTLY, HOURLY, Entry("minutely", "testroom.nothing", "minute")]


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> dict[str, Entry]:
    """Put a timetable of the tests in the place of the real one; gives it, to be changed."""
    table = {NIGHTLY.name: NIGHTLY}
    monkeypatch.setattr(clockwork, "timetable", lambda: table)
    return table


async def jobs(database: Database) -> list[Job]:
    async with database.reading() as db:
        return list(await db.scalars(select(Job).order_by(Job.id)))


async def due(database: Database) -> dict[str, datetime]:
    async with database.reading() as db:
        return {one.name: one.due_at for one in await schedules(db)}


# ------------------------------------------------------------------------------------------------- the table


@pytest.mark.parametrize(
    ("entry", "moment", "following"),
    [
        (NIGHTLY, "2026-03-02 03:09:59", "2026-03-02 03:10:00"),
        (NIGHTLY, "2026-03-02 03:10:00", "2026-03-03 03:10:00"),
        (NIGHTLY, "2026-12-31 23:59:59", "2027-01-01 03:10:00"),
        (HOURLY, "2026-03-02 09:04:59", "2026-03-02 09:05:00"),
        (HOURLY, "2026-03-02 23:05:00", "2026-03-03 00:05:00"),
        (ALL[2], "2026-03-02 09:04:59", "2026-03-02 09:05:00"),
    ],
)
def test_the_next_moment_is_the_first_one_after(entry: Entry, moment: str, following: str) -> None:
    found = entry.next_after(datetime.fromisoformat(moment).replace(tzinfo=UTC))
    assert f"{found:%Y-%m-%d %H:%M:%S}" == following


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - given a zone
    st.sampled_from(ALL),
)
def test_moments_follow_each_other_without_a_gap(moment: datetime, entry: Entry) -> None:
    period = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
    following = entry.next_after(moment)
    assert timedelta(0) < following - moment <= period[entry.every]
    assert entry.next_after(following) - following == period[entry.every]


@pytest.mark.parametrize(("every", "at"), [("day", "24:00"), ("hour", "60"), ("day", "03"), ("minute", "5")])
def test_a_moment_that_does_not_exist_is_refused(every: str, at: str) -> None:
    with pytest.raises(ValueError, match=r"is no moment of|zip"):
        Entry("x", "testroom.nothing", every, at)


def test_every_entry_of_the_real_timetable_is_a_job_of_a_slice() -> None:
    assert timetable()
    for entry in timetable().values():
        assert handler(entry.job).lane


# ------------------------------------------------------------------------------------------------- the clock


@asynchronous
async def test_an_entry_is_queued_at_its_moment_and_once(
    database: Database, clock: Clock, entries: dict[str, Entry]
) -> None:
    del entries
    assert await queue_due(database, now=clock()) == 0  # taken up; due next at night
    assert await due(database) == {"nightly": NIGHTLY.next_after(clock())}
    clock.moment = NIGHTLY.next_after(clock())
    assert await queue_due(database, now=clock()) == 1
    assert await queue_due(database, now=clock.forward(60)) == 0
    [job] = await jobs(database)
    assert (job.name, job.arguments, job.key) == ("testroom.nothing", {}, "timetable nightly")
    async with database.reading() as db:
        [schedule] = await schedules(db)
    assert (schedule.job_id, schedule.queued_at) == (job.id, NIGHTLY.next_after(clock()) - timedelta(days=1))


@asynchronous
async def test_nights_that_no_worker_saw_are_one_job(
    database: Database, clock: Clock, entries: dict[str, Entry]
) -> None:
    del entries
    await queue_due(database, now=clock())
    clock.forward(5 * 86_400)
    assert [await queue_due(database, now=clock()) for _ in range(3)] == [1, 0, 0]
    assert await due(database) == {"nightly": NIGHTLY.next_after(clock())}


@asynchronous
async def test_an_entry_whose_last_job_is_still_open_is_not_queued_beside_it(
    database: Database, clock: Clock, entries: dict[str, Entry]
) -> None:
    del entries
    await queue_due(database, now=clock())
    for _ in range(3):
        clock.forward(86_400)
        await queue_due(database, now=clock())
    assert len(await jobs(database)) == 1


@asynchronous
async def test_two_workers_that_look_at_once_queue_one_job(
    address: str, clock: Clock, entries: dict[str, Entry]
) -> None:
    entries["hourly"] = HOURLY
    databases = [open_database(address) for _ in range(3)]
    try:
        await asyncio.gather(*(queue_due(one, now=clock()) for one in databases))
        clock.forward(86_400)
        queued = await asyncio.gather(*(queue_due(one, now=clock()) for one in databases))
        assert sum(queued) == 2
        assert sorted(job.key or "" for job in await jobs(databases[0])) == [
            "timetable hourly", "timetable nightly",
        ]  # fmt: skip
    finally:
        for one in databases:
            await one.close()


@asynchronous
async def test_a_paused_entry_is_passed_over_and_what_it_missed_is_not_made_up(
    database: Database, clock: Clock, entries: dict[str, Entry]
) -> None:
    del entries
    await queue_due(database, now=clock())
    async with database.writing.begin() as db:
        await pause(db, "nightly", is_paused=True, now=clock())
    assert await queue_due(database, now=clock.forward(86_400)) == 0
    async with database.writing.begin() as db:
        await pause(db, "nightly", is_paused=False, now=clock())
    assert await queue_due(database, now=clock()) == 0
    assert await queue_due(database, now=clock.forward(86_400)) == 1


@asynchronous
async def test_an_entry_can_be_queued_at_once_and_its_next_moment_stays(
    database: Database, clock: Clock, entries: dict[str, Entry]
) -> None:
    del entries
    await queue_due(database, now=clock())
    before = await due(database)
    async with database.writing.begin() as db:
        job = await queue_now(db, "nightly", now=clock())
    assert [one.id for one in await jobs(database)] == [job]
    assert await due(database) == before
    async with database.writing.begin() as db:
        for verb in (queue_now(db, "daily", now=clock()), pause(db, "daily", is_paused=True, now=clock())):
            with pytest.raises(UnknownScheduleError, match="The timetable has no entry 'daily'"):
                await verb


@asynchronous
async def test_entries_that_are_new_are_taken_up_and_those_that_are_gone_dropped(
    database: Database, clock: Clock, entries: dict[str, Entry]
) -> None:
    await queue_due(database, now=clock())
    entries["hourly"] = HOURLY
    await queue_due(database, now=clock())
    assert set(await due(database)) == {"hourly", "nightly"}
    del entries["nightly"]
    await queue_due(database, now=clock())
    assert set(await due(database)) == {"hourly"}


@asynchronous
async def test_a_running_worker_regards_the_timetable(
    database: Database, clock: Clock, entries: dict[str, Entry]
) -> None:
    del entries
    async with database.writing.begin() as db:
        db.add(Schedule(name="nightly", due_at=clock(), is_paused=False))
    worker = Worker(database, now=clock)
    running = asyncio.create_task(worker.run())
    for _ in range(500):
        found = await jobs(database)
        if found and found[0].state == "done":
            break
        await asyncio.sleep(0.01)
    worker.stop()
    await asyncio.wait_for(running, timeout=5)
    assert [job.state for job in await jobs(database)] == ["done"]
