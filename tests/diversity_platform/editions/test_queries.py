"""What the public is given: published editions, in their order, and nothing else."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from diversity_platform.editions.errors import CityNotFoundError, EditionNotFoundError
from diversity_platform.editions.models import CityInfo, EditionDocument
from diversity_platform.editions.queries import (
    edition_of_city,
    edition_text,
    editions_of,
    published_edition,
    published_editions,
)
from diversity_platform.editions.service import draft_edition, publish_edition, withdraw_edition
from diversity_platform.organisations.service import found_city
from rating.words import languages, words_in
from tests.diversity_platform.actors import SOMEBODY
from tests.diversity_platform.editions.conftest import run_of

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.db.engine import Database
    from diversity_platform.organisations.models import City
    from rating.documents import RatingsDocument

pytestmark = pytest.mark.anyio


class Press:
    """Publishes editions of the same ratings."""

    def __init__(self, database: Database, ratings: RatingsDocument, now: datetime) -> None:
        self._database, self._ratings, self._now = database, ratings, now
        self._words = {language: words_in(ratings, language) for language in languages()}

    async def city(self, slug: str, name: str) -> City:
        async with self._database.writing.begin() as db:
            return await found_city(
                db, slug=slug, name=name, country="XX", licence="CC0", by=SOMEBODY, now=self._now
            )

    async def edition(self, city: City, period: str, *, publish: bool = True) -> None:
        document = EditionDocument(
            schema="edition/1",
            city=CityInfo(slug=city.slug, name=city.name, country=city.country),
            period=period,
            is_synthetic=False,
            licence=city.licence,
            frozen_at=None,
            words=self._words,
            ratings=self._ratings,
        )
        run = run_of(city, self._ratings, self._now)
        run.period = period
        async with self._database.writing.begin() as db:
            db.add(run)
            await db.flush()
            edition = await draft_edition(db, city.id, run.id, document, by=SOMEBODY, now=self._now)
            if publish:
                await publish_edition(db, edition, by=SOMEBODY, now=self._now)

    async def withdraw(self, city: City, period: str) -> None:
        async with self._database.writing.begin() as db:
            edition = await edition_of_city(db, city.id, period)
            assert edition is not None
            await withdraw_edition(db, edition, by=SOMEBODY, now=self._now)


@pytest.fixture
def press(database: Database, ratings: RatingsDocument, now: datetime) -> Press:
    return Press(database, ratings, now)


async def listed(database: Database) -> list[tuple[str, str]]:
    db = database.statements
    return [(edition.city_name, edition.period) for edition in await published_editions(db)]


async def test_editions_are_listed_by_city_whatever_its_case_and_the_latest_first(
    database: Database, press: Press
) -> None:
    assert await listed(database) == []
    for slug, name in (("zug", "Zug"), ("aarhus", "aarhus"), ("bern", "Bern"), ("alba", "Alba")):
        city = await press.city(slug, name)
        for period in ("2024", "2025", "2023") if slug == "bern" else ("2025",):
            await press.edition(city, period)
    assert await listed(database) == [
        ("aarhus", "2025"),
        ("Alba", "2025"),
        ("Bern", "2025"),
        ("Bern", "2024"),
        ("Bern", "2023"),
        ("Zug", "2025"),
    ]
    db = database.statements
    assert [(edition.city_slug, edition.period) for edition in await editions_of(db, "bern")] == [
        ("bern", "2025"),
        ("bern", "2024"),
        ("bern", "2023"),
    ]


async def test_an_edition_is_read_as_it_was_frozen(
    database: Database, press: Press, ratings: RatingsDocument, now: datetime
) -> None:
    await press.edition(await press.city("bern", "Bern"), "2025")
    db = database.statements
    text, digest = await edition_text(db, "bern", "2025")
    edition = await published_edition(db, "bern", "2025")
    (entry,) = await published_editions(db)
    assert digest == hashlib.sha256(text.encode()).hexdigest() == edition.digest == entry.digest
    assert edition.document == EditionDocument.model_validate_json(text)
    assert (edition.document.frozen_at, entry.published_at) == (now, now)
    assert edition.period == ratings.periods[0]
    assert edition.pages == {rating.page: rating for rating in ratings.periods[0].ratings}
    assert len(edition.pages) == 6


async def test_drafts_and_withdrawn_editions_are_nowhere(database: Database, press: Press) -> None:
    city = await press.city("bern", "Bern")
    for period in ("2024", "2025"):
        await press.edition(city, period)
    await press.edition(city, "2026", publish=False)
    db = database.statements
    await published_edition(db, "bern", "2025")  # read once, and kept in memory
    kept = await edition_text(db, "bern", "2024")
    await press.withdraw(city, "2025")
    assert await listed(database) == [("Bern", "2024")]
    db = database.statements
    assert [edition.period for edition in await editions_of(db, "bern")] == ["2024"]
    assert await edition_text(db, "bern", "2024") == kept
    for period in ("2025", "2026"):
        for read in (published_edition, edition_text):
            with pytest.raises(EditionNotFoundError) as refused:
                await read(db, "bern", period)
            assert str(refused.value) == f"There is no published edition {period} of 'bern'."
    await press.withdraw(city, "2024")
    assert await listed(database) == []
    db = database.statements
    with pytest.raises(CityNotFoundError, match=r"^There is no published edition of a city 'bern'\.$"):
        await editions_of(db, "bern")


async def test_an_edition_of_nobody_is_not_found(database: Database, press: Press) -> None:
    await press.edition(await press.city("bern", "Bern"), "2025")
    db = database.statements
    for city, period in (("bern", "2024"), ("zug", "2025"), ("Bern", "2025"), ("bern", "2025 ")):
        with pytest.raises(EditionNotFoundError):
            await published_edition(db, city, period)
    with pytest.raises(CityNotFoundError):
        await editions_of(db, "zug")


async def test_more_editions_than_are_kept_in_memory_are_each_read_as_themselves(
    database: Database, press: Press
) -> None:
    cities = [await press.city(f"city-{number:02d}", f"City {number:02d}") for number in range(10)]
    for city in cities:
        await press.edition(city, "2025")
    db = database.statements
    for _ in range(2):
        names = [(await published_edition(db, city.slug, "2025")).document.city.name for city in cities]
        assert names == [f"City {number:02d}" for number in range(10)]
