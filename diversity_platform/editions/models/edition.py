"""Editions as a table. What a list says of a city is copied, so that reading an edition needs no city."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified


class EditionStatus(StrEnum):
    """Where an edition stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Edition(Identified):
    """A city's ratings of one period, as published.

    `document` is the canonical JSON of an `EditionDocument`, `digest` its SHA-256; `released` holds the
    counts behind it, empty for public filings. Once an edition is published none of them changes: the
    database itself refuses (see the migrations).
    """

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("city_id", "period"),
        CheckConstraint("status IN ('draft', 'published', 'withdrawn')", name="status"),
        CheckConstraint("status = 'draft' OR digest IS NOT NULL", name="frozen"),
    )

    city_id: Mapped[UUID] = mapped_column(ForeignKey("cities.id"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("rating_runs.id"))
    city_slug: Mapped[str] = mapped_column(String(60), index=True)
    city_name: Mapped[str] = mapped_column(String(200))
    period: Mapped[str] = mapped_column(String(40))
    is_synthetic: Mapped[bool]
    status: Mapped[EditionStatus] = mapped_column(String(10), default=EditionStatus.DRAFT)
    document: Mapped[str] = mapped_column(Text)
    digest: Mapped[str | None] = mapped_column(String(64))
    released: Mapped[str] = mapped_column(Text, default="", server_default="")
    compiled_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
