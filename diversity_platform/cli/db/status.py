"""`diversity-platform db status`: the schema's version, the size, and what migrations would do."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import click

from diversity_platform.cli.installation import installation, opened
from diversity_platform.cli.operating import AS_JSON

if TYPE_CHECKING:
    from diversity_platform.settings import Settings


@click.command("status")
@AS_JSON
def command(*, as_json: bool) -> None:
    """Tell the schema's version, the size of the database, and what migrations would do."""
    with installation() as settings:
        found = asyncio.run(_read(settings))
    if as_json:
        click.echo(json.dumps(found))
        return
    click.echo(f"{found['database']}, {found['bytes']:,} bytes, schema {found['revision'] or 'none'}")
    if found["revision"] == found["needed"]:
        click.echo("It is at the schema of this version.")
    for step in found["to_do"]:
        click.echo(f"To do, by diversity-platform db migrate: {step['revision']}: {step['what']}")


async def _read(settings: Settings) -> dict[str, Any]:
    from diversity_platform.db.migrate import head, revision_of, steps_after  # noqa: PLC0415 - loaded when needed
    from diversity_platform.operations.queries import room_of  # noqa: PLC0415

    async with opened(settings.database, create=False) as database:
        revision = await revision_of(database)
        async with database.reading() as db:
            used, _ = await room_of(db)
    steps = [{"revision": step.revision, "what": step.what} for step in steps_after(revision)]
    kind = "sqlite" if database.is_embedded else "postgresql"
    return {"database": kind, "bytes": used, "revision": revision, "needed": head(), "to_do": steps}
