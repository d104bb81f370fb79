"""`diversity-platform mail again`: send a mail once more that did not get through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, Identifier, operate, show

if TYPE_CHECKING:
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import MailView
    from diversity_platform.settings import Settings


@click.command("again")
@click.argument("identifier", metavar="ID", type=Identifier())
@AS_JSON
def command(*, identifier: UUID, as_json: bool) -> None:
    """Send the mail ID once more; its address counts as alive again."""
    from diversity_platform.audit.actors import command_line  # noqa: PLC0415 - loaded when needed
    from diversity_platform.jobs.work import utc_now  # noqa: PLC0415
    from diversity_platform.mail.errors import MailNotFoundError, NotSentAgainError  # noqa: PLC0415
    from diversity_platform.operations.schemas import MailView  # noqa: PLC0415
    from diversity_platform.operations.service import send_mail_again  # noqa: PLC0415

    async def change(database: Database, _settings: Settings) -> MailView:
        async with database.writing.begin() as db:
            return MailView.of(await send_mail_again(db, identifier, by=command_line(), now=utc_now()))

    sent = operate(change, as_json=as_json, refusals=(MailNotFoundError, NotSentAgainError))
    show(sent, as_json=as_json, lines=lambda: [f"{sent.id} to {sent.to}: waits for a worker."])
