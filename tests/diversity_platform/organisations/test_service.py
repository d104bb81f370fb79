"""Cities and companies: addresses that can be used, each of them once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from diversity_platform.app import create_app
from diversity_platform.organisations.errors import SlugRefusedError, SlugTakenError
from diversity_platform.organisations.queries import city_by_slug, companies_by_key
from diversity_platform.organisations.service import RESERVED, found_city, register_company
from diversity_platform.settings import read_settings
from tests.diversity_platform.actors import SOMEBODY

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.db.engine import Database
    from diversity_platform.organisations.models import City

pytestmark = pytest.mark.anyio


async def founded(database: Database, slug: str, now: datetime, **about: object) -> City:
    async with database.writing.begin() as db:
        return await found_city(
            db,
            **{"slug": slug, "name": "A", "country": "FR", "licence": "CC0", "now": now, **about},
            by=SOMEBODY,
        )


async def test_a_city_is_found_at_its_address(database: Database, now: datetime) -> None:
    made = await founded(database, "saint-étienne".replace("é", "e"), now, name="Saint-Étienne")
    async with database.reading() as db:
        city = await city_by_slug(db, "saint-etienne")
        assert await city_by_slug(db, "Saint-Etienne") is None
    assert city is not None
    assert (city.id, city.name, city.country, city.licence) == (made.id, "Saint-Étienne", "FR", "CC0")
    assert (city.is_synthetic, city.created_at) == (False, now)


async def test_a_city_can_be_marked_as_invented(database: Database, now: datetime) -> None:
    await founded(database, "havenport", now, is_synthetic=True)
    async with database.reading() as db:
        city = await city_by_slug(db, "havenport")
    assert city is not None
    assert city.is_synthetic is True


async def test_an_address_belongs_to_one_city(database: Database, now: datetime) -> None:
    first = await founded(database, "havenport", now, name="First")
    with pytest.raises(SlugTakenError) as refused:
        await founded(database, "havenport", now, name="Second")
    assert str(refused.value) == "There is already a city at the address 'havenport'."
    async with database.reading() as db:
        city = await city_by_slug(db, "havenport")
    assert city is not None
    assert (city.id, city.name) == (first.id, "First")


async def test_small_letters_digits_and_hyphens_are_an_address(database: Database, now: datetime) -> None:
    usable = ["ab", "a1", "42", "new-york-2", "a" * 60]
    assert [(await founded(database, slug, now)).slug for slug in usable] == usable


async def test_another_address_is_refused(database: Database, now: datetime) -> None:
    unusable = [
        "", "a", "a" * 61,
        "Havenport", "haven port", "haven_port", "-haven", "haven-", "haven--port", "häfen",
        "haven/port", "..", "haven\n", "٤٢", *sorted(RESERVED),
    ]  # fmt: skip
    for slug in unusable:
        with pytest.raises(SlugRefusedError) as refused:
            await founded(database, slug, now)
        assert refused.value.slug == slug
    async with database.reading() as db:
        assert [await city_by_slug(db, slug) for slug in unusable] == [None] * len(unusable)


async def test_no_city_can_stand_where_a_page_of_the_site_does() -> None:
    app = create_app(read_settings({"DIVERSITY_DATABASE": "sqlite:///:memory:"}))
    below = {route.path.split("/")[2] for route in app.routes if route.path.startswith("/en/")}
    pages = {name for name in below if name and not name.startswith("{")}
    assert {"about", "problems"} <= pages <= RESERVED
    assert any(name.startswith("{city") for name in below)


async def test_companies_belong_to_their_city_and_are_found_by_their_key(
    database: Database, now: datetime
) -> None:
    here, there = await founded(database, "here", now), await founded(database, "there", now)
    async with database.writing.begin() as db:
        acme = await register_company(
            db, here, key="number:7", name="Acme", number="7", area="HV", by=SOMEBODY, now=now
        )
        zeta = await register_company(db, here, key="name:zeta", name="Zeta", by=SOMEBODY, now=now)
        other = await register_company(db, there, key="number:7", name="Another Acme", by=SOMEBODY, now=now)
    async with database.reading() as db:
        found = await companies_by_key(db, here.id)
        assert {key: company.id for key, company in found.items()} == {
            "number:7": acme.id,
            "name:zeta": zeta.id,
        }
        assert [company.id for company in (await companies_by_key(db, there.id)).values()] == [other.id]
    company = found["number:7"]
    assert (company.name, company.number, company.area, company.created_at) == ("Acme", "7", "HV", now)
    assert (found["name:zeta"].number, found["name:zeta"].area) == ("", "")


async def test_a_key_is_one_company_in_its_city(database: Database, now: datetime) -> None:
    city = await founded(database, "here", now)
    async with database.writing.begin() as db:
        await register_company(db, city, key="name:acme", name="Acme", by=SOMEBODY, now=now)
    async with database.writing() as db:
        with pytest.raises(IntegrityError):
            await register_company(db, city, key="name:acme", name="ACME", by=SOMEBODY, now=now)
        await db.rollback()
    async with database.reading() as db:
        assert [company.name for company in (await companies_by_key(db, city.id)).values()] == ["Acme"]
