"""Our queue: a job adds one row, in the transaction that finishes it.

python ours.py prepare|enqueue|trickle|work ADDRESS [NUMBER]
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
from types import ModuleType
from typing import TYPE_CHECKING

from sqlalchemy import text

from diversity_platform.db.engine import open_database
from diversity_platform.db.migrate import migrate
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.registry import job
from diversity_platform.jobs.work import Work, utc_now
from diversity_platform.jobs.worker import Worker

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database

#: Seconds that each job takes besides.
SLOW = float(os.environ.get("SLOW", "0"))
_ADDING = text("INSERT INTO effects (number, asked, began) VALUES (:number, :asked, :began)")


@job
async def add(work: Work, /, *, number: str, asked: str) -> None:
    """Add a row that tells when the job was asked for and when it began."""
    began = time.time()
    await asyncio.sleep(SLOW)
    async with work.finishing() as db:
        await db.execute(_ADDING, {"number": int(number), "asked": float(asked), "began": began})


async def prepare(database: Database, _number: int) -> None:
    """Make the tables."""
    await migrate(database)
    async with database.writing.begin() as db:
        await db.execute(text("CREATE TABLE effects (number INTEGER, asked FLOAT8, began FLOAT8)"))


async def enqueue_all(database: Database, number: int) -> None:
    """Queue jobs, each in a transaction of its own."""
    for one in range(number):
        await _ask(database, one)


async def trickle(database: Database, number: int) -> None:
    """Queue jobs now and then, while nothing else is to be done."""
    pauses = random.Random(1)  # noqa: S311 - pauses
    for one in range(number):
        await asyncio.sleep(pauses.uniform(0.02, 0.2))
        await _ask(database, one)


async def work(database: Database, _number: int) -> None:
    """Do jobs until killed."""
    await Worker(database).run()


async def _ask(database: Database, one: int) -> None:
    async with database.writing.begin() as db:
        asked = str(time.time())
        await enqueue(db, "bench.add", {"number": str(one), "asked": asked}, now=utc_now())


async def _main(what: str, address: str, number: int) -> None:
    verbs = {"prepare": prepare, "enqueue": enqueue_all, "trickle": trickle, "work": work}
    await verbs[what](open_database(address), number)


if __name__ == "__main__":
    room = ModuleType("diversity_platform.bench.jobs")
    room.add = add  # type: ignore[attr-defined] # as a slice has it
    sys.modules["diversity_platform.bench.jobs"] = room
    asyncio.run(_main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0))
