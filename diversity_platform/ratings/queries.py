"""Reads of rating runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.ratings.models import RatingRun

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def latest_run(db: AsyncSession, city_id: UUID, period: str) -> RatingRun | None:
    """Return the run of a city and period that was made last."""
    return await db.scalar(
        select(RatingRun)
        .where(RatingRun.city_id == city_id, RatingRun.period == period)
        .order_by(RatingRun.made_at.desc(), RatingRun.id.desc())
        .limit(1)
    )
