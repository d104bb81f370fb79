"""What commands about an installation share: settings, the open database, and clear words when they fail."""

from __future__ import annotations

import os
import sys
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.words import BAD_INPUT
from diversity_platform.settings import Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from diversity_platform.db.engine import Database
    from diversity_platform.db.migrate import Step


@contextmanager
def installation(**changes: object) -> Iterator[Settings]:
    """Read the settings and say in words what is wrong with them or with the database; exit status 2.

    Parameters
    ----------
    changes
        Options of the command that take the place of a setting; None leaves it.
    """
    from diversity_platform.cli.serving import CannotListenError  # noqa: PLC0415 - commands load what they use

    try:
        given = {
            f"DIVERSITY_{name.upper()}": str(value) for name, value in changes.items() if value is not None
        }
        yield read_settings(os.environ | given)
    except SettingsError as error:
        _refuse(*error.faults)
    except CannotListenError as error:
        _refuse(str(error))
    except Exception as error:
        if not _is_about_the_database(error):
            raise
        _refuse(str(error))


@asynccontextmanager
async def opened(address: str, *, create: bool = True) -> AsyncIterator[Database]:
    """Open a database for the length of the block.

    Parameters
    ----------
    address
        As in `Settings.database`.
    create
        Whether a missing file of an embedded database is made, with its folder.

    Raises
    ------
    DatabaseNotUsableError
        If it cannot be made, opened, read or written, with what helps.
    """
    from diversity_platform.db.engine import open_database  # noqa: PLC0415 - loaded when it is needed

    file = Settings.model_construct(database=address).database_file
    if file is not None:
        _make(file, create=create)
    database = open_database(address)
    try:
        with database.in_words():
            yield database
    finally:
        await database.close()


def _make(file: Path, *, create: bool) -> None:
    from diversity_platform.db.errors import DatabaseNotUsableError  # noqa: PLC0415

    try:
        if create:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)  # headcounts are nobody else's; a file that is there keeps its rights
        elif not file.exists():
            raise DatabaseNotUsableError(f"There is no database {file} yet. Run: diversity-platform migrate")
    except OSError as error:
        raise DatabaseNotUsableError(
            f"The file {file} of the database cannot be made ({error.strerror}). "
            "Name another place: DIVERSITY_DATABASE=sqlite:///FILE."
        ) from error


async def migrated(address: str) -> list[Step]:
    """Bring a database to this version's schema; returns what was done."""
    from diversity_platform.db.migrate import migrate  # noqa: PLC0415 - alembic is loaded when it is needed

    async with opened(address) as database:
        return await migrate(database)


async def refuse_unless_migrated(address: str) -> None:
    """Check that a database has this version's schema; see `db.migrate.refuse_unless_current`."""
    from diversity_platform.db.migrate import refuse_unless_current  # noqa: PLC0415

    async with opened(address, create=False) as database:
        await refuse_unless_current(database)


def _is_about_the_database(error: Exception) -> bool:
    from diversity_platform.db.errors import DatabaseError  # noqa: PLC0415

    return isinstance(error, DatabaseError)


def _refuse(*lines: str) -> None:
    for line in lines:
        click.echo(f"Error: {line}", err=True)
    sys.exit(BAD_INPUT)
