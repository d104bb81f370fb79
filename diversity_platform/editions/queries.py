"""Reads of editions. What the public sees comes from here alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.editions.errors import CityNotFoundError, EditionNotFoundError
from diversity_platform.editions.models import Edition, EditionDocument, EditionStatus

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.db.statements import Statements
    from rating.documents.schema import CompanyRating, Period

#: So many editions stay read in memory; they never change.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Listed:
    """A published edition in a list."""

    city_slug: str
    city_name: str
    period: str
    is_synthetic: bool
    published_at: datetime
    digest: str


@dataclass(frozen=True)
class Published:
    """A published edition, read.

    Attributes
    ----------
    document
        What was frozen.
    digest
        SHA-256 of it, hexadecimal.
    pages
        Company page name -> rating.
    """

    document: EditionDocument
    digest: str
    pages: dict[str, CompanyRating]

    @property
    def permalink(self) -> str:
        """Where it is found whatever the language, below the address of the site."""
        return f"/editions/{self.document.city.slug}/{self.document.period}"

    @property
    def citation(self) -> str:
        """How it is cited; the address follows."""
        city, title = self.document.city.name, self.document.ratings.framework.title
        year = "" if self.document.frozen_at is None else f" ({self.document.frozen_at.year})"
        return f"{city}{year}: {title}, {self.document.period}"

    @property
    def period(self) -> Period:
        """The ratings of the edition's period."""
        return self.document.ratings.periods[0]


async def published_editions(db: Statements) -> list[Listed]:
    """Return all published editions: by city name, the latest period first."""
    return await _listed(db)


async def editions_of(db: Statements, city: str) -> list[Listed]:
    """Return the published editions of a city, the latest first.

    Raises
    ------
    CityNotFoundError
        If there is none.
    """
    found = await _listed(db, Edition.city_slug == city) if city.isprintable() else []
    if not found:
        raise CityNotFoundError(city)
    return found


async def _listed(db: Statements, *conditions: ColumnElement[bool]) -> list[Listed]:
    rows = await db.rows(
        select(
            Edition.city_slug,
            Edition.city_name,
            Edition.period,
            Edition.is_synthetic,
            Edition.published_at,
            Edition.digest,
        ).where(Edition.status == EditionStatus.PUBLISHED, *conditions)
    )
    found = [
        Listed(slug, name, period, is_synthetic, published_at, digest)
        for slug, name, period, is_synthetic, published_at, digest in rows
        if published_at is not None and digest is not None  # as every published one has
    ]
    found.sort(key=lambda edition: edition.period, reverse=True)
    return sorted(found, key=lambda edition: edition.city_name.casefold())


async def published_edition(db: Statements, city: str, period: str) -> Published:
    """Return a published edition.

    Raises
    ------
    EditionNotFoundError
        If there is none of the city and period, or it was withdrawn.
    """
    _refuse_odd(city, period)
    public = (
        Edition.city_slug == city,
        Edition.period == period,
        Edition.status == EditionStatus.PUBLISHED,
    )
    digest = await db.scalar(select(Edition.digest).where(*public))
    if digest is None:
        raise EditionNotFoundError(city, period)
    known = _KNOWN.get(digest)
    if known is None:
        document = await db.scalar(select(Edition.document).where(*public))
        if document is None:
            raise EditionNotFoundError(city, period)
        known = _read(document, digest)
        while len(_KNOWN) >= _KEPT:
            _KNOWN.pop(next(iter(_KNOWN)))
        _KNOWN[digest] = known
    return known


async def edition_text(db: Statements, city: str, period: str) -> tuple[str, str]:
    """Return the canonical JSON of a published edition, as frozen, and its digest.

    Raises
    ------
    EditionNotFoundError
        If there is none of the city and period, or it was withdrawn.
    """
    _refuse_odd(city, period)
    row = await db.row(
        select(Edition.document, Edition.digest).where(
            Edition.city_slug == city,
            Edition.period == period,
            Edition.status == EditionStatus.PUBLISHED,
        )
    )
    if row is None:
        raise EditionNotFoundError(city, period)
    return str(row.document), str(row.digest)


async def edition_counts(db: Statements, city: str, period: str) -> str:
    """Return the counts behind a published edition as JSON, as frozen.

    Raises
    ------
    EditionNotFoundError
        If there is none of the city and period, it was withdrawn, or it rests on public filings.
    """
    _refuse_odd(city, period)
    released = await db.scalar(
        select(Edition.released).where(
            Edition.city_slug == city,
            Edition.period == period,
            Edition.status == EditionStatus.PUBLISHED,
        )
    )
    if not released:
        raise EditionNotFoundError(city, period)
    return released


def _refuse_odd(city: str, period: str) -> None:
    """Refuse what no address of an edition has, before a database chokes on it."""
    if not city.isprintable() or not period.isprintable():
        raise EditionNotFoundError(city, period)


async def edition_of_city(db: AsyncSession, city_id: UUID, period: str) -> Edition | None:
    """Return a city's edition of a period, whatever its status."""
    return await db.scalar(select(Edition).where(Edition.city_id == city_id, Edition.period == period))


_KNOWN: dict[str, Published] = {}


def _read(text: str, digest: str) -> Published:
    document = EditionDocument.model_validate_json(text)
    ratings = document.ratings.periods[0].ratings
    return Published(document, digest, {rating.page: rating for rating in ratings})
