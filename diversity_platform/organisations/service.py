"""What one can do with cities and companies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from diversity_platform.audit.service import record
from diversity_platform.organisations.errors import SlugRefusedError, SlugTakenError
from diversity_platform.organisations.models import City, Company
from diversity_platform.organisations.queries import city_by_slug

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.audit.actors import Actor

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Names of the site's own pages, which stand where a city's would.
RESERVED = frozenset(
    {
        "about", "accessibility", "api", "enter", "health", "leave", "operations", "problems", "static",
        "styleguide",
    }
)  # fmt: skip


async def found_city(
    db: AsyncSession,
    *,
    slug: str,
    name: str,
    country: str,
    licence: str,
    is_synthetic: bool = False,
    by: Actor,
    now: datetime,
) -> City:
    """Register a city.

    Parameters
    ----------
    slug
        Its address: small letters, digits, hyphens.
    country
        Two letters, ISO 3166.
    licence
        Under which it publishes, for example "CC BY 4.0".

    Raises
    ------
    SlugRefusedError
        If the address cannot be used.
    SlugTakenError
        If another city has it.
    """
    if not _SLUG.fullmatch(slug) or not 2 <= len(slug) <= 60 or slug in RESERVED:  # noqa: PLR2004 - as said
        raise SlugRefusedError(slug)
    if await city_by_slug(db, slug) is not None:
        raise SlugTakenError(slug)
    city = City(
        slug=slug, name=name, country=country, licence=licence, is_synthetic=is_synthetic, created_at=now
    )
    db.add(city)
    try:
        await db.flush()
    except IntegrityError as error:  # somebody else founded it since we looked
        raise SlugTakenError(slug) from error
    record(db, "organisations.city_founded", ("city", city.id), by=by, now=now, city_id=city.id, slug=slug)
    return city


async def register_company(
    db: AsyncSession,
    city: City,
    *,
    key: str,
    name: str,
    number: str = "",
    area: str = "",
    by: Actor,
    now: datetime,
) -> Company:
    """Register a company in a city; its key must be new there."""
    company = Company(city_id=city.id, key=key, name=name, number=number, area=area, created_at=now)
    db.add(company)
    await db.flush()
    what = "organisations.company_registered"
    record(db, what, ("company", company.id), by=by, now=now, city_id=city.id)
    return company
