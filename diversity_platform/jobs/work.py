"""What a handler is given: sessions, progress, and a transaction that finishes the job with its effect."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from diversity_platform.jobs import queue
from diversity_platform.jobs.errors import JobCancelledError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.engine import Database
    from diversity_platform.jobs.models import Job
    from diversity_platform.settings import Settings

Result = TypeVar("Result")


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class Work:
    """One job in the hands of a worker.

    Handlers read in short sessions of `reading`, compute outside any transaction, and store their effect
    inside `finishing`: effect and completion are kept together or not at all.
    """

    def __init__(
        self,
        database: Database,
        job: Job,
        settings: Settings,
        *,
        now: Callable[[], datetime] = utc_now,
        lease: timedelta = queue.LEASE,
    ) -> None:
        self._database, self._job, self._lease = database, job, lease
        self.settings, self.now = settings, now
        self.job_id, self.asked_by = job.id, job.asked_by
        self._progress = (job.stage, job.steps_done, job.steps)
        self._is_given_up = False
        self.is_finished = False

    def progress(self, stage: str, done: int, total: int) -> None:
        """Take note of how far the job is; may be called from another thread.

        Raises
        ------
        JobCancelledError
            If the worker has given the job up: a computation in a thread ends here.
        """
        self._progress = (stage, done, total)
        if self._is_given_up:
            raise JobCancelledError

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads."""
        async with self._database.reading() as db:
            yield db

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction for what has to be kept even if the job is not finished after it."""
        async with self._database.writing.begin() as db:
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
        """Prolong the lease and write the progress down.

        Raises
        ------
        LostLeaseError
            If another worker took over.
        JobCancelledError
            If somebody asked for the job to be stopped.
        """
        kept = self._database.statements, self._job, self._progress
        if await queue.keep(*kept, now=self.now(), lease=self._lease):
            raise JobCancelledError

    def give_up(self) -> None:
        """Have a computation that runs in a thread end where it next tells how far it is."""
        self._is_given_up = True
