"""`diversity-platform mail bounce`: take in what a mail server reports of a mail that came back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

import click

from diversity_platform.cli.operating import AS_JSON, operate

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.mail.bounces import Bounce


@click.command("bounce")
@click.argument("file", type=click.File("rb"), default="-")
@AS_JSON
def command(*, file: BinaryIO, as_json: bool) -> None:
    """Take in a report (RFC 3464) from FILE or standard input: an alias of the mail server can pipe to it.

    Nothing is sent to an address that does not exist until somebody allows it (`mail allow`). Anything else
    than such a report is passed over: exit status 0, so that the mail server does not keep it.
    """
    from diversity_platform.mail.bounces import read_bounce  # noqa: PLC0415 - loaded when needed

    found = read_bounce(file.read())
    was_ours = found is not None and operate(lambda database, _: _take(database, found))
    if as_json:
        click.echo(json.dumps({"came_back": was_ours, "mail": str(found.mail) if found else None}))
    elif found is None:
        click.echo("This is no report about a mail of this installation.")
    elif not found.is_for_good:
        click.echo(f"The mail {found.mail} takes longer ({found.why}); nothing was changed.")
    else:
        said = "came back; its address is not written to again" if was_ours else "is no longer on record"
        click.echo(f"The mail {found.mail} {said}.")


async def _take(database: Database, bounce: Bounce) -> bool:
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations.service import take_bounce  # noqa: PLC0415

    async with database.writing.begin() as db:
        return await take_bounce(db, bounce, by=command_line(), now=utc_now()) is not None
