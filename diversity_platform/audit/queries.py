"""Reading the audit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from diversity_platform.audit.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

#: Rows that an export reads at a time.
_AT_A_TIME = 1000


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted; what is empty leaves none out.

    Attributes
    ----------
    action
        The beginning of an action: a slice, or the whole of it.
    actor, thing
        A reference, or the beginning of one: ``command``, ``edition:0192``. `actor` also finds what was done
        on that one's behalf.
    since, until
        The first moment, and the first that is no longer wanted.
    city_id
        A city's matters only.
    """

    action: str = ""
    actor: str = ""
    thing: str = ""
    since: datetime | None = None
    until: datetime | None = None
    city_id: UUID | None = None


async def entries(
    db: AsyncSession, wanted: Filter, *, limit: int, before: UUID | None = None
) -> list[AuditEntry]:
    """Return entries, the latest first.

    Parameters
    ----------
    before
        The last entry of the page before.
    """
    found = _select(wanted).order_by(AuditEntry.id.desc()).limit(limit)
    return list(await db.scalars(found if before is None else found.where(AuditEntry.id < before)))


async def export(db: AsyncSession, wanted: Filter) -> AsyncIterator[AuditEntry]:
    """Give all entries, the earliest first, some at a time."""
    last: UUID | None = None
    while True:
        found = _select(wanted).order_by(AuditEntry.id).limit(_AT_A_TIME)
        rows = list(await db.scalars(found if last is None else found.where(AuditEntry.id > last)))
        for row in rows:
            yield row
        if len(rows) < _AT_A_TIME:
            return
        last = rows[-1].id
        db.expunge_all()


def _select(wanted: Filter) -> Select[AuditEntry]:
    found = select(AuditEntry)
    if wanted.action:
        found = found.where(AuditEntry.action.startswith(wanted.action, autoescape=True))
    if wanted.actor:
        by, asked = (
            column.startswith(wanted.actor, autoescape=True)
            for column in (AuditEntry.actor, AuditEntry.on_behalf_of)
        )
        found = found.where(by | asked)
    if wanted.thing:
        found = found.where(AuditEntry.thing.startswith(wanted.thing, autoescape=True))
    if wanted.since is not None:
        found = found.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        found = found.where(AuditEntry.at < wanted.until)
    if wanted.city_id is not None:
        found = found.where(AuditEntry.city_id == wanted.city_id)
    return found
