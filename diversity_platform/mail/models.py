"""The tables of mail: the outbox, and addresses that nothing is sent to any more."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified, Model


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    #: the server has taken it; whether it is read, nobody can tell
    SENT = "sent"
    #: the receiver's server does not know the address
    BOUNCED = "bounced"
    #: not tried, since an earlier mail to the address came back
    HELD = "held"
    #: given up: refused for another reason, not taken for too long, or too late to be of use
    FAILED = "failed"


_STATES = ", ".join(f"'{state}'" for state in MailState)


class Mail(Identified):
    """One mail to one receiver.

    `fields` are the words its template needs. They are wiped once it is sent: a link to sign in with
    does not stay here.
    """

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        Index("ix_mails_to_key", "to_key"),
        Index("ix_mails_ended_at", "ended_at"),
    )

    to_address: Mapped[str] = mapped_column(String(320))
    #: the address as `addresses.same` writes it
    to_key: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(10))
    #: slice and name of its template: ``operations.test``
    template: Mapped[str] = mapped_column(String(100))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MailState] = mapped_column(String(10), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime]
    #: after this moment it would only confuse
    expires_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class DeadAddress(Model):
    """An address that a server has refused for good."""

    __tablename__ = "dead_addresses"

    #: as `addresses.same` writes it
    address: Mapped[str] = mapped_column(String(320), primary_key=True)
    why: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime]
