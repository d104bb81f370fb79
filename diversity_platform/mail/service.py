"""What one can do with mails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from diversity_platform.db.inserts import insert_unless_there
from diversity_platform.jobs.models import Lane
from diversity_platform.jobs.queue import enqueue
from diversity_platform.mail.addresses import refuse_unless_address, same
from diversity_platform.mail.errors import MailNotFoundError, NotSentAgainError
from diversity_platform.mail.models import DeadAddress, Mail, MailState
from diversity_platform.mail.rendering import refuse_unless_there

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

_DELIVER = "mail.deliver"


@dataclass(frozen=True)
class Letter:
    """What is to be sent.

    Attributes
    ----------
    to
        One address.
    language
        The receiver's.
    template
        Slice and name, ``operations.test``.
    fields
        What the template needs. No details about people: those are read after signing in.
    is_urgent
        Whether somebody waits for it in front of a screen.
    expires_at
        After this moment it is no longer sent.
    """

    to: str
    language: str
    template: str
    fields: Mapping[str, str | int] = field(default_factory=dict)
    is_urgent: bool = False
    expires_at: datetime | None = None


async def write_mail(db: AsyncSession, letter: Letter, *, now: datetime, asked_by: str = "") -> UUID:
    """Put a mail into the outbox, in the caller's transaction: it is sent if that is kept; returns its id.

    Raises
    ------
    BadAddressError
        If the address is none.
    LookupError
        If there is no such template, or no such language.
    """
    refuse_unless_address(letter.to)
    refuse_unless_there(letter.template, letter.language)
    mail = Mail(
        to_address=letter.to,
        to_key=same(letter.to),
        language=letter.language,
        template=letter.template,
        fields=dict(letter.fields),
        is_urgent=letter.is_urgent,
        written_at=now,
        expires_at=letter.expires_at,
    )
    db.add(mail)
    await db.flush()
    await _queue(db, mail, now, asked_by)
    return mail.id


async def send_again(db: AsyncSession, identifier: UUID, *, now: datetime, asked_by: str = "") -> Mail:
    """Try a mail once more that did not get through; its address counts as alive again.

    One that still waits is queued if it is not: somebody may have cancelled its job.

    Raises
    ------
    MailNotFoundError
        If there is none.
    NotSentAgainError
        If it has been sent, or has expired.
    """
    mail = await db.scalar(select(Mail).where(Mail.id == identifier).with_for_update())
    if mail is None:
        raise MailNotFoundError(identifier)
    if mail.state == MailState.SENT:
        raise NotSentAgainError(identifier, mail.state)
    if mail.expires_at is not None and mail.expires_at <= now:
        raise NotSentAgainError(identifier, "expired")
    await allow_address(db, mail.to_address)
    if mail.state != MailState.WAITING:
        mail.state, mail.attempts, mail.error, mail.ended_at = MailState.WAITING, 0, "", None
        mail.written_at = now
        await db.flush()
    await _queue(db, mail, now, asked_by)
    return mail


async def note_bounce(db: AsyncSession, identifier: UUID, why: str, *, now: datetime) -> Mail | None:
    """Note that a mail came back for good: nothing is sent to its address until somebody allows it.

    Returns None for a mail that is no longer, or never was, on record.
    """
    mail = await db.scalar(select(Mail).where(Mail.id == identifier).with_for_update())
    if mail is None:
        return None
    mail.state, mail.error, mail.ended_at = MailState.BOUNCED, why, now
    dead = {"address": mail.to_key, "why": why, "since": now}
    await db.execute(insert_unless_there(db, DeadAddress).values(dead))
    await db.flush()
    return mail


async def hold_waiting(db: AsyncSession, why: str, *, now: datetime) -> int:
    """Hold all mails that wait; returns how many. Each can be sent by `send_again`."""
    waiting = update(Mail).where(Mail.state == MailState.WAITING)
    held = waiting.values(state=MailState.HELD, error=why, ended_at=now).returning(Mail.id)
    return len(list(await db.scalars(held)))


async def allow_address(db: AsyncSession, address: str) -> bool:
    """Send to an address again that mail came back from; returns whether it was held."""
    gone = delete(DeadAddress).where(DeadAddress.address == same(address)).returning(DeadAddress.address)
    return await db.scalar(gone) is not None


async def _queue(db: AsyncSession, mail: Mail, now: datetime, asked_by: str) -> None:
    lane = Lane.URGENT if mail.is_urgent else None
    key, arguments = f"mail {mail.id}", {"mail": str(mail.id)}
    await enqueue(db, _DELIVER, arguments, now=now, key=key, lane=lane, asked_by=asked_by)
