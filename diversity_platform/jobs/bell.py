"""What wakes a worker that waits: on PostgreSQL a notification, on SQLite that somebody wrote to the file.

It only saves waiting: who misses it finds the job at the next look.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from diversity_platform.db.engine import Database

#: The database notifies whenever a job is queued; the name stands in the migration that makes it do so.
CHANNEL = "diversity_jobs"
#: Seconds between two looks whether somebody wrote.
_LOOK = 0.02


async def listen(database: Database, ring: Callable[[], None]) -> None:
    """Ring whenever a job may have been queued, until cancelled.

    Raises
    ------
    sqlalchemy.exc.DBAPIError, OSError
        If the database does not answer any more.
    """
    if isinstance(database.engine.pool, StaticPool):
        await asyncio.Event().wait()  # in memory there is one connection, which does not see its own writing
    elif database.is_embedded:
        await _watch(str(database.engine.url.database), ring)
    else:
        await _hear(database, ring)


async def _hear(database: Database, ring: Callable[[], None]) -> None:
    """Listen on a connection of our own; the pool does not get it back."""
    lost = asyncio.Event()
    async with database.reader.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        driver.add_termination_listener(lambda _connection: lost.set())
        try:
            await driver.add_listener(CHANNEL, lambda *_notification: ring())
            ring()  # for what was queued before we listened
            await lost.wait()
        finally:
            await connection.invalidate()
    raise ConnectionError("the connection that listens for jobs was lost")


async def _watch(file: str, ring: Callable[[], None]) -> None:
    """Look whether somebody has written to the file, or to the log beside it that takes what is new."""
    seen = None
    while True:
        found = _written(file), _written(f"{file}-wal")
        if found != seen:
            seen = found
            ring()
        await asyncio.sleep(_LOOK)


def _written(file: str) -> tuple[int, int] | None:
    try:
        state = os.stat(file)  # noqa: PTH116 - fifty times a second
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size
