"""`diversity-platform mail test`: whether mails get through."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, operate, show

if TYPE_CHECKING:
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import MailView
    from diversity_platform.settings import Settings

_LOOK = 0.2
_NOT_SENT = "DIVERSITY_MAIL names no server: the worker writes mails to its terminal, and nothing is sent."


@click.command("test")
@click.argument("address")
@click.option("--language", type=click.Choice(("en", "fr")), default="en", show_default=True)
@click.option(
    "--within", type=click.IntRange(1, 600), default=30, show_default=True, help="Wait so many seconds."
)
@AS_JSON
@click.pass_context
def command(ctx: click.Context, *, address: str, language: str, within: int, as_json: bool) -> None:
    """Send a test mail to ADDRESS through the outbox and the worker, and tell how it went.

    Exit status 0: the server has taken it. 1: it has not, or no worker has tried within the time.
    """
    from diversity_platform.mail.errors import BadAddressError  # noqa: PLC0415 - loaded when needed
    from diversity_platform.mail.models import MailState  # noqa: PLC0415

    async def send(database: Database, settings: Settings) -> MailView:
        if settings.mail.startswith("console:"):
            click.echo(_NOT_SENT, err=True)
        return await _tried(database, await _written(database, address, language), within)

    found = operate(send, as_json=as_json, refusals=(BadAddressError,))
    show(found, as_json=as_json, lines=lambda: [_line(found, within)])
    ctx.exit(0 if found.state == MailState.SENT else 1)


async def _written(database: Database, address: str, language: str) -> UUID:
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.operations.service import send_test_mail  # noqa: PLC0415

    async with database.writing.begin() as db:
        return await send_test_mail(db, address, language, by=command_line(), now=utc_now())


async def _tried(database: Database, identifier: UUID, within: int) -> MailView:
    """Return the mail once a worker has tried it, or as it stands when the time is over."""
    from diversity_platform.mail.models import Mail, MailState  # noqa: PLC0415 - loaded when needed
    from diversity_platform.operations.schemas import MailView  # noqa: PLC0415

    until = time.monotonic() + within
    while True:
        async with database.reading() as db:
            mail = await db.get_one(Mail, identifier)
        if mail.state != MailState.WAITING or mail.attempts or time.monotonic() > until:
            return MailView.of(mail)
        await asyncio.sleep(_LOOK)


def _line(mail: MailView, within: int) -> str:
    from diversity_platform.mail.models import MailState  # noqa: PLC0415 - loaded when needed

    if mail.state == MailState.SENT:
        return f"The mail to {mail.to} was handed over. Look into the mailbox."
    if mail.error:
        return f"The mail to {mail.to} is {mail.state}: {mail.error}"
    return (
        f"No worker has tried it within {within} seconds; it waits in the outbox. "
        "Is one running? diversity-platform jobs workers"
    )
