"""The queue of jobs beside a named library on each database: jobs a second, and how soon a job begins.

    python benchmarks/jobs.py
    python benchmarks/jobs.py --jobs 500 --rounds 1
    python benchmarks/jobs.py --kills 20

On SQLite huey, on PostgreSQL procrastinate, each in its documentation's first set-up with one worker that
does one job at a time. A job adds one row. Ours adds it in the transaction that finishes the job; theirs in
one of their own, so that a crash between the two loses or doubles it.

jobs/s    so many jobs are queued, then a worker is started; from the first effect to the last
latency   a worker that has nothing to do; jobs are queued one by one, 20 to 200 ms apart; from before the
          queueing transaction to the first line of the handler: median and 99th percentile
queueing  jobs queued a second, each in a transaction of its own

With --kills the workers are killed (SIGKILL) so many times while they do 1,000 jobs of 20 ms each, and
started again; told is what was lost (no effect 60 seconds after the last one) and doubled (more than one).

Applications take turns in every round; figures are medians of the rounds. PostgreSQL: a server of our own
that is thrown away, durable and set up as initdb does. Needs `make install-bench`.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from web_peers.postgres import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "jobs_peers"
#: Seconds until something must have happened, and after which nothing more is to come.
PATIENCE, SETTLED = 300.0, 60.0
#: Jobs that are done under kills.
HUNTED = 1000


@dataclass(frozen=True)
class Peer:
    """An application: its script, and the database it is measured on."""

    name: str
    script: str
    database: str


PEERS = (
    Peer("ours", "ours.py", "sqlite"),
    Peer("huey", "with_huey.py", "sqlite"),
    Peer("ours", "ours.py", "postgresql"),
    Peer("procrastinate", "with_procrastinate.py", "postgresql"),
)


@dataclass(frozen=True)
class Measured:
    """What one round of one application gave."""

    queueing: float
    throughput: float
    latency_median: float
    latency_p99: float


def command(peer: Peer, verb: str, address: str, number: int = 0) -> list[str]:
    """Return the command that has an application do something."""
    return [sys.executable, str(HERE / peer.script), verb, address, str(number)]


def environment(address: str) -> dict[str, str]:
    """Return the variables of its process."""
    paths = os.pathsep.join((str(HERE.parent.parent), str(HERE)))
    return os.environ | {"PYTHONPATH": paths, "EFFECTS": address}


def run(peer: Peer, verb: str, address: str, number: int = 0) -> float:
    """Run a verb to its end; returns the seconds it took."""
    began = time.perf_counter()
    subprocess.run(command(peer, verb, address, number), env=environment(address), check=True)
    return time.perf_counter() - began


@contextmanager
def worker(peer: Peer, address: str) -> Iterator[None]:
    """Run one worker for as long as the block takes."""
    process = subprocess.Popen(
        command(peer, "work", address),
        env=environment(address),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def rows(peer: Peer, address: str, statement: str) -> list[tuple[float, ...]]:
    """Return what a statement finds in the database of an application."""
    if peer.database == "sqlite":
        file = address.partition("///")[2] or address
        with sqlite3.connect(file, timeout=10) as db:
            return db.execute(statement).fetchall()
    with psycopg.connect(address.replace("postgresql+asyncpg", "postgresql")) as db:
        return db.execute(statement).fetchall()


def wait_for(peer: Peer, address: str, number: int) -> None:
    """Wait until so many jobs have had their effect."""
    until = time.monotonic() + PATIENCE
    while rows(peer, address, "SELECT count(*) FROM effects")[0][0] < number:
        if time.monotonic() > until:
            raise RuntimeError(f"{peer.name} on {peer.database} has not come to an end")
        time.sleep(0.05)


def measure(peer: Peer, address: str, jobs: int, single: int) -> Measured:
    """Measure one application once, in a database of its own."""
    run(peer, "prepare", address)
    idle = run(peer, "enqueue", address, 0)
    queueing = jobs / (run(peer, "enqueue", address, jobs) - idle)
    with worker(peer, address):
        wait_for(peer, address, jobs)
        first, last = rows(peer, address, "SELECT min(began), max(began) FROM effects")[0]
        before = rows(peer, address, "SELECT count(*) FROM effects")[0][0]
        run(peer, "trickle", address, single)
        wait_for(peer, address, int(before) + single)
    every = rows(peer, address, "SELECT began, asked FROM effects")
    waits = sorted(began - asked for began, asked in every if asked > last)
    return Measured(
        queueing, jobs / (last - first), statistics.median(waits), waits[int(0.99 * (len(waits) - 1))]
    )


def hunt(peer: Peer, address: str, kills: int) -> tuple[int, int]:
    """Kill the worker again and again; returns how many jobs were lost and how many were doubled."""
    moments = random.Random(1)  # noqa: S311 - when to kill
    run(peer, "prepare", address)
    run(peer, "enqueue", address, HUNTED)
    os.environ["SLOW"] = "0.02"
    for _ in range(kills):
        with worker(peer, address):
            time.sleep(moments.uniform(1.5, 2.0))
    with worker(peer, address):
        found, since = -1, time.monotonic()
        while found < HUNTED and time.monotonic() - since < SETTLED:
            now = int(rows(peer, address, "SELECT count(DISTINCT number) FROM effects")[0][0])
            if now != found:
                found, since = now, time.monotonic()
            time.sleep(0.2)
    del os.environ["SLOW"]
    every = int(rows(peer, address, "SELECT count(*) FROM effects")[0][0])
    return HUNTED - found, every - found


def address_on(peer: Peer, folder: Path, postgres: str, number: int) -> str:
    """Return the address of a new database for an application."""
    if peer.database == "sqlite":
        file = folder / f"{peer.name}-{number}.db"
        return f"sqlite+aiosqlite:///{file}" if peer.name == "ours" else str(file)
    name = f"jobs_{peer.name}_{number}"
    with psycopg.connect(postgres, autocommit=True) as db:
        db.execute(f'CREATE DATABASE "{name}"')
    scheme = "postgresql+asyncpg" if peer.name == "ours" else "postgresql"
    return f"{scheme}://{postgres.partition('://')[2].rpartition('/')[0]}/{name}"


def hunt_all(kills: int) -> None:
    """Kill the workers of all applications and print what became of the jobs."""
    print(f"{HUNTED} jobs, {kills} kills")
    with tempfile.TemporaryDirectory() as folder, postgresql() as postgres:
        for peer in PEERS:
            lost, doubled = hunt(peer, address_on(peer, Path(folder), postgres, 0), kills)
            print(f"{peer.database:<12}{peer.name:<15}{lost:>6} lost{doubled:>6} doubled", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The queue of jobs beside a library on each database.")
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--single", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=0)
    asked = parser.parse_args()
    if asked.kills:
        hunt_all(asked.kills)
        return
    found: dict[Peer, list[Measured]] = {peer: [] for peer in PEERS}
    with tempfile.TemporaryDirectory() as folder, postgresql() as postgres:
        for number in range(asked.rounds):
            for peer in PEERS:
                address = address_on(peer, Path(folder), postgres, number)
                found[peer].append(measure(peer, address, asked.jobs, asked.single))
    print(f"{asked.jobs} jobs, {asked.single} single ones, median of {asked.rounds} rounds")
    print(f"{'database':<12}{'':<15}{'queued/s':>10}{'jobs/s':>10}{'latency ms':>12}{'p99 ms':>10}")
    for peer, rounds in found.items():
        columns = zip(*(astuple(one) for one in rounds), strict=True)
        queueing, throughput, median, p99 = (statistics.median(column) for column in columns)
        print(
            f"{peer.database:<12}{peer.name:<15}{queueing:>10,.0f}{throughput:>10,.0f}"
            f"{1000 * median:>12,.1f}{1000 * p99:>10,.1f}"
        )


if __name__ == "__main__":
    main()
