"""A site with published editions, made by the product's own services: the demo city, and a public filing."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import html5lib

from diversity_platform.app import create_app
from diversity_platform.cli.city import build_city
from diversity_platform.datasheets.service import (
    submit_financial_years,
    submit_headcounts,
    submit_population,
)
from diversity_platform.db.engine import open_database
from diversity_platform.db.migrate import migrate
from diversity_platform.editions.models import CityInfo, EditionDocument
from diversity_platform.editions.queries import edition_of_city
from diversity_platform.editions.service import draft_edition, publish_edition
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.worker import Worker
from diversity_platform.organisations.service import found_city
from diversity_platform.ratings.models import RatingRun
from diversity_platform.ratings.queries import digest_of
from diversity_platform.settings import Settings
from rating.run import rate_files
from rating.words import languages, words_in
from tests.diversity_platform.actors import SOMEBODY

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from litestar import Litestar

    from diversity_platform.db.engine import Database

NOW = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)
XHTML = "{http://www.w3.org/1999/xhtml}"
#: One page of each kind, below a language.
PAGES = (
    "",
    "/havenport/2025",
    "/havenport/2025?name=co",
    "/havenport/2025?name=nobody-is-called-so",
    "/havenport/2025/companies/goldcrest-bank",
    "/havenport/2025/companies/candlewick-textiles",
    "/havenport/2025/companies/zephyr-bicycles",
    "/havenport/2025/method",
    "/filings/2016",
    "/filings/2016/companies/acme",
    "/filings/2016/method",
    "/about",
    "/accessibility",
    "/problems",
    "/styleguide",
)


def settings_for(file: Path) -> Settings:
    """Return the settings of a site whose database is a file."""
    return Settings(
        database=f"sqlite:///{file}",
        address="https://diversity.example",
        operator="City of Havenport",
        contact="diversity@havenport.example",
    )


def app_on(file: Path) -> Litestar:
    """Return the application over a database file."""
    return create_app(settings_for(file))


def publish_nothing(file: Path) -> None:
    """Make a database that holds nothing yet."""
    _run(_publish_nothing(file))


def _run(work: Coroutine[object, object, None]) -> None:
    """Run to the end in a thread of its own: a browser test has an event loop running already."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, work).result()


async def _publish_nothing(file: Path) -> None:
    database = open_database(settings_for(file).database)
    await migrate(database)
    await database.close()


def publish_site(file: Path, filing: Path) -> None:
    """Publish two editions into a new database: the demo city's of 2025, and one of a public filing."""
    _run(_publish_site(file, filing))


async def _publish_site(file: Path, filing: Path) -> None:
    database = open_database(settings_for(file).database)
    await migrate(database)
    await _publish_demo(database)
    await _publish_filing(database, filing)
    await database.close()


def as_text(rows: list[tuple[object, ...]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return header and rows as a file would give them."""
    return tuple(str(cell) for cell in rows[0]), [[str(cell) for cell in row] for row in rows[1:]]


async def _publish_demo(database: Database) -> None:
    drawn = build_city()
    async with database.writing.begin() as db:
        city = await found_city(
            db,
            slug="havenport",
            name="Havenport",
            country="XX",
            licence="CC BY 4.0",
            is_synthetic=True,
            by=SOMEBODY,
            now=NOW,
        )
        await submit_headcounts(db, city, *as_text(drawn.headcounts), by=SOMEBODY, now=NOW)
        await submit_population(db, city, "Havenport", *as_text(drawn.benchmark), by=SOMEBODY, now=NOW)
        await submit_financial_years(db, city, *as_text(drawn.financials), by=SOMEBODY, now=NOW)
        about = {"city": str(city.id), "period": "2025"}
        rules = {"framework": "management-diversity-2016"}
        await enqueue(db, "ratings.rate_city", about | rules, now=NOW)
    await Worker(database).drain()
    async with database.writing.begin() as db:
        await enqueue(db, "editions.compile_edition", about, now=NOW)
    await Worker(database).drain()
    async with database.writing.begin() as db:
        edition = await edition_of_city(db, city.id, "2025")
        assert edition is not None
        await publish_edition(db, edition, by=SOMEBODY, now=NOW)


async def _publish_filing(database: Database, filing: Path) -> None:
    """Publish figures that are public as filed, so that nothing on the pages is withheld."""
    ratings = rate_files([filing], profile="eeo1", framework="management-diversity-2016").document
    assert len(ratings.periods) == 1
    async with database.writing.begin() as db:
        city = await found_city(
            db, slug="filings", name="Filings & Sons", country="US", licence="CC0 1.0", by=SOMEBODY, now=NOW
        )
        run = RatingRun(
            city_id=city.id,
            period=ratings.periods[0].period,
            framework="management-diversity-2016",
            framework_digest=ratings.framework.digest,
            inputs_digest="0" * 64,
            draws=1000,
            seed=1,
            product="test",
            document=ratings.model_dump_json(by_alias=True),
            made_at=NOW,
            earlier_digest=digest_of([]),
        )
        db.add(run)
        await db.flush()
        document = EditionDocument(
            schema="edition/1",
            city=CityInfo(slug="filings", name="Filings & Sons", country="US"),
            period=ratings.periods[0].period,
            is_synthetic=False,
            licence="CC0 1.0",
            frozen_at=None,
            words={language: words_in(ratings, language) for language in languages()},
            ratings=ratings,
        )
        edition = await draft_edition(db, city.id, run.id, document, by=SOMEBODY, now=NOW)
        await publish_edition(db, edition, by=SOMEBODY, now=NOW)


@dataclass(frozen=True)
class Html:
    """A page, parsed strictly as HTML 5."""

    root: Element

    @classmethod
    def parse(cls, text: str) -> Html:
        """Parse a page; anything that is not HTML 5 is a failure."""
        return cls(html5lib.HTMLParser(strict=True).parse(text))

    def all(self, tag: str) -> list[Element]:
        """Return all elements of a tag."""
        return list(self.root.iter(f"{XHTML}{tag}"))

    def tables(self) -> dict[str, list[list[str]]]:
        """Return the rows of each table below its head, by the label of its frame."""
        found = {}
        for region in self.all("div"):
            if region.get("role") == "region" and region.find(f"{XHTML}table") is not None:
                rows = region.findall(f".//{XHTML}tbody/{XHTML}tr")
                found[region.get("aria-label", "")] = [
                    [said(cell) for cell in row if cell.tag in {f"{XHTML}th", f"{XHTML}td"}] for row in rows
                ]
        return found


def said(element: Element) -> str:
    """Return the text of an element, drawings left out, blanks collapsed."""
    parts = [element.text or ""]
    for child in element:
        if not child.tag.endswith("svg"):
            parts.append(said(child))
        parts.append(child.tail or "")
    return " ".join("".join(parts).split())
