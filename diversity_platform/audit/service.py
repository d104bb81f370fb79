"""Writing the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diversity_platform.audit.models import AuditEntry

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.audit.actors import Actor


def record(
    db: AsyncSession,
    action: str,
    thing: tuple[str, object],
    *,
    by: Actor,
    now: datetime,
    city_id: UUID | None = None,
    **details: str | float | bool | None,
) -> None:
    """Write down what is done, in the transaction that does it: both are kept, or neither.

    Parameters
    ----------
    action
        Slice and what was done, ``editions.published``.
    thing
        Kind and id of what it was done to.
    by
        Who does it.
    city_id
        The city whose matter it is.
    details
        Facts that tell which; never an answer, an address or a secret.
    """
    kind, identifier = thing
    db.add(
        AuditEntry(
            at=now,
            actor=by.reference,
            on_behalf_of=by.on_behalf_of,
            action=action,
            thing=f"{kind}:{identifier}",
            city_id=city_id,
            details=details,
        )
    )
