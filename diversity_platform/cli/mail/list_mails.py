"""`diversity-platform mail list`: mails, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from diversity_platform.cli.operating import AS_JSON, LIMIT, minute, operate, show, table

if TYPE_CHECKING:
    from diversity_platform.db.engine import Database
    from diversity_platform.operations.schemas import MailView
    from diversity_platform.settings import Settings

_STATES = ("waiting", "sent", "bounced", "held", "failed")
_HEADER = ("id", "to", "template", "state", "attempts", "written (UTC)", "error")


@click.command("list")
@click.option("--state", type=click.Choice(_STATES), help="Only mails of this state.")
@click.option("--to", default="", help="Only mails to this whole address.")
@LIMIT
@AS_JSON
def command(*, state: str | None, to: str, limit: int, as_json: bool) -> None:
    """Show mails, the latest first. Of a receiver only the first letter and the domain are shown."""
    from diversity_platform.mail import queries  # noqa: PLC0415 - loaded when needed
    from diversity_platform.mail.models import MailState  # noqa: PLC0415
    from diversity_platform.operations.schemas import MailView  # noqa: PLC0415

    async def read(database: Database, _settings: Settings) -> list[MailView]:
        async with database.reading() as db:
            wanted = MailState(state) if state else None
            return [MailView.of(mail) for mail in await queries.mails(db, limit=limit, state=wanted, to=to)]

    found = operate(read, as_json=as_json)
    show(found, as_json=as_json, lines=lambda: _lines(found))


def _lines(found: list[MailView]) -> list[str]:
    if not found:
        return ["There are no such mails."]
    return table(_HEADER, [_row(mail) for mail in found])


def _row(mail: MailView) -> tuple[object, ...]:
    when = minute(mail.written_at)
    return mail.id, mail.to, mail.template, mail.state, mail.attempts, when, mail.error or "-"
