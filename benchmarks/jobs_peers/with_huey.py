"""huey on SQLite, as its documentation begins: a task adds one row on a connection of its own.

    python with_huey.py prepare|enqueue|trickle|work FILE [NUMBER]

Its queue is a file beside: a row and the task that is about it are two transactions.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time

from huey import SqliteHuey

FILE = os.environ.get("EFFECTS") or sys.argv[2]
#: Seconds that each job takes besides.
SLOW = float(os.environ.get("SLOW", "0"))
huey = SqliteHuey(filename=f"{FILE}.huey")


def _connect() -> sqlite3.Connection:
    db = sqlite3.connect(FILE, timeout=10)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    return db


_HELD: list[sqlite3.Connection] = []


@huey.task()
def add(number: int, asked: float) -> None:
    """Add a row that tells when the task was asked for and when it began."""
    began = time.time()
    time.sleep(SLOW)
    if not _HELD:
        _HELD.append(_connect())
    with _HELD[0] as db:
        db.execute("INSERT INTO effects VALUES (?, ?, ?)", (number, asked, began))


def main(what: str, number: int) -> None:
    """Do one of the verbs."""
    if what == "prepare":
        with _connect() as db:
            db.execute("CREATE TABLE effects (number INTEGER, asked FLOAT, began FLOAT)")
    elif what == "work":
        consumer = huey.create_consumer(workers=1)
        consumer.run()
    else:
        pauses = random.Random(1)  # noqa: S311 - pauses
        for one in range(number):
            if what == "trickle":
                time.sleep(pauses.uniform(0.02, 0.2))
            add(one, time.time())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
