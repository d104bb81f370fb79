"""What a handler is given: sessions, progress, and a transaction that finishes the job with its effect."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from diversity_platform.jobs import queue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.engine import Database
    from diversity_platform.jobs.models import Job

Result = TypeVar("Result")


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class Work:
    """One job in the hands of a worker.

    Handlers read in short sessions of `reading`, compute outside any transaction, and store their effect
    inside `finishing`: effect and completion are kept together or not at all.
    """

    def __init__(self, database: Database, job: Job, now: Callable[[], datetime] = utc_now) -> None:
        self._database, self._job, self.now = database, job, now
        self._progress = (job.stage, job.steps_done, job.steps)
        self.is_finished = False

    def progress(self, stage: str, done: int, total: int) -> None:
        """Take note of how far the job is; may be called from another thread."""
        self._progress = (stage, done, total)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads."""
        async with self._database.reading() as db:
            yield db

    async def compute(self, function: Callable[[], Result]) -> Result:
        """Run a long computation in a thread; the lease is kept alive meanwhile."""
        return await asyncio.to_thread(function)

    @asynccontextmanager
    async def finishing(self) -> AsyncIterator[AsyncSession]:
        """Open the transaction in which the effect is stored and the job is done.

        Raises
        ------
        LostLeaseError
            If another worker took over; the effect is rolled back.
        """
        async with self._database.writing.begin() as db:
            yield db
            await queue.finish(db, self._job, now=self.now())
        self.is_finished = True

    async def keep_alive(self) -> None:
        """Prolong the lease and write the progress down."""
        await queue.keep(self._database.statements, self._job, self._progress, now=self.now())
