"""What one can do to come in and to leave."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from diversity_platform.accounts.errors import PassRefusedError
from diversity_platform.accounts.models import OperatorPass, Session
from diversity_platform.accounts.secrets import as_typed, hash_of, new_pass, new_secret
from diversity_platform.audit.actors import Actor, ActorKind
from diversity_platform.audit.service import record

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

#: So long a pass may be used, and whoever used it stays in.
PASS_LASTS, SESSION_LASTS = timedelta(minutes=15), timedelta(hours=8)


def operator(pass_id: UUID) -> Actor:
    """Return the actor that whoever used a pass is."""
    return Actor(ActorKind.OPERATOR, str(pass_id))


async def make_pass(db: AsyncSession, *, by: Actor, now: datetime) -> str:
    """Make a pass that lets one operator in once; returns it."""
    secret = new_pass()
    made = OperatorPass(
        secret_hash=hash_of(secret), made_by=by.reference, made_at=now, expires_at=now + PASS_LASTS
    )
    db.add(made)
    await db.flush()
    record(db, "accounts.pass_made", ("pass", made.id), by=by, now=now)
    return secret


async def enter(db: AsyncSession, typed: str, *, now: datetime) -> str:  # who does it, the pass tells
    """Come in with a pass; returns the secret of the session.

    Raises
    ------
    PassRefusedError
        If it is unknown, was used already, or is too old.
    """
    unused = OperatorPass.used_at.is_(None), OperatorPass.expires_at > now
    using = update(OperatorPass).where(OperatorPass.secret_hash == hash_of(as_typed(typed)), *unused)
    pass_id = await db.scalar(using.values(used_at=now).returning(OperatorPass.id))
    if pass_id is None:
        raise PassRefusedError
    await db.execute(delete(Session).where(Session.expires_at <= now))
    secret = new_secret()
    expires_at = now + SESSION_LASTS
    db.add(Session(secret_hash=hash_of(secret), pass_id=pass_id, made_at=now, expires_at=expires_at))
    record(db, "accounts.entered", ("pass", pass_id), by=operator(pass_id), now=now)
    return secret


async def leave(db: AsyncSession, session: UUID, *, by: Actor, now: datetime) -> None:
    """End a session."""
    await db.execute(delete(Session).where(Session.id == session))
    record(db, "accounts.left", ("session", session), by=by, now=now)
