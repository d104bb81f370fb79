"""A thousand jobs, and workers that are killed at random: none is lost, and none has its effect twice."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from diversity_platform.db.engine import Database, open_database
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.work import utc_now
from tests.diversity_platform.jobs import hunted_worker
from tests.diversity_platform.jobs.room import cities

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio

JOBS, WORKERS = 1000, 3
#: Seconds between two kills, and until everything must be done.
PAUSE, PATIENCE = (0.1, 0.6), 240.0
#: Fewer kills would show nothing.
KILLS_AT_LEAST = 20


class Hunt:
    """Workers that are killed at random and replaced."""

    def __init__(self, address: str, root: Path) -> None:
        self._command, self._root = [sys.executable, "-m", hunted_worker.__name__, address], root
        self._random = random.Random(20_161_006)  # noqa: S311 - it decides when to kill
        self.kills = 0
        self._workers = [self._start() for _ in range(WORKERS)]

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, cwd=self._root, stderr=subprocess.DEVNULL)

    def pause(self) -> float:
        return self._random.uniform(*PAUSE)

    def kill_one(self) -> None:
        place = self._random.randrange(WORKERS)
        self._workers[place].kill()
        assert self._workers[place].wait() == -9
        self.kills += 1
        self._workers[place] = self._start()

    def end(self) -> None:
        for worker in self._workers:
            worker.kill()
            worker.wait()


async def states(database: Database) -> dict[str, int]:
    async with database.reading() as db:
        rows = await db.execute(select(Job.state, func.count()).group_by(Job.state))
        return dict(tuple(row) for row in rows)


async def test_a_thousand_jobs_under_kills_are_each_done_exactly_once(address: str, root: Path) -> None:
    database = open_database(address)
    names = [f"City {number:04d}" for number in range(JOBS)]
    async with database.writing.begin() as db:
        for name in names:
            await enqueue(db, "testroom.found_slowly", {"name": name}, now=utc_now())
    hunt = Hunt(address, root)
    try:
        async with asyncio.timeout(PATIENCE):
            while await states(database) != {JobState.DONE: JOBS}:
                await asyncio.sleep(hunt.pause())
                await asyncio.to_thread(hunt.kill_one)
        async with database.reading() as db:
            found = Counter(await cities(db))
            tried_again = await db.scalar(select(func.count()).select_from(Job).where(Job.attempts > 1))
        lost = [name for name in names if not found[name]]
        doubled = [name for name in names if found[name] > 1]
        assert (lost, doubled, sum(found.values())) == ([], [], JOBS)
        assert hunt.kills >= KILLS_AT_LEAST
        assert tried_again  # some were in the middle of it
        print(f"{hunt.kills} kills, {tried_again} jobs tried again, 0 lost, 0 doubled")  # noqa: T201 - for the docs
    finally:
        await asyncio.to_thread(hunt.end)
        await database.close()
