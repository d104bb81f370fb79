"""What wakes a worker that waits: on PostgreSQL a notification, on SQLite that somebody wrote to the file.

It only saves waiting: who misses it finds the job at the next look.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from diversity_platform.db.engine import Database

#: The database notifies whenever a job is queued; the name stands in the migration that makes it do so.
CHANNEL = "diversity_jobs"
#: Seconds between two looks whether somebody wrote; one look takes some tenths of a millisecond.
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
        await _watch(database, ring)
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


async def _watch(database: Database, ring: Callable[[], None]) -> None:
    """Ask whether another connection has written to the file."""
    async with database.reader.connect() as plain:
        connection = await plain.execution_options(begins=None)
        seen = None
        while True:
            found = (await connection.exec_driver_sql("PRAGMA data_version")).scalar()
            if found != seen:
                seen = found
                ring()
            await asyncio.sleep(_LOOK)
