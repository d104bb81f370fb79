"""`diversity-platform db restore`: put a backup in the place of the embedded database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from diversity_platform.cli.db.embedded import file_of, note, tell
from diversity_platform.cli.installation import installation, migrated
from diversity_platform.cli.operating import AS_JSON


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
def command(*, file: Path, yes: bool, as_json: bool) -> None:
    """Put the backup FILE in the place of the embedded database, and bring it to this version's schema.

    What was there is kept beside it, in a file that the command names. Stop web server and workers before:
    what they do meanwhile would be mixed into what was restored.
    """
    from diversity_platform.db.backup import check, restore  # noqa: PLC0415 - loaded when needed

    with installation() as settings:
        database = file_of(settings, "use pg_restore --clean")
        check(file)
        if not yes:
            click.confirm(f"Put {file} in the place of {database}?", abort=True, err=True)
        before = database.with_name(f"{database.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        copy = restore(file, database, before)
        asyncio.run(migrated(settings.database))
        note(settings, "restored")
    kept = str(before) if before.exists() else ""
    tell(copy, f"{database} is restored", as_json=as_json, before=kept)
    if kept and not as_json:
        click.echo(f"What was there before is kept in {kept}.")
