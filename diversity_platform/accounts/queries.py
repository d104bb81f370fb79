"""Reads about who is in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.accounts.models import OperatorPass, Session
from diversity_platform.accounts.secrets import as_typed, hash_of

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


async def is_pass(db: Statements, typed: str, *, now: datetime) -> bool:
    """Tell whether a pass would let somebody in: guesses are turned away without locking anything."""
    unused = OperatorPass.used_at.is_(None), OperatorPass.expires_at > now
    wanted = OperatorPass.secret_hash == hash_of(as_typed(typed))
    return await db.scalar(select(OperatorPass.id).where(wanted, *unused)) is not None


async def reader_by_secret(db: Statements, secret: str, *, now: datetime) -> Reader | None:
    """Return who holds the secret of a session that has not ended."""
    mine = Session.secret_hash == hash_of(secret), Session.expires_at > now
    row = await db.row(select(Session.id, Session.pass_id).where(*mine))
    return None if row is None else Reader(row.id, row.pass_id, secret)
