"""A worker in a process of its own, for a test to kill: it works in the database of argument 1."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from diversity_platform.db.engine import open_database
from diversity_platform.jobs.worker import Worker
from tests.diversity_platform.jobs import room

#: Short, so that what a dead worker held is taken over soon.
LEASE = timedelta(seconds=1)


async def main(address: str) -> None:
    await Worker(open_database(address), lease=LEASE, heartbeat=0.2).run()


if __name__ == "__main__":
    sys.modules[room.MODULE] = room
    asyncio.run(main(sys.argv[1]))
