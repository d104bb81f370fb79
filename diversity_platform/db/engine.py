"""Opening the database: sessions that write and sessions that only read, each with its connections."""

from __future__ import annotations

import math
import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import StaticPool

from diversity_platform.db.errors import DatabaseNotUsableError
from diversity_platform.db.statements import Statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.pool import ConnectionPoolEntry

#: What services are given; they need not know who makes it.
Session = AsyncSession

#: Seconds that a connection to a server may rest before it is asked whether it still answers.
_RESTED = 5.0
#: So often, and after so many seconds, a pragma is tried again.
_TRIES, _PAUSE = 100, 0.1
_PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "recursive_triggers=ON",  # else REPLACE deletes rows behind the back of the triggers that refuse it
)


_OF_A_FILE = (
    "Check that this user may write the file and its folder and that no other program holds it, or name "
    "another: DIVERSITY_DATABASE=sqlite:///FILE."
)
_OF_A_SERVER = "Check that it runs, and the address, user and password in DIVERSITY_DATABASE."


@dataclass(frozen=True)
class Database:
    """An open database.

    Attributes
    ----------
    engine
        Of what writes. Close it with `close`.
    reader
        Of what only reads; on SQLite it never waits for a writer.
    writing
        Sessions for requests and jobs that change something.
    reading
        Sessions that only read: all they read is of one moment.
    statements
        Statements that stand alone.
    """

    engine: AsyncEngine
    reader: AsyncEngine
    writing: async_sessionmaker[AsyncSession]
    reading: async_sessionmaker[AsyncSession]
    statements: Statements

    @property
    def is_embedded(self) -> bool:
        """Whether it is the embedded SQLite database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """Turn what the driver or the system says about the database into words with the way out.

        Raises
        ------
        DatabaseNotUsableError
            If it cannot be opened, read or written.
        """
        try:
            yield
        except (DBAPIError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).strip().rstrip(".")
            remedy = _OF_A_FILE if self.is_embedded else _OF_A_SERVER
            what = f"The database {self.engine.url.database}" if self.is_embedded else "The database server"
            raise DatabaseNotUsableError(f"{what} cannot be used: {reason}. {remedy}") from error

    async def close(self) -> None:
        """Close all connections."""
        await self.reader.dispose()
        await self.engine.dispose()


def open_database(address: str) -> Database:
    """Open a database; no connection is made yet.

    Parameters
    ----------
    address
        As in `Settings.database`.
    """
    return _embedded(address) if address.startswith("sqlite") else _server(address)


# hide_parameters: a log that quotes the values of a statement would quote headcounts
def _server(address: str) -> Database:
    # no overflow: a connection opened for one request costs more than waiting for one that is there
    pool: dict[str, Any] = {"pool_size": 5, "max_overflow": 0, "hide_parameters": True}
    engine = create_async_engine(address, **pool)
    # nothing to begin and nothing to end: one journey to the server instead of three
    alone = create_async_engine(address, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True, **pool)
    for one in (engine.sync_engine, alone.sync_engine):
        event.listen(one, "checkin", _note_rest)
        event.listen(one, "checkout", _ask_if_rested)
    of_one_moment = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return _database(engine, alone, of_one_moment, Statements(alone, alone))


def _note_rest(_connection: object, record: ConnectionPoolEntry) -> None:
    """Note when a connection was given back."""
    record.info["rests_since"] = time.monotonic()


def _ask_if_rested(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401
    """Have the pool replace a connection that ended; asking each time would double the journeys."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError
    if time.monotonic() - record.info.get("rests_since", math.inf) > _RESTED:
        try:
            connection.ping()
        except Exception as error:  # whatever it is, another connection is tried
            raise DisconnectionError from error


def _embedded(address: str) -> Database:
    # one connection that writes: writers queue up for it instead of colliding in the file
    pool: dict[str, Any] = (
        {"poolclass": StaticPool} if address.endswith(":memory:") else {"pool_size": 1, "max_overflow": 0}
    )
    engine = create_async_engine(address, hide_parameters=True, **pool)
    reader = engine  # a database in memory is its connection: there the readers share it
    if "poolclass" not in pool:
        reader = create_async_engine(address, hide_parameters=True, pool_size=5, max_overflow=5)
    for one in {engine.sync_engine, reader.sync_engine}:
        event.listen(one, "do_connect", _try)
        event.listen(one, "connect", _configure)
        event.listen(one, "begin", _begin)
    alone = {"begins": None}
    statements = Statements(reader.execution_options(**alone), engine.execution_options(**alone))
    return _database(engine, reader, reader.execution_options(begins="BEGIN"), statements)


def _try(_dialect: object, _record: object, arguments: tuple[Any, ...], options: dict[str, Any]) -> None:
    """Open the file before the driver does: what it cannot open leaves a thread behind that fails loudly."""
    with closing(sqlite3.connect(*arguments, **options)) as connection:
        connection.execute("PRAGMA schema_version")


def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    """Set up a connection; the driver's own habit of beginning transactions is switched off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        _set(cursor, pragma)
    cursor.close()


def _set(cursor: Any, pragma: str) -> None:  # noqa: ANN401 - the driver's own type
    """Set a pragma; changing the journal fails at once while others write, whatever the busy timeout."""
    for _ in range(_TRIES):
        try:
            cursor.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(_PAUSE)
        else:
            return
    cursor.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Begin a transaction: one that will write takes the lock at once and cannot fail half-way."""
    begins = connection.get_execution_options().get("begins", "BEGIN IMMEDIATE")
    if begins is not None:
        connection.exec_driver_sql(begins)


def _database(
    engine: AsyncEngine, reader: AsyncEngine, of_one_moment: AsyncEngine, statements: Statements
) -> Database:
    return Database(
        engine=engine,
        reader=reader,
        writing=async_sessionmaker(engine, expire_on_commit=False),
        reading=async_sessionmaker(of_one_moment, expire_on_commit=False),
        statements=statements,
    )
