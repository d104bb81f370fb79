"""Reads about who is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.accounts.models import Session
from diversity_platform.accounts.secrets import hash_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from diversity_platform.db.statements import Statements


@dataclass(frozen=True)
class Reader:
    """Somebody who has come in.

    Attributes
    ----------
    session
        Which one.
    pass_id
        The pass they came in with.
    secret
        Of the session, as their browser sent it.
    """

    session: UUID
    pass_id: UUID
    secret: str


async def reader_by_secret(db: Statements, secret: str, *, now: datetime) -> Reader | None:
    """Return who holds the secret of a session that has not ended."""
    mine = Session.secret_hash == hash_of(secret), Session.expires_at > now
    row = await db.row(select(Session.id, Session.pass_id).where(*mine))
    return None if row is None else Reader(row.id, row.pass_id, secret)
