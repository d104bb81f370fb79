"""A slice with jobs of all kinds. What they do is to found a city: a row that can be counted afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.jobs.errors import CannotFinishError, NotNowError
from diversity_platform.jobs.models import Job
from diversity_platform.jobs.registry import job, long_job
from diversity_platform.organisations.models import City

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.jobs.work import Work

#: Where the registry looks for the jobs of a slice called testroom.
MODULE = "diversity_platform.testroom.jobs"


class Scene:
    """What a test and the jobs that it runs in its own process tell each other."""

    def __init__(self) -> None:
        self.started, self.release = asyncio.Event(), asyncio.Event()
        self.thread_ended = threading.Event()
        self.calls = self.cancelled = 0


_SCENES: list[Scene] = []


def new_scene() -> Scene:
    _SCENES[:] = [Scene()]
    return _SCENES[0]


def _found(db: AsyncSession, work: Work, name: str) -> None:
    slug = f"{name}-{os.urandom(8).hex()}"
    db.add(City(slug=slug, name=name, country="XX", licence="CC0", created_at=work.now()))


@job
async def found(work: Work, /, *, name: str) -> None:
    async with work.finishing() as db:
        _found(db, work, name)


@job
async def found_slowly(work: Work, /, *, name: str) -> None:
    """Take as long before the effect as between it and its being kept, so that kills meet both."""
    await asyncio.sleep(0.01)
    async with work.finishing() as db:
        _found(db, work, name)
        await db.flush()
        await asyncio.sleep(0.01)


@job
async def nothing(_work: Work, /) -> None:
    pass


@job
async def break_down(_work: Work, /, *, name: str) -> None:
    raise RuntimeError(f"{name} broke down")


@job
async def break_down_while_storing(work: Work, /, *, name: str) -> None:
    async with work.finishing() as db:
        _found(db, work, name)
        await db.flush()
        raise RuntimeError(f"{name} broke down")


@job
async def refuse(_work: Work, /) -> None:
    raise CannotFinishError("Nobody has handed anything in.")


@job
async def wait_the_first_time(work: Work, /, *, name: str) -> None:
    scene = _SCENES[0]
    scene.calls += 1
    if scene.calls == 1:
        scene.started.set()
        try:
            await scene.release.wait()
        except asyncio.CancelledError:
            scene.cancelled += 1
            raise
    async with work.finishing() as db:
        _found(db, work, name)


@job
async def wait_until_progress_is_stored(work: Work, /) -> None:
    await work.compute(lambda: work.progress("Counting", 3, 7))
    progress = ("", 0, 0)
    while progress == ("", 0, 0):
        await asyncio.sleep(0.005)
        async with work.reading() as db:
            row = (await db.execute(select(Job.stage, Job.steps_done, Job.steps))).one()
        progress = (row.stage, row.steps_done, row.steps)
    assert progress == ("Counting", 3, 7)


@long_job
async def count_in_a_thread(work: Work, /, *, name: str) -> None:
    """Count for a minute, or until the worker gives the job up."""
    scene = _SCENES[0]

    def count() -> None:
        try:
            for number in range(6000):
                work.progress("Counting", number, 6000)
                time.sleep(0.01)
        finally:
            scene.thread_ended.set()

    asyncio.get_running_loop().call_later(0.05, scene.started.set)
    await work.compute(count)
    async with work.finishing() as db:
        _found(db, work, name)


@job
async def wait_for_another_day(_work: Work, /) -> None:
    raise NotNowError("The post office is closed.", after=timedelta(minutes=10))


@job
async def be_killed_the_first_time(work: Work, /, *, name: str, marker: str, when: str) -> None:
    """Say that it is in the middle, and wait there to be killed."""
    first = _is_first(Path(marker))
    if first and when == "computing":
        await _wait_to_be_killed()
    async with work.finishing() as db:
        _found(db, work, name)
        await db.flush()
        if first:
            await _wait_to_be_killed()


def _is_first(marker: Path) -> bool:
    there = marker.exists()
    marker.touch()
    return not there


async def _wait_to_be_killed() -> None:
    sys.stdout.write("in the middle\n")
    sys.stdout.flush()
    await asyncio.sleep(60)
    os.kill(os.getpid(), signal.SIGKILL)


async def no_job(_work: Work, /) -> None:
    """Not marked as a job."""


async def cities(db: AsyncSession) -> list[str]:
    """Return what the jobs have founded."""
    return list(await db.scalars(select(City.name).order_by(City.name)))


async def job_of(db: AsyncSession, identifier: UUID) -> Job:
    """Return a job as it is stored."""
    return await db.get_one(Job, identifier, populate_existing=True)
