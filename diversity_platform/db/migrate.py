"""Bringing a database to the schema of this version. Tables are made by migrations and by nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select

from diversity_platform.db.errors import DatabaseNotUsableError, ForeignDatabaseError, NewerDatabaseError

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.engine import Database

#: The lock by which those who migrate at the same time take turns; any number that is ours.
_TURN = 7_301_944_216


@dataclass(frozen=True, slots=True)
class Step:
    """A migration that was carried out."""

    revision: str
    what: str


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "diversity_platform.db:migrations")
    return config


def head() -> str:
    """Return the revision that this version of the product needs."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


async def revision_of(database: Database) -> str | None:
    """Return the revision a database is at, None for one without our tables."""
    async with database.reading() as db:
        return await revision_in(db)


async def revision_in(db: AsyncSession) -> str | None:
    """Return the revision of the database of a session, None for one without our tables."""
    return await (await db.connection()).run_sync(_revision)


async def refuse_unless_current(database: Database) -> None:
    """Check that a database has this version's schema.

    Raises
    ------
    NewerDatabaseError
        If a later version of the product made it.
    DatabaseNotUsableError
        If it cannot be opened, or has not been migrated.
    """
    with database.in_words():
        revision = await revision_of(database)
    if revision is not None and revision not in known_revisions():
        raise NewerDatabaseError(revision)
    if revision != head():
        raise DatabaseNotUsableError(
            "The database is not at the schema of this version. Run: diversity-platform migrate"
        )


def steps_after(revision: str | None) -> list[Step]:
    """Return what would bring a database to this version's schema; nothing for an unknown revision."""
    scripts = ScriptDirectory.from_config(_config())
    if revision is not None and revision not in known_revisions():
        return []
    found = scripts.iterate_revisions(scripts.get_current_head(), revision)
    return [Step(script.revision, script.doc) for script in reversed(list(found))]


async def migrate(database: Database) -> list[Step]:
    """Bring a database to this version's schema, in one transaction; returns what was done.

    Raises
    ------
    NewerDatabaseError
        If a later version of the product made it.
    ForeignDatabaseError
        If it holds tables and none of them is ours.
    DatabaseNotUsableError
        If it cannot be opened or written.
    """
    with database.in_words():
        async with database.engine.begin() as connection:
            return await connection.run_sync(_upgrade)


def known_revisions() -> set[str]:
    """Return the revisions that this version knows."""
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> list[Step]:
    if connection.dialect.name == "postgresql":  # SQLite lets one writer in at a time anyway
        connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
    config = _config()
    before = _revision(connection)
    if before is None:
        tables = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        if tables:
            raise ForeignDatabaseError(sorted(tables))
    elif before not in known_revisions():
        raise NewerDatabaseError(before)
    steps = steps_after(before)
    if steps:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return steps
