"""Single statements: each has a connection to itself, is a transaction of its own, and gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

from sqlalchemy.util import greenlet_spawn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import CursorResult, Engine, Executable, Row
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.sql.selectable import TypedReturnsRows

    Values = Mapping[str, object] | None

Columns = TypeVarTuple("Columns")
First = TypeVar("First")


class Statements:
    """Carries out statements that stand alone.

    What handlers are given: no connection waits while they compute, and a server hears of nothing but the
    statement. What several statements do or read together goes through a session.

    Parameters
    ----------
    reader
        Of statements that only read.
    writer
        Of statements that change something.
    """

    def __init__(self, reader: AsyncEngine, writer: AsyncEngine) -> None:
        # SQLAlchemy would start and end a coroutine of its own for each of connecting, executing and giving
        # back; here the three are one
        self._reader, self._writer = reader.sync_engine, writer.sync_engine

    async def rows(self, statement: TypedReturnsRows[*Columns], values: Values = None) -> list[Row[*Columns]]:
        """Return all rows that a statement finds."""
        return await greenlet_spawn(_rows, self._reader, statement, values)

    async def row(self, statement: TypedReturnsRows[*Columns], values: Values = None) -> Row[*Columns] | None:
        """Return the one row that a statement finds, None if there is none.

        Raises
        ------
        sqlalchemy.exc.MultipleResultsFound
            If there are several.
        """
        return await greenlet_spawn(_row, self._reader, statement, values)

    async def scalar(
        self, statement: TypedReturnsRows[First, *tuple[Any, ...]], values: Values = None
    ) -> First | None:
        """Return the first column of the first row that a statement finds, None if there is none."""
        return await greenlet_spawn(_scalar, self._reader, statement, values)

    async def change(self, statement: Executable, values: Values = None) -> int:
        """Carry out a statement that changes something, for good; returns how many rows it changed."""
        return await greenlet_spawn(_change, self._writer, statement, values)

    async def change_one(
        self, statement: TypedReturnsRows[First, *tuple[Any, ...]], values: Values = None
    ) -> First | None:
        """Carry out a statement that changes one row and tells of it; returns the first column, or None."""
        return await greenlet_spawn(_scalar, self._writer, statement, values)


def _rows(engine: Engine, statement: TypedReturnsRows[*Columns], values: Values) -> list[Row[*Columns]]:
    with engine.connect() as connection:
        return list(connection.execute(statement, values).all())


def _row(engine: Engine, statement: TypedReturnsRows[*Columns], values: Values) -> Row[*Columns] | None:
    with engine.connect() as connection:
        return connection.execute(statement, values).one_or_none()


def _scalar(
    engine: Engine, statement: TypedReturnsRows[First, *tuple[Any, ...]], values: Values
) -> First | None:
    with engine.connect() as connection:
        return connection.execute(statement, values).scalar()


def _change(engine: Engine, statement: Executable, values: Values) -> int:
    with engine.connect() as connection:
        done: CursorResult[Any] = connection.execute(statement, values)
        return done.rowcount
