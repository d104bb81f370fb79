"""Migrations on real databases: they make what the models say, once, and refuse what is not ours."""

from __future__ import annotations

import asyncio
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text

import diversity_platform
from diversity_platform.db.engine import Database, open_database
from diversity_platform.db.errors import DatabaseNotUsableError, ForeignDatabaseError, NewerDatabaseError
from diversity_platform.db.migrate import Step, head, migrate, revision_of
from diversity_platform.db.model import Model

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection

pytestmark = pytest.mark.anyio

STEPS = [
    Step("0001", "Cities and companies, data sheets, rating runs, editions, jobs."),
    Step(
        "0002",
        "The counts behind ratings as they were released, so that later editions can stand beside them.",
    ),
    Step("0003", "Jobs: lanes, cancelling, the timetable, and who works."),
    Step("0004", "The audit: who did what, when, on whose behalf."),
    Step("0005", "Mail: the outbox, and addresses that nothing is sent to any more."),
    Step("0006", "Passes of operators, and who is in."),
]
MISSING = "no-such-folder"


def import_all_models() -> None:
    """Import the tables of every slice, also of one that is added later."""
    package = Path(diversity_platform.__file__).parent
    found = [*package.glob("*/models.py"), *package.glob("*/models/__init__.py")]
    for path in found:
        relative = path.relative_to(package.parent).with_suffix("")
        import_module(".".join(relative.parts).removesuffix(".__init__"))
    assert len(found) >= 5


@pytest.fixture
async def empty(empty_address: str, anyio_backend: str) -> AsyncIterator[Database]:
    del anyio_backend
    database = open_database(empty_address)
    try:
        yield database
    finally:
        await database.close()


async def tables(database: Database) -> set[str]:
    async with database.engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: inspect(sync).get_table_names()))


async def refusal(address: str) -> str:
    database = open_database(address)
    try:
        with pytest.raises(DatabaseNotUsableError) as refused:
            await migrate(database)
    finally:
        await database.close()
    return str(refused.value)


async def test_an_empty_database_is_brought_to_the_head(empty: Database) -> None:
    assert await revision_of(empty) is None
    assert await migrate(empty) == STEPS
    assert await revision_of(empty) == head() == STEPS[-1].revision
    import_all_models()
    assert await tables(empty) == {*Model.metadata.tables, "alembic_version"}


async def test_the_schema_is_what_the_models_say(database: Database) -> None:
    import_all_models()

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Model.metadata))

    def checks(connection: Connection) -> set[tuple[str, str | None]]:
        found = inspect(connection)
        return {
            (table, check["name"])
            for table in Model.metadata.tables
            for check in found.get_check_constraints(table)
        }

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        # what alembic does not compare
        assert (
            await connection.run_sync(checks)
            == {
                ("jobs", "ck_jobs_lane"),
                ("jobs", "ck_jobs_state"),
                ("mails", "ck_mails_state"),
                ("editions", "ck_editions_frozen"),
                ("editions", "ck_editions_status"),
                ("headcount_cells", "ck_headcount_cells_people"),
                ("population_cells", "ck_population_cells_people"),
            }
            == {
                (table.name, str(constraint.name))
                for table in Model.metadata.tables.values()
                for constraint in table.constraints
                if isinstance(constraint, CheckConstraint)
            }
        )


async def test_the_comparison_would_notice_a_column_that_is_not_there(database: Database) -> None:
    import_all_models()

    def lacking(connection: Connection) -> list[str]:
        connection.execute(text("ALTER TABLE cities DROP COLUMN licence"))
        found = compare_metadata(MigrationContext.configure(connection), Model.metadata)
        return [f"{kind} {column.name}" for kind, _, _, column in found]

    async with database.engine.begin() as connection:
        assert await connection.run_sync(lacking) == ["add_column licence"]


async def test_migrating_twice_does_nothing(empty: Database) -> None:
    await migrate(empty)
    async with empty.writing.begin() as db:
        await db.execute(
            text(
                "INSERT INTO cities (id, slug, name, country, licence, is_synthetic, created_at) VALUES "
                "('00000000000000000000000000000001', 'a', 'A', 'XX', 'CC0', true, '2026-01-01 00:00:00')"
            )
        )
    assert await migrate(empty) == []
    async with empty.reading() as db:
        assert list(await db.scalars(text("SELECT slug FROM cities"))) == ["a"]


async def test_two_that_migrate_at_once_do_not_hurt_each_other(empty_address: str) -> None:
    databases = [open_database(empty_address) for _ in range(3)]
    try:
        done = await asyncio.gather(*(migrate(database) for database in databases))
        assert sorted(done, key=len) == [[], [], STEPS]
        assert await revision_of(databases[0]) == head()
    finally:
        for database in databases:
            await database.close()


async def test_a_database_of_a_later_version_is_refused_and_left_as_it_is(empty: Database) -> None:
    await migrate(empty)
    async with empty.writing.begin() as db:
        await db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabaseError, match=r"^The database is at revision 9999, which this version"):
        await migrate(empty)
    assert await revision_of(empty) == "9999"


async def test_a_database_of_others_is_refused_and_left_as_it_is(empty: Database) -> None:
    async with empty.writing.begin() as db:
        await db.execute(text("CREATE TABLE invoices (number INTEGER)"))
        await db.execute(text("CREATE TABLE customers (name TEXT)"))
    with pytest.raises(ForeignDatabaseError) as refused:
        await migrate(empty)
    assert refused.value.tables == ["customers", "invoices"]
    assert "not of this product (customers, invoices). Name an empty database" in str(refused.value)
    assert await tables(empty) == {"customers", "invoices"}


async def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(b"Dear Sir or Madam, " * 500)
    before = file.read_bytes()
    said = await refusal(f"sqlite+aiosqlite:///{file}")
    assert said.startswith(
        f"The database {file} cannot be used: file is not a database. Check that this user"
    )
    assert said.endswith("name another: DIVERSITY_DATABASE=sqlite:///FILE.")
    assert file.read_bytes() == before
    assert os.listdir(tmp_path) == ["letter.db"]  # noqa: PTH208 - in an async function pathlib may not


async def test_a_file_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path / MISSING / "platform.db", tmp_path):
        said = await refusal(f"sqlite+aiosqlite:///{place}")
        assert said.startswith(
            f"The database {place} cannot be used: unable to open database file. Check that"
        )


async def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "platform.db"
    database = open_database(f"sqlite+aiosqlite:///{file}")
    async with database.writing.begin() as db:
        await db.execute(text("SELECT 1"))
    await database.close()
    said = await refusal(f"sqlite+aiosqlite:///file:{file}?mode=ro&uri=true")
    assert "cannot be used: attempt to write a readonly database. Check that this user may write" in said


async def test_a_server_that_does_not_listen_is_refused_without_the_password() -> None:
    said = await refusal("postgresql+asyncpg://platform:hunter2@127.0.0.1:1/platform")
    assert said.startswith("The database server cannot be used: ")
    assert said.endswith("Check that it runs, and the address, user and password in DIVERSITY_DATABASE.")
    assert "hunter2" not in said


async def test_a_server_without_the_database_is_refused(postgresql_address: str) -> None:
    server = postgresql_address.rpartition("/")[0]
    said = await refusal(f"{server}/nowhere")
    assert said.startswith('The database server cannot be used: database "nowhere" does not exist. Check')
