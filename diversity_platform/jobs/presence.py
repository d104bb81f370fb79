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

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.engine import Database

#: Seconds between two signs of life of a worker.
_EVERY = 10.0
#: A worker that has shown nothing for so long has died; after the second time nobody needs to know any more.
MISSING_AFTER, FORGOTTEN_AFTER = timedelta(seconds=45), timedelta(days=1)


async def show(database: Database, now: Callable[[], datetime]) -> None:
    """Show a sign of life every now and then; take leave when cancelled."""
    me = WorkerPresence(
        id=new_id(),
        place=f"{socket.gethostname()}, process {os.getpid()}",
        version=__version__,
        started_at=now(),
        seen_at=now(),
    )
    async with database.writing.begin() as db:
        db.add(me)
        await db.execute(delete(WorkerPresence).where(WorkerPresence.seen_at < now() - FORGOTTEN_AFTER))
    try:
        while True:
            await asyncio.sleep(_EVERY)
            seen = update(WorkerPresence).where(WorkerPresence.id == me.id).values(seen_at=now())
            await database.statements.change(seen)
    finally:
        await database.statements.change(delete(WorkerPresence).where(WorkerPresence.id == me.id))


async def workers(db: AsyncSession) -> list[WorkerPresence]:
    """Return the workers, the one seen last first."""
    return list(await db.scalars(select(WorkerPresence).order_by(WorkerPresence.seen_at.desc())))
