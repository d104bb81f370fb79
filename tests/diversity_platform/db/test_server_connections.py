"""Connections to a server: none is asked before each use, and still none that ended is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Boolean, Integer, String, bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from diversity_platform.db import engine
from diversity_platform.db.identifiers import new_id
from diversity_platform.organisations.models import City

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.db.engine import Database

pytestmark = pytest.mark.anyio

BACKEND = select(func.pg_backend_pid(type_=Integer))


def values(slug: str, now: datetime) -> dict[str, object]:
    return {"id": new_id(), "slug": slug, "name": slug, "country": "XX", "licence": "CC0", "created_at": now}


async def test_a_reader_on_a_server_is_in_a_transaction_of_its_own_moment(
    server: Database, now: datetime
) -> None:
    slugs = select(City.slug)
    async with server.reading() as db:
        assert list(await db.scalars(slugs)) == []
        await server.statements.change(insert(City), values("meanwhile", now))
        assert list(await db.scalars(slugs)) == []
        with pytest.raises(DBAPIError, match="read-only transaction"):
            await db.execute(insert(City), values("never", now))
    assert await server.statements.scalar(slugs) == "meanwhile"
    async with server.writing.begin() as db:  # on the same connection, which may write again
        await db.execute(insert(City), values("written", now))


async def test_a_statement_leaves_no_transaction_open_on_a_server(server: Database) -> None:
    pid = await server.statements.scalar(BACKEND)
    state = text("SELECT state FROM pg_stat_activity WHERE pid = :pid").columns(state=String)
    async with server.writing() as db:
        assert await db.scalar(state, {"pid": pid}) == "idle"


async def test_connections_that_the_server_ended_are_replaced(server: Database) -> None:
    async def of_statements() -> int | None:
        return await server.statements.scalar(BACKEND)

    async def of_sessions() -> int | None:
        async with server.writing() as db:
            return await db.scalar(BACKEND)

    end = select(func.pg_terminate_backend(bindparam("pid", type_=Integer), 5000, type_=Boolean))
    for ask, tell in ((of_statements, of_sessions), (of_sessions, of_statements)):
        ended = await ask()
        if tell is of_statements:
            assert await server.statements.scalar(end, {"pid": ended})
        else:
            async with server.writing() as db:
                assert await db.scalar(end, {"pid": ended})
        assert await ask() != ended


async def test_a_connection_that_rested_is_asked_first(
    server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rested = await server.statements.scalar(BACKEND)
    async with server.reader.connect() as connection:
        kind = type((await connection.get_raw_connection()).dbapi_connection)
    asked = []

    def ping(connection: object) -> None:
        asked.append(connection)
        raise ConnectionResetError

    monkeypatch.setattr(kind, "ping", ping)
    assert await server.statements.scalar(BACKEND) == rested  # it did not rest for long
    assert not asked
    monkeypatch.setattr(engine, "_RESTED", -1.0)
    assert await server.statements.scalar(BACKEND) != rested
    assert len(asked) == 1
