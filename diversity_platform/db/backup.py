"""Backup and restore of the embedded database, while it is in use."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from diversity_platform.db.errors import DatabaseNotUsableError, NewerDatabaseError
from diversity_platform.db.migrate import known_revisions

#: Seconds that a writer is waited for.
_PATIENCE = 10.0
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"


@dataclass(frozen=True)
class Copy:
    """What was copied.

    Attributes
    ----------
    file
        The copy.
    revision
        Of its schema.
    bytes_written
        Its size.
    rows
        Rows by table.
    """

    file: Path
    revision: str
    bytes_written: int
    rows: dict[str, int]


def backup(database: Path, target: Path) -> Copy:
    """Copy a database that may be in use; the copy is of one moment, and whole or not there.

    Raises
    ------
    DatabaseNotUsableError
        If the database cannot be read, the copy not be written, or something is there already.
    """
    if target.exists():
        raise DatabaseNotUsableError(f"{target} is there already. Name a file that is not.")
    _refuse_unless_there(database)
    draft = _draft_beside(target)
    try:
        with closing(_open(database)) as source, closing(sqlite3.connect(draft)) as copy:
            _copy(source, copy)
            # a file of its own: nothing beside it is needed to read it
            copy.execute("PRAGMA journal_mode=DELETE")
        found = check(draft)
        os.link(draft, target)  # unlike renaming, it does not replace what somebody has just put there
    except FileExistsError as error:
        raise DatabaseNotUsableError(f"{target} is there already. Name a file that is not.") from error
    except (sqlite3.Error, OSError) as error:
        raise DatabaseNotUsableError(f"The backup {target} cannot be written: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return Copy(target, found.revision, found.bytes_written, found.rows)


def check(file: Path) -> Copy:
    """Check a copy: whole, ours, and of a version that is known here.

    Raises
    ------
    DatabaseNotUsableError
        If it is damaged or no database of this product.
    NewerDatabaseError
        If a later version of the product made it.
    """
    _refuse_unless_there(file)
    try:
        with closing(_open(file)) as db:
            _refuse_if_damaged(db, file)
            tables = [str(row[0]) for row in db.execute(_TABLES)]
            if "alembic_version" not in tables:
                raise DatabaseNotUsableError(f"{file} is no database of this product.")
            revision = str(db.execute("SELECT version_num FROM alembic_version").fetchone()[0])
            rows = {
                name: int(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - names of tables
                for name in tables
            }
    except sqlite3.Error as error:
        raise DatabaseNotUsableError(f"{file} cannot be read: {error}.") from error
    if revision not in known_revisions():
        raise NewerDatabaseError(revision)
    return Copy(file, revision, file.stat().st_size, rows)


def restore(copy: Path, database: Path, before: Path) -> Copy:
    """Put a copy in the place of a database, in one step that others see whole or not at all.

    Parameters
    ----------
    copy
        As `backup` wrote it.
    database
        May be in use: who reads goes on with what was there or with what is there now.
    before
        Where what was there is kept; it must not exist.

    Raises
    ------
    DatabaseNotUsableError
        If the copy is damaged or not ours; the database is as it was.
    NewerDatabaseError
        If a later version of the product made the copy.
    """
    found = check(copy)
    if database.exists():
        backup(database, before)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        database.touch(mode=0o600)
        with closing(_open(copy)) as source, closing(sqlite3.connect(database, timeout=_PATIENCE)) as target:
            target.execute("PRAGMA secure_delete=ON")
            _copy(source, target)
            target.execute("PRAGMA journal_mode=WAL")
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, OSError) as error:
        raise DatabaseNotUsableError(f"The database {database} cannot be written: {error}.") from error
    return Copy(database, found.revision, database.stat().st_size, found.rows)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy everything in one transaction; the library itself would wait for a lock for ever."""
    until = time.monotonic() + _PATIENCE

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > until:
            raise sqlite3.OperationalError("another program holds it")

    source.backup(target, pages=-1, progress=progress)


def _refuse_if_damaged(db: sqlite3.Connection, file: Path) -> None:
    problems = [str(row[0]) for row in db.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
    if db.execute("PRAGMA foreign_key_check").fetchone():
        problems.append("rows whose owner is missing")
    if problems:
        raise DatabaseNotUsableError(f"{file} is damaged: {' '.join(problems[0].split())}.")


def _refuse_unless_there(file: Path) -> None:
    if not file.is_file():
        raise DatabaseNotUsableError(f"There is no file {file}.")


def _open(file: Path) -> sqlite3.Connection:
    """Open a file that must exist, to read it."""
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)


def _draft_beside(target: Path) -> Path:
    """Make a file that only its user may read: a backup holds what the database holds."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.absolute().parent)
    except OSError as error:
        raise DatabaseNotUsableError(f"The backup {target} cannot be written: {error.strerror}.") from error
    os.close(handle)
    return Path(name)
