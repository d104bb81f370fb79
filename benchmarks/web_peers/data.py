"""The tables that all applications share, filled by none of them."""

from __future__ import annotations

import os
import random
import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime

#: The variable that names the database to an application.
VARIABLE = "WEB_BENCHMARK_DATABASE"
#: Its value in an application: sqlite:///FILE or postgresql://...
ADDRESS = os.environ.get(VARIABLE, "")

COMPANIES = "web_benchmark_companies"
REGISTERED = "web_benchmark_registered"
CITY = "Norden"
CITIES = (CITY, "Osten", "Sueden", "Westen", "Auen", "Bergen", "Fluren", "Hafen", "Inseln", "Seen")
COMPANIES_A_CITY = 30

_AREAS = ("Health", "Energy", "Software", "Transport", "Food & Drink", "Construction")
_COLUMNS = (
    ("id", "uuid primary key"),
    ("city", "varchar(100) not null"),
    ("name", "varchar(300) not null"),
    ("number", "varchar(100) not null"),
    ("area", "varchar(100) not null"),
    ("score", "double precision not null"),
    ("low", "double precision not null"),
    ("high", "double precision not null"),
    ("band", "integer not null"),
    ("created_at", "timestamp with time zone not null"),
)
_REGISTERED_COLUMNS = (*_COLUMNS[:5], ("employees", "integer not null"), _COLUMNS[-1])


def for_sqlalchemy(address: str) -> str:
    """Name the asynchronous driver in an address."""
    scheme, _, rest = address.partition("://")
    return f"{'sqlite+aiosqlite' if scheme == 'sqlite' else 'postgresql+asyncpg'}://{rest}"


def rows() -> list[tuple[object, ...]]:
    """Return thirty companies of each city, the same ones in every run."""
    chance = random.Random(1)  # noqa: S311 - invented companies
    found: list[tuple[object, ...]] = []
    for city in CITIES:
        for place in range(COMPANIES_A_CITY):
            score = round(chance.uniform(20, 95), 3)
            found.append(
                (
                    uuid.UUID(int=chance.getrandbits(128), version=4),
                    city,
                    f"Invented Company & Sons {city} {place:02d}",
                    f"{chance.randrange(10**8):08d}",
                    chance.choice(_AREAS),
                    score,
                    score - 4.5,
                    score + 4.5,
                    1 + place % 3,
                    datetime(2025, 1, 1, 12, place, tzinfo=UTC),
                )
            )
    return found


def fill(address: str) -> None:
    """Make both tables and fill the one that is read."""
    if address.startswith("sqlite"):
        _fill_embedded(address.removeprefix("sqlite:///"))
        return
    import psycopg  # noqa: PLC0415 - whoever measures SQLite only needs no driver

    with psycopg.connect(address, autocommit=True) as connection:
        for statement in _creating():
            connection.execute(statement)
        marks = ", ".join(["%s"] * len(_COLUMNS))
        connection.cursor().executemany(f"INSERT INTO {COMPANIES} VALUES ({marks})", rows())  # noqa: S608 - our own names
        connection.execute("VACUUM ANALYZE")


def _fill_embedded(file: str) -> None:
    """As both ORMs keep them: identifiers as 32 hexadecimal digits, moments as text without a zone."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        for statement in _creating():
            embedded = statement.replace("uuid", "char(32)").replace("timestamp with time zone", "datetime")
            connection.execute(embedded)
        marks = ", ".join("?" * len(_COLUMNS))
        kept = [(row[0].hex, *row[1:-1], f"{row[-1]:%Y-%m-%d %H:%M:%S.%f}") for row in rows()]
        connection.executemany(f"INSERT INTO {COMPANIES} VALUES ({marks})", kept)  # noqa: S608 - our own names


def _creating() -> list[str]:
    tables = ((COMPANIES, _COLUMNS), (REGISTERED, _REGISTERED_COLUMNS))
    made = [f"CREATE TABLE {t} ({', '.join(f'{n} {kind}' for n, kind in columns)})" for t, columns in tables]
    return [*made, f"CREATE INDEX ix_{COMPANIES}_city ON {COMPANIES} (city)"]
