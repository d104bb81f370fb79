"""The worker: takes jobs one after the other, keeps their lease, and survives whatever they do."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from diversity_platform.jobs import queue
from diversity_platform.jobs.errors import CannotFinishError, LostLeaseError, UnknownJobError
from diversity_platform.jobs.registry import handler
from diversity_platform.jobs.work import Work, utc_now

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from diversity_platform.db.engine import Database
    from diversity_platform.jobs.models import Job

_log = logging.getLogger(__name__)

#: Seconds between two looks at an empty queue, and between two signs of life of a running job.
POLL, HEARTBEAT = 0.5, 0.5
#: Seconds until a database that did not answer is asked again.
_UNREACHABLE = 5.0


class Worker:
    """Does jobs until it is told to stop."""

    def __init__(
        self,
        database: Database,
        *,
        now: Callable[[], datetime] = utc_now,
        poll: float = POLL,
        heartbeat: float = HEARTBEAT,
    ) -> None:
        self._database, self._now, self._poll, self._heartbeat = database, now, poll, heartbeat
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Take no further job; one that is running is put back."""
        self._stop.set()

    async def run(self) -> None:
        """Do jobs until `stop`; a database that is away for a while is waited for."""
        while not self._stop.is_set():
            try:
                idle, pause = not await self.do_one(), self._poll
            except (DBAPIError, OSError) as error:
                _log.warning("The database does not answer: %s", error)
                idle, pause = True, _UNREACHABLE
            if idle:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stop.wait(), pause)

    async def drain(self) -> int:
        """Do all jobs that are due, or until `stop`; returns how many were taken."""
        done = 0
        while not self._stop.is_set() and await self.do_one():
            done += 1
        return done

    async def do_one(self) -> bool:
        """Do the job that is due first; returns whether there was one."""
        async with self._database.writing.begin() as db:
            job = await queue.claim(db, now=self._now())
        if job is None:
            return False
        with suppress(LostLeaseError):  # it is another worker's now
            await self._do(job)
        return True

    async def _do(self, job: Job) -> None:
        work = Work(self._database, job, self._now)
        running = asyncio.ensure_future(self._handle(work, job))
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            while not running.done():
                await asyncio.wait(
                    {running, stopping}, timeout=self._heartbeat, return_when=asyncio.FIRST_COMPLETED
                )
                if stopping.done() and not running.done():
                    running.cancel()
                    with suppress(asyncio.CancelledError):
                        await running
                    async with self._database.writing.begin() as db:
                        await queue.give_back(db, job, now=self._now())
                    return
                if not running.done():
                    await self._keep_alive(work)
            await running
        finally:
            running.cancel()
            stopping.cancel()
            # nothing of the job goes on behind the next one's back
            await asyncio.gather(running, stopping, return_exceptions=True)

    @staticmethod
    async def _keep_alive(work: Work) -> None:
        try:
            await work.keep_alive()
        except (DBAPIError, OSError) as error:  # the lease lasts for several more heartbeats
            _log.warning("The database does not answer: %s", error)

    async def _handle(self, work: Work, job: Job) -> None:
        try:
            await handler(job.name)(work, **job.arguments)
        except (CannotFinishError, UnknownJobError) as error:
            _log.warning("Job %s %s cannot be done: %s", job.name, job.id, error)
            await self._fail(job, str(error), for_good=True)
        except LostLeaseError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a job does, the worker goes on
            _log.exception("Job %s %s failed in attempt %s", job.name, job.id, job.attempts)
            await self._fail(job, f"{type(error).__name__}: {error}", for_good=False)
        else:
            if not work.is_finished:
                async with work.finishing():
                    pass

    async def _fail(self, job: Job, error: str, *, for_good: bool) -> None:
        async with self._database.writing.begin() as db:
            await queue.fail(db, job, error, now=self._now(), for_good=for_good)
