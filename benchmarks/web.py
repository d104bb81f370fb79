"""Three routes of a web application beside the same ones in minimal FastAPI and Django applications.

    python benchmarks/web.py
    python benchmarks/web.py --databases sqlite --rounds 3

read    GET /api/companies/{id}: one row by its identifier, as JSON
insert  POST /api/companies: a JSON body is checked and becomes one row; 201 and JSON
page    GET /page: thirty rows become a ranking in HTML, by the templates usual for the framework

All applications run side by side on the same rows, with as many processes each: two on PostgreSQL, one on
SQLite. wrk loads one of them at a time from 4 to 32 connections; in each round all applications take
turns at a load before the next one, and the first of them is another one each round. A figure is the median
of its rounds.

The ratio "at equal p99" of a route: the peer with the highest throughput at any number of connections is the
best peer, and its p99 there is the limit. Of ours counts the highest throughput among the numbers of
connections whose p99 keeps the limit, divided by the best peer's; 0 where none keeps it. It is told twice:
against all peers, each behind the server that suits it best, and against those behind the server that their
documentation begins with (uvicorn, gunicorn).

Target: at least 1.0 against all peers for each route on PostgreSQL. SQLite is reported. The exit status is 1
if the target is missed, 2 if it could not be measured. PostgreSQL: a server of our own that is thrown away,
durable and set up as initdb does, or a new database on the one that TEST_DATABASE_URL names.

Needs wrk and `make install-bench`. A load during which other programs used more than a tenth of the machine
is repeated once they rest, until ten minutes were lost to that; what they used in the end is printed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sqlite3
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from web_peers import data, machine, serving
from web_peers.guard import NotMeasurableError
from web_peers.routes import ROUTES, check, load

if TYPE_CHECKING:
    from collections.abc import Collection

    from web_peers.routes import Load

TARGET = 1.0
LEVELS = (4, 8, 12, 16, 24, 32)
PROCESSES = {"postgresql": 2, "sqlite": 1}
WARM_UP_SECONDS = 1
#: Seconds that may be lost to waiting for other programs to rest, on each database.
PATIENCE = 600.0


@dataclass(frozen=True)
class Figure:
    """Medians of the rounds of one load."""

    route: str
    application: str
    connections: int
    throughput: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Ratio:
    """Ours beside the best peer at equal p99.

    Attributes
    ----------
    peer
        Its figure with the highest throughput.
    ours
        Our figure with the highest throughput that keeps the peer's p99; None where none does.
    """

    route: str
    peer: Figure
    ours: Figure | None

    @property
    def value(self) -> float:
        """The ratio."""
        return self.ours.throughput / self.peer.throughput if self.ours else 0.0


@dataclass(frozen=True)
class Measured:
    """What was measured on a database.

    Attributes
    ----------
    others
        Median share of the machine that other programs used meanwhile.
    """

    title: str
    figures: list[Figure]
    others: float

    def ratios(self, peers: Collection[str]) -> list[Ratio]:
        """Compare ours with some peers on each route."""
        routes = dict.fromkeys(figure.route for figure in self.figures)
        return [at_equal_p99([f for f in self.figures if f.route == route], peers) for route in routes]


def at_equal_p99(figures: list[Figure], peers: Collection[str]) -> Ratio:
    """Compare ours with the best of some peers on a route, as told above."""
    best = max((f for f in figures if f.application in peers), key=lambda f: f.throughput)
    kept = [f for f in figures if f.application == serving.OURS and f.p99 <= best.p99]
    return Ratio(best.route, best, max(kept, key=lambda f: f.throughput, default=None))


def measure(title: str, running: list[serving.Running], rounds: int, seconds: int) -> Measured:
    """Load every application on every route from every number of connections, in turns."""
    for one in running:
        check(one)
        for route in ROUTES:
            load(route, one, connections=LEVELS[-1], seconds=WARM_UP_SECONDS)
    found: dict[tuple[str, str, int], list[Load]] = {}
    watch = machine.Watch(PATIENCE)
    for number in range(rounds):
        turn = number % len(running)
        for route in ROUTES:
            for connections in LEVELS:
                for one in running[turn:] + running[:turn]:
                    work = partial(load, route, one, connections=connections, seconds=seconds)
                    found.setdefault((route.name, one.name, connections), []).append(watch.measure(work))
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    figures = [
        Figure(
            *key,
            throughput=statistics.median(result.throughput for result in results),
            p50=statistics.median(result.p50 for result in results),
            p99=statistics.median(result.p99 for result in results),
        )
        for key, results in found.items()
    ]
    return Measured(title, figures, statistics.median(watch.shares))


def on_postgresql(rounds: int, seconds: int) -> Measured:
    """Measure on PostgreSQL."""
    from web_peers import postgres  # noqa: PLC0415 - its driver is looked for first

    processes = PROCESSES["postgresql"]
    with postgres.postgresql() as address, tempfile.TemporaryDirectory(prefix="web-benchmark-") as name:
        data.fill(address)
        title = f"PostgreSQL {postgres.version(address)}, {processes} processes each"
        with serving.serving(lambda _: address, processes, Path(name)) as running:
            return measure(title, running, rounds, seconds)


def on_sqlite(rounds: int, seconds: int) -> Measured:
    """Measure on SQLite, a file for each application."""
    processes = PROCESSES["sqlite"]
    with tempfile.TemporaryDirectory(prefix="web-benchmark-") as name:
        folder = Path(name)

        def address(application: serving.Application) -> str:
            made = f"sqlite:///{folder / application.name.replace(', ', '-')}.db"
            data.fill(made)
            return made

        title = f"SQLite {sqlite3.sqlite_version}, {processes} process each"
        with serving.serving(address, processes, folder) as running:
            return measure(title, running, rounds, seconds)


ON = {"postgresql": on_postgresql, "sqlite": on_sqlite}
ALL = [application.name for application in serving.APPLICATIONS if application.name != serving.OURS]
USUAL = [application.name for application in serving.APPLICATIONS if application.is_usual]
USUAL.remove(serving.OURS)


def show(measured: Measured) -> None:
    """Print the table of a database and its ratios."""
    print(f"\n{measured.title}: answers a second (p99 in ms) from so many connections")
    print(f"{'':26}" + "".join(f"{connections:>16}" for connections in LEVELS))
    lines: dict[tuple[str, str], str] = {}
    for figure in measured.figures:
        key = (figure.route, figure.application)
        lines[key] = lines.get(key, "") + f"{figure.throughput:>8,.0f} ({figure.p99:5.1f})"
    for (route, application), line in lines.items():
        print(f"{route:8}{application:18}{line}")
    for name, peers in (("all peers", ALL), ("usual servers", USUAL)):
        for ratio in measured.ratios(peers):
            best = f"best {ratio.peer.throughput:,.0f} ({ratio.peer.application}, p99 {ratio.peer.p99:.1f})"
            ours = f"ours {ratio.ours.throughput:,.0f}" if ratio.ours else "ours keeps this p99 nowhere"
            print(f"{ratio.route:8}{name:18}{best}, {ours}: ratio {ratio.value:.2f}")
    print(f"other programs used {measured.others:.0%} of the machine meanwhile", flush=True)


def as_json(measured: Measured) -> dict[str, object]:
    """Return everything as JSON has it."""
    told = {
        name: [asdict(ratio) | {"ratio": ratio.value} for ratio in measured.ratios(peers)]
        for name, peers in (("all_peers", ALL), ("usual_servers", USUAL))
    }
    return asdict(measured) | {"ratios": told}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--databases", choices=[*ON, "both"], default="both", help="where to measure")
    parser.add_argument("--rounds", type=int, default=5, help="rounds a figure; the median is taken")
    parser.add_argument("--seconds", type=int, default=2, help="seconds a load")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of tables")
    return parser.parse_args()


def main() -> int:
    """Print the figures; returns the exit status."""
    options = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    faults = serving.missing()
    if faults:
        print("\n".join(faults), file=sys.stderr)
        return 2
    document: dict[str, object] = {"cores": os.cpu_count(), "python": platform.python_version()}
    status = 0
    for database in ON if options.databases == "both" else [options.databases]:
        try:
            measured = ON[database](options.rounds, options.seconds)
        except NotMeasurableError as error:
            print(f"{database}: {error}", file=sys.stderr)
            status = 2
            continue
        document[database] = as_json(measured)
        if not options.json:
            show(measured)
        if database == "postgresql":
            is_kept = all(ratio.value >= TARGET for ratio in measured.ratios(ALL))
            print(f"target {TARGET}: {'kept' if is_kept else 'MISSED'}", file=sys.stderr, flush=True)
            status = 0 if is_kept else 1
    if options.json:
        print(json.dumps(document, indent=2))
    return status


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
