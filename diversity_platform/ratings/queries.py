"""Reads of rating runs."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.ratings.models import RatingRun

if TYPE_CHECKING:
    from collections.abc import Sequence
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


async def releases_of(db: AsyncSession, city_id: UUID) -> tuple[str, ...]:
    """Return the counts of a city that readers have, one text an edition, the earliest period first."""
    found = await db.execute(
        select(RatingRun.period, RatingRun.released).where(
            RatingRun.city_id == city_id, RatingRun.public_since.is_not(None), RatingRun.released != ""
        )
    )
    return tuple(released for _, released in sorted(tuple(row) for row in found))


def digest_of(releases: Sequence[str]) -> str:
    """Return what names a list of releases: SHA-256, hexadecimal."""
    return hashlib.sha256(json.dumps(list(releases)).encode()).hexdigest()
