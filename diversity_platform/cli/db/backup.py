"""`diversity-platform db backup`: copy the embedded database."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from diversity_platform.cli.db.embedded import file_of, note_backup, tell
from diversity_platform.cli.installation import installation
from diversity_platform.cli.operating import AS_JSON


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@AS_JSON
def command(*, file: Path, as_json: bool) -> None:
    """Copy the embedded database into FILE, which must not exist, while everything goes on.

    The copy is of one moment, is checked, and may be read by you alone: it holds what the database holds.
    """
    from diversity_platform.db.backup import backup  # noqa: PLC0415 - loaded when needed

    with installation() as settings:
        copy = backup(file_of(settings, "use pg_dump --format=custom"), file)
        asyncio.run(note_backup(settings.database))
    tell(copy, str(file), as_json=as_json)
