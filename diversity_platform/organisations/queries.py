"""Reads about cities and companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.organisations.models import City, Company

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def city_by_slug(db: AsyncSession, slug: str) -> City | None:
    """Return the city at an address."""
    return await db.scalar(select(City).where(City.slug == slug))


async def companies_by_key(db: AsyncSession, city_id: UUID) -> dict[str, Company]:
    """Return the companies of a city by their key."""
    found = await db.scalars(select(Company).where(Company.city_id == city_id).order_by(Company.name))
    return {company.key: company for company in found}
