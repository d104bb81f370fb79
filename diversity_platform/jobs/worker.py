"""The worker: takes jobs of each lane one after the other, keeps their lease, survives whatever they do."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from diversity_platform.jobs import presence, queue, schedules
from diversity_platform.jobs.bell import listen
from diversity_platform.jobs.errors import (
    CannotFinishError,
    JobCancelledError,
    LostLeaseError,
    NotNowError,
    UnknownJobError,
)
from diversity_platform.jobs.models import Lane
from diversity_platform.jobs.registry import handler
from diversity_platform.jobs.work import Work, utc_now
from diversity_platform.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from datetime import datetime, timedelta

    from diversity_platform.db.engine import Database
    from diversity_platform.jobs.models import Job

_log = logging.getLogger(__name__)

#: Seconds between two looks at an empty queue, and between two signs of life of a running job.
POLL, HEARTBEAT = 0.5, 0.5
#: Seconds between two looks at the timetable.
_TICK = 1.0
#: Seconds until a database that did not answer is asked again.
_UNREACHABLE = 5.0
_AWAY = (DBAPIError, OSError)


class Worker:
    """Does jobs until it is told to stop.

    Parameters
    ----------
    database
        Open and migrated.
    settings
        Of the installation, for the handlers.
    now
        The clock.
    poll, heartbeat
        Seconds between two looks at an empty queue, and between two signs of life of a running job.
    lease
        How long a job stays ours without a sign of life.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
        poll: float = POLL,
        heartbeat: float = HEARTBEAT,
        lease: timedelta = queue.LEASE,
    ) -> None:
        self._database, self._settings, self._now = database, settings or Settings(), now
        self._poll, self._heartbeat, self._lease = poll, heartbeat, lease
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Take no further job; those that are running are put back."""
        self._stop.set()

    async def run(self) -> None:
        """Do jobs until `stop`, those of each lane beside those of the others.

        A database that is away for a while is waited for.
        """
        bells = {lane: asyncio.Event() for lane in Lane}

        def ring() -> None:
            for bell in bells.values():
                bell.set()

        async with asyncio.TaskGroup() as group:
            lanes = (self._until_stopped(partial(self._doing, lane, bell)) for lane, bell in bells.items())
            working = [group.create_task(one) for one in (*lanes, self._until_stopped(self._keeping_time))]
            beside = [
                group.create_task(self._beside(partial(listen, self._database, ring))),
                group.create_task(self._beside(partial(presence.show, self._database, self._now))),
            ]
            try:
                await asyncio.wait(working)
            finally:
                self.stop()
                for one in beside:
                    one.cancel()

    async def drain(self) -> int:
        """Do all jobs that are due, or until `stop`; returns how many were taken."""
        done = 0
        while not self._stop.is_set() and await self.do_one():
            done += 1
        return done

    async def do_one(self, lanes: Collection[Lane] = tuple(Lane)) -> bool:
        """Do the job of some lanes that is due first; returns whether there was one."""
        async with self._database.writing.begin() as db:
            job = await queue.claim(db, now=self._now(), lanes=lanes, lease=self._lease)
        if job is None:
            return False
        with suppress(LostLeaseError):  # it is another worker's now
            await self._do(job)
        return True

    # ------------------------------------------------------------------------------------------ while it runs

    async def _doing(self, lane: Lane, bell: asyncio.Event) -> None:
        bell.clear()
        if await queue.is_due(self._database.statements, now=self._now(), lanes=(lane,)):
            while not self._stop.is_set() and await self.do_one((lane,)):
                pass
        await self._rest(self._poll, bell)

    async def _keeping_time(self) -> None:
        await schedules.queue_due(self._database, now=self._now())
        await self._rest(_TICK)

    async def _until_stopped(self, step: Callable[[], Awaitable[None]]) -> None:
        while not self._stop.is_set():
            try:
                await step()
            except _AWAY as error:
                _log.warning("The database does not answer: %s", _first_line(error))
                await self._rest(_UNREACHABLE)

    async def _beside(self, step: Callable[[], Awaitable[None]]) -> None:
        """Begin something anew whenever the database was away; that it is, the lanes say."""
        while not self._stop.is_set():
            with suppress(*_AWAY):
                await step()
            await self._rest(_UNREACHABLE)

    async def _rest(self, seconds: float, bell: asyncio.Event | None = None) -> None:
        """Wait until some seconds have passed, a bell rings, or the worker is to stop."""
        waiting = [asyncio.ensure_future(event.wait()) for event in (self._stop, bell) if event is not None]
        try:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()

    # ------------------------------------------------------------------------------------------ one job

    async def _do(self, job: Job) -> None:
        work = Work(self._database, job, self._settings, now=self._now, lease=self._lease)
        running = asyncio.ensure_future(self._handle(work, job))
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            while not running.done():
                await asyncio.wait(
                    {running, stopping}, timeout=self._heartbeat, return_when=asyncio.FIRST_COMPLETED
                )
                if stopping.done() and not running.done():
                    await self._end(work, running)
                    await self._note(queue.give_back, job)
                    return
                if not running.done():
                    await self._keep_alive(work)
            await running
        except JobCancelledError:
            await self._end(work, running)
            await self._note(queue.stop, job)
        finally:
            running.cancel()
            stopping.cancel()
            work.give_up()
            # nothing of the job goes on behind the next one's back
            await asyncio.gather(running, stopping, return_exceptions=True)

    @staticmethod
    async def _end(work: Work, running: asyncio.Future[None]) -> None:
        work.give_up()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    @staticmethod
    async def _keep_alive(work: Work) -> None:
        try:
            await work.keep_alive()
        except _AWAY as error:  # the lease lasts for several more heartbeats
            _log.warning("The database does not answer: %s", _first_line(error))

    async def _handle(self, work: Work, job: Job) -> None:
        try:
            await handler(job.name)(work, **job.arguments)
            if not work.is_finished:
                async with work.finishing():
                    pass
        except (LostLeaseError, JobCancelledError):
            raise
        except NotNowError as error:
            await self._note(queue.give_back, job, after=error.after, why=str(error))
        except (CannotFinishError, UnknownJobError) as error:
            _log.warning("Job %s %s cannot be done; why stands in its record.", job.name, job.id)
            await self._note(queue.fail, job, str(error), for_good=True)
        except Exception as error:  # noqa: BLE001 - whatever a job does, the worker goes on
            _log.exception("Job %s %s failed in attempt %s", job.name, job.id, job.attempts)
            await self._note(queue.fail, job, f"{type(error).__name__}: {error}", for_good=False)

    async def _note(self, what: Callable[..., Awaitable[None]], job: Job, *words: str, **how: object) -> None:
        """Write down how a job ended, or that it is to be tried again."""
        async with self._database.writing.begin() as db:
            await what(db, job, *words, now=self._now(), **how)


def _first_line(error: Exception) -> str:
    """Return what a driver says without the statement, and without the values that may stand below."""
    return (str(getattr(error, "orig", None) or error).splitlines() or [""])[0]
