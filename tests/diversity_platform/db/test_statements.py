"""Statements that stand alone, on a real database of each kind."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, MultipleResultsFound

from diversity_platform.db.identifiers import new_id
from diversity_platform.organisations.models import City

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.db.engine import Database

pytestmark = pytest.mark.anyio


def values(slug: str, now: datetime) -> dict[str, object]:
    return {"id": new_id(), "slug": slug, "name": slug, "country": "XX", "licence": "CC0", "created_at": now}


async def test_what_a_statement_changed_is_there_for_good(database: Database, now: datetime) -> None:
    db = database.statements
    assert await db.change(insert(City), values("a", now)) == 1
    assert await db.change(insert(City).values([values("b", now), values("c", now)])) == 2
    assert await db.change(update(City).where(City.slug != "a").values(name="Other")) == 2
    assert await db.change(update(City).where(City.slug == "z").values(name="Other")) == 0
    async with database.reading() as session:
        assert list(await session.scalars(select(City.name).order_by(City.slug))) == ["a", "Other", "Other"]


async def test_rows_row_and_scalar(database: Database, now: datetime) -> None:
    db = database.statements
    found = select(City.slug, City.created_at).order_by(City.slug)
    assert (await db.rows(found), await db.row(found), await db.scalar(found)) == ([], None, None)
    await db.change(insert(City).values([values("a", now), values("b", now)]))
    assert [tuple(row) for row in await db.rows(found)] == [("a", now), ("b", now)]
    with pytest.raises(MultipleResultsFound):
        await db.row(found)
    row = await db.row(found.where(City.slug == "b"))
    assert row is not None
    assert (row.slug, row.created_at) == ("b", now)
    assert await db.scalar(found) == "a"


async def test_a_statement_that_fails_changes_nothing(database: Database, now: datetime) -> None:
    twice = [values("same", now), values("same", now)]
    with pytest.raises(IntegrityError):
        await database.statements.change(insert(City).values(twice))
    assert await database.statements.rows(select(City.slug)) == []


async def test_statements_read_what_is_kept_while_a_session_writes(database: Database, now: datetime) -> None:
    async with database.writing.begin() as session:
        await session.execute(insert(City), values("open", now))
        rows = database.statements.rows(select(City.slug))
        assert await asyncio.wait_for(rows, timeout=5) == []
    assert await database.statements.scalar(select(City.slug)) == "open"


async def test_many_at_once_wait_their_turn(database: Database, now: datetime) -> None:
    db = database.statements
    await asyncio.gather(*(db.change(insert(City), values(f"c{n:02d}", now)) for n in range(40)))
    found = await asyncio.gather(
        *(db.scalar(select(City.name).where(City.slug == f"c{n:02d}")) for n in range(40))
    )
    assert found == [f"c{n:02d}" for n in range(40)]


async def test_a_statement_given_up_half_way_leaves_the_connections_usable(
    database: Database, now: datetime
) -> None:
    db = database.statements
    for number in range(12):
        await db.scalar(select(City.slug))  # what is given up is the statement, not the connecting
        task = asyncio.ensure_future(db.change(insert(City), values(f"c{number:02d}", now)))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert await asyncio.wait_for(db.change(insert(City), values("last", now)), timeout=10) == 1
    assert await db.scalar(select(City.slug).where(City.slug == "last")) == "last"
