"""`diversity-platform db restore`: put a backup in the place of the embedded database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import click

from diversity_platform.cli.db.embedded import file_of, tell
from diversity_platform.cli.installation import installation, migrated, opened
from diversity_platform.cli.operating import AS_JSON


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
def command(*, file: Path, yes: bool, as_json: bool) -> None:
    """Put the backup FILE in the place of the embedded database, and bring it to this version's schema.

    What was there is kept beside it, in a file that the command names. Stop web server and workers before:
    what they do meanwhile would be mixed into what was restored. Mails that waited when the backup was made
    may have been sent since: they are set aside, and can be sent by `mail again`.
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
        asyncio.run(_settle(settings.database))
    kept = str(before) if before.exists() else ""
    tell(copy, f"{database} is restored", as_json=as_json, before=kept)
    if kept and not as_json:
        click.echo(f"What was there before is kept in {kept}.")


async def _settle(address: str) -> None:
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations.service import settle_after_restore  # noqa: PLC0415

    async with opened(address) as database, database.writing.begin() as db:
        await settle_after_restore(db, by=command_line(), now=utc_now())
