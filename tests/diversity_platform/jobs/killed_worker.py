"""A worker in a process of its own, for a test to kill: does what is due in the database of argument 1."""

from __future__ import annotations

import asyncio
import sys

from diversity_platform.db.engine import open_database
from diversity_platform.jobs.worker import Worker
from tests.diversity_platform.jobs import room


async def main(address: str) -> None:
    await Worker(open_database(address)).drain()


if __name__ == "__main__":
    sys.modules[room.MODULE] = room
    asyncio.run(main(sys.argv[1]))
