"""Ratings of a small city, computed once, and a run of them in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from diversity_platform.ratings.models import RatingRun
from diversity_platform.ratings.queries import digest_of
from rating.run import rate_files
from tests.builders import canonical_file, city_rows
from tests.diversity_platform.sheets import havenport

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.organisations.models import City
    from rating.documents import RatingsDocument


@pytest.fixture(scope="session")
def ratings(tmp_path_factory: pytest.TempPathFactory) -> RatingsDocument:
    file = canonical_file(tmp_path_factory.mktemp("ratings") / "city.csv", city_rows(period="2025"))
    return rate_files([file], profile="canonical", framework="management-diversity-2016", draws=100).document


@pytest.fixture
async def city(database: Database, now: datetime) -> City:
    async with database.writing.begin() as db:
        return await havenport(db, now)


@pytest.fixture
async def run(database: Database, city: City, ratings: RatingsDocument, now: datetime) -> UUID:
    """Store the ratings as a run of the city; returns its id."""
    made = run_of(city, ratings, now)
    async with database.writing.begin() as db:
        db.add(made)
    return made.id


def run_of(city: City, ratings: RatingsDocument, now: datetime, digest: str = "0") -> RatingRun:
    return RatingRun(
        city_id=city.id,
        period=ratings.periods[0].period,
        framework=ratings.framework.name,
        framework_digest=ratings.framework.digest,
        inputs_digest=digest * 64,
        draws=ratings.estimation.draws,
        seed=ratings.estimation.seed,
        product=ratings.product,
        document=ratings.model_dump_json(by_alias=True),
        made_at=now,
        earlier_digest=digest_of([]),
    )
