"""Workers show that they are there, so that others can tell when nobody is."""

from __future__ import annotations

import asyncio
import os
import socket
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from diversity_platform import __version__
from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.models import WorkerPresence

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.engine import Database

#: Seconds between two signs of life of a worker.
_EVERY = 10.0
#: A worker that has shown nothing for so long has died; after the second time nobody needs to know any more.
MISSING_AFTER, FORGOTTEN_AFTER = timedelta(seconds=45), timedelta(days=1)


async def show(database: Database, now: Callable[[], datetime], *, every: float = _EVERY) -> None:
    """Show a sign of life every now and then; take leave when cancelled."""
    me, began = new_id(), now()
    mine = WorkerPresence.id == me
    try:
        while True:
            # the row may have gone: a backup was restored that knows nothing of us
            if not await database.statements.change(update(WorkerPresence).where(mine).values(seen_at=now())):
                await _arrive(database, me, began, now())
            await asyncio.sleep(every)
    finally:
        await database.statements.change(delete(WorkerPresence).where(mine))


async def _arrive(database: Database, me: UUID, began: datetime, now: datetime) -> None:
    place = f"{socket.gethostname()}, process {os.getpid()}"
    async with database.writing.begin() as db:
        db.add(WorkerPresence(id=me, place=place, version=__version__, started_at=began, seen_at=now))
        await db.execute(delete(WorkerPresence).where(WorkerPresence.seen_at < now - FORGOTTEN_AFTER))


async def workers(db: AsyncSession) -> list[WorkerPresence]:
    """Return the workers, the one seen last first."""
    return list(await db.scalars(select(WorkerPresence).order_by(WorkerPresence.seen_at.desc())))
