"""Reads about mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from diversity_platform.mail.addresses import same
from diversity_platform.mail.models import DeadAddress, Mail, MailState

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def mail_by_id(db: AsyncSession, identifier: UUID) -> Mail | None:
    """Return a mail."""
    return await db.get(Mail, identifier)


async def mails(
    db: AsyncSession,
    *,
    limit: int,
    state: MailState | None = None,
    to: str = "",
    before: UUID | None = None,
) -> list[Mail]:
    """Return mails, the latest first.

    Parameters
    ----------
    to
        A whole address: the log is not for browsing through people.
    before
        The last mail of the page before.
    """
    found = select(Mail).order_by(Mail.id.desc()).limit(limit)
    if state is not None:
        found = found.where(Mail.state == state)
    if to:
        found = found.where(Mail.to_key == same(to))
    if before is not None:
        found = found.where(Mail.id < before)
    return list(await db.scalars(found))


async def number_by_state(db: AsyncSession) -> dict[MailState, int]:
    """Return how many mails of each state are on record."""
    rows = await db.execute(select(Mail.state, func.count()).group_by(Mail.state))
    found = {MailState(state): number for state, number in rows}
    return {state: found.get(state, 0) for state in MailState}


async def dead_address(db: AsyncSession, address: str) -> DeadAddress | None:
    """Return what is known against an address."""
    return await db.get(DeadAddress, same(address))
