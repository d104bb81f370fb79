"""From a rating run to the document of an edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diversity_platform.editions.errors import NotRatedYetError
from diversity_platform.editions.models import CityInfo, EditionDocument
from diversity_platform.organisations.models import City
from diversity_platform.ratings.queries import latest_run
from rating.documents.schema import RatingsDocument
from rating.words import languages, words_in

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def compile_document(db: AsyncSession, city_id: UUID, period: str) -> tuple[UUID, EditionDocument]:
    """Compile a city's edition of a period from its latest run; returns the run's id and the document.

    Raises
    ------
    NotRatedYetError
        If there is no run.
    rating.errors.RatingError
        If words are missing in a language: an edition is published in all languages or not at all.
    """
    city = await db.get_one(City, city_id)
    run = await latest_run(db, city_id, period)
    if run is None:
        raise NotRatedYetError(period)
    ratings = RatingsDocument.model_validate_json(run.document)
    return run.id, EditionDocument(
        schema="edition/1",
        city=CityInfo(slug=city.slug, name=city.name, country=city.country),
        period=period,
        is_synthetic=city.is_synthetic,
        licence=city.licence,
        frozen_at=None,
        words={language: words_in(ratings, language) for language in languages()},
        ratings=ratings,
    )
