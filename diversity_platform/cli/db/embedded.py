"""What commands about the file of an embedded database share."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.installation import opened

if TYPE_CHECKING:
    from pathlib import Path

    from diversity_platform.db.backup import Copy
    from diversity_platform.settings import Settings


def file_of(settings: Settings, instead: str) -> Path:
    """Return the file of the embedded database.

    Raises
    ------
    DatabaseNotUsableError
        If there is none, with what to use instead.
    """
    from diversity_platform.db.errors import DatabaseNotUsableError  # noqa: PLC0415 - loaded when needed

    if settings.database_file is None:
        raise DatabaseNotUsableError(f"This is for the embedded database; yours is on a server: {instead}.")
    return settings.database_file


def tell(copy: Copy, what: str, *, as_json: bool, **more: str) -> None:
    """Say what was copied."""
    if as_json:
        click.echo(json.dumps(asdict(copy) | more, default=str, ensure_ascii=False))
        return
    rows, tables = sum(copy.rows.values()), len(copy.rows)
    click.echo(
        f"{what}: {copy.bytes_written:,} bytes, {rows:,} rows in {tables} tables, schema {copy.revision}."
    )


async def note_backup(address: str) -> None:
    """Write into the audit that a copy was taken, where the database is at the schema that has one."""
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.db.migrate import head, revision_of  # noqa: PLC0415
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations.service import note_backup as note  # noqa: PLC0415

    async with opened(address, create=False) as database:
        if await revision_of(database) == head():
            async with database.writing.begin() as db:
                note(db, by=command_line(), now=utc_now())
