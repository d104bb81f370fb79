"""procrastinate on PostgreSQL, as its documentation begins: a task adds one row on a pooled connection.

    python with_procrastinate.py prepare|enqueue|trickle|work ADDRESS [NUMBER]

A row and the end of its task are two transactions.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time

from procrastinate import App, PsycopgConnector

#: Seconds that each job takes besides.
SLOW = float(os.environ.get("SLOW", "0"))
app = App(connector=PsycopgConnector(conninfo=sys.argv[2].replace("postgresql+asyncpg", "postgresql")))
_ADDING = "INSERT INTO effects (number, asked, began) VALUES (%(number)s, %(asked)s, %(began)s)"


@app.task(name="add")
async def add(number: int, asked: float) -> None:
    """Add a row that tells when the task was asked for and when it began."""
    began = time.time()
    await asyncio.sleep(SLOW)
    await app.connector.execute_query_async(_ADDING, number=number, asked=asked, began=began)


async def _main(what: str, number: int) -> None:
    async with app.open_async():
        if what == "prepare":
            await app.schema_manager.apply_schema_async()
            await app.connector.execute_query_async(
                "CREATE TABLE effects (number INTEGER, asked FLOAT8, began FLOAT8)"
            )
        elif what == "work":
            await app.run_worker_async(concurrency=1)
        else:
            pauses = random.Random(1)  # noqa: S311 - pauses
            for one in range(number):
                if what == "trickle":
                    await asyncio.sleep(pauses.uniform(0.02, 0.2))
                await add.defer_async(number=one, asked=time.time())


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 0))
