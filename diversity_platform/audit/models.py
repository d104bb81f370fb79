"""The table of the audit: rows are added, and the database refuses to change or remove them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified


class AuditEntry(Identified):
    """One thing that was done.

    `details` has facts that tell which: a period, a state before. Never an answer, an address or a secret.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_action", "action", "id"),
        Index("ix_audit_entries_actor", "actor", "id"),
        Index("ix_audit_entries_thing", "thing", "id"),
        Index("ix_audit_entries_city_id", "city_id", "id"),
    )

    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(200))
    on_behalf_of: Mapped[str] = mapped_column(String(200), default="")
    #: slice and what was done: ``editions.published``
    action: Mapped[str] = mapped_column(String(100))
    #: what it was done to: kind and id, ``edition:0192...``
    thing: Mapped[str] = mapped_column(String(200))
    #: the city whose matter it is, where it is a city's
    city_id: Mapped[UUID | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
