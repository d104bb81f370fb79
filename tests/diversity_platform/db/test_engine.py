"""Sessions that write and sessions that read, on a real database of each kind."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from diversity_platform.db.engine import Database, open_database
from diversity_platform.db.identifiers import new_id
from diversity_platform.organisations.models import City, Company

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


def city(slug: str, now: datetime) -> City:
    return City(slug=slug, name=slug.capitalize(), country="XX", licence="CC BY 4.0", created_at=now)


async def slugs(database: Database) -> list[str]:
    async with database.reading() as db:
        return list(await db.scalars(select(City.slug).order_by(City.slug)))


async def test_a_moment_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    moments = [
        datetime(2026, 3, 2, 9, 30, 15, 123_456, tzinfo=UTC),
        datetime(2026, 3, 2, 0, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    ]
    async with database.writing.begin() as db:
        db.add_all([city("first", moments[0]), city("second", moments[1])])
    async with database.reading() as db:
        found = list(await db.scalars(select(City.created_at).order_by(City.slug)))
    assert found == moments
    assert [moment.tzinfo for moment in found] == [UTC, UTC]


async def test_moments_of_other_zones_are_compared_as_moments(database: Database, now: datetime) -> None:
    # an hour earlier, although its clock shows a later hour
    earlier = (now - timedelta(hours=1)).astimezone(timezone(timedelta(hours=3)))
    async with database.writing.begin() as db:
        db.add_all([city("now", now), city("earlier", earlier)])
    async with database.reading() as db:
        assert list(await db.scalars(select(City.slug).where(City.created_at < now))) == ["earlier"]


async def test_a_naive_moment_is_refused(database: Database, now: datetime) -> None:
    async with database.writing() as db:
        db.add(city("naive", now.replace(tzinfo=None)))
        with pytest.raises(StatementError, match="has no time zone; moments are stored with one"):
            await db.flush()
        await db.rollback()
    assert await slugs(database) == []


async def test_what_is_raised_in_a_transaction_leaves_nothing(database: Database, now: datetime) -> None:
    async def break_down() -> None:
        async with database.writing.begin() as db:
            db.add(city("gone", now))
            await db.flush()
            assert await db.scalar(select(func.count()).select_from(City)) == 1
            raise LookupError

    with pytest.raises(LookupError):
        await break_down()
    assert await slugs(database) == []


async def test_foreign_keys_are_checked(database: Database, now: datetime) -> None:
    async with database.writing() as db:
        db.add(Company(city_id=new_id(), key="k", name="K", created_at=now))
        with pytest.raises(IntegrityError):
            await db.flush()
        await db.rollback()


async def test_a_reader_does_not_wait_for_a_writer(database: Database, now: datetime) -> None:
    async with database.writing.begin() as db:
        db.add(city("before", now))
    async with database.writing.begin() as db:
        db.add(city("during", now))
        await db.flush()
        # the writer's transaction stays open until the reader has its answer
        assert await asyncio.wait_for(slugs(database), timeout=5) == ["before"]
    assert await slugs(database) == ["before", "during"]


async def test_several_readers_read_at_once(database: Database) -> None:
    async with database.reading() as first, database.reading() as second:
        await first.scalar(select(City.id))
        assert await asyncio.wait_for(second.scalar(text("SELECT 7")), timeout=5) == 7


async def test_writers_queue_up_and_none_is_lost(database: Database, now: datetime) -> None:
    async def add(number: int) -> None:
        async with database.writing.begin() as db:
            there = await db.scalar(select(func.count()).select_from(City))
            db.add(city(f"city-{number:02d}-after-{there}", now))

    await asyncio.gather(*(add(number) for number in range(20)))
    found = await slugs(database)
    assert [slug[:7] for slug in found] == [f"city-{number:02d}" for number in range(20)]
    if database.is_embedded:  # there each of them saw all that were there before it
        assert sorted(int(slug.split("-")[-1]) for slug in found) == list(range(20))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


async def test_every_connection_to_a_file_is_set_up(file: Path) -> None:
    asked = ("journal_mode", "synchronous", "busy_timeout", "foreign_keys", "secure_delete")
    database = open_database(f"sqlite+aiosqlite:///{file}")
    try:
        assert database.is_embedded
        for session in (database.writing, database.reading):
            async with session() as db:
                found = {name: await db.scalar(text(f"PRAGMA {name}")) for name in asked}
            assert found == {
                "journal_mode": "wal",
                "synchronous": 1,
                "busy_timeout": 10_000,
                "foreign_keys": 1,
                "secure_delete": 1,
            }
    finally:
        await database.close()


async def test_two_processes_worth_of_writers_wait_for_each_other(file: Path) -> None:
    """Two engines on one file: the second waits for the first one's lock and does not fail."""
    first, second = (open_database(f"sqlite+aiosqlite:///{file}") for _ in range(2))
    try:
        async with first.writing.begin() as db:
            await db.execute(text("CREATE TABLE t (n INTEGER)"))
        async with first.writing.begin() as holding:
            await holding.execute(text("INSERT INTO t VALUES (1)"))
            waiting = asyncio.create_task(_insert(second, 2))
            await asyncio.sleep(0.05)
            assert not waiting.done()
        await asyncio.wait_for(waiting, timeout=5)
        async with first.reading() as db:
            assert list(await db.scalars(text("SELECT n FROM t ORDER BY n"))) == [1, 2]
    finally:
        await first.close()
        await second.close()


async def test_a_database_in_memory_is_one_for_readers_and_writers() -> None:
    database = open_database("sqlite+aiosqlite:///:memory:")
    try:
        async with database.writing.begin() as db:
            await db.execute(text("CREATE TABLE t (n INTEGER)"))
            await db.execute(text("INSERT INTO t VALUES (3)"))
        async with database.reading() as db:
            assert await db.scalar(text("SELECT n FROM t")) == 3
    finally:
        await database.close()


async def _insert(database: Database, number: int) -> None:
    async with database.writing.begin() as db:
        await db.execute(text("INSERT INTO t VALUES (:n)"), {"n": number})
