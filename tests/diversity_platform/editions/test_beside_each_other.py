"""Editions of several years beside each other: later ones regard what readers have of earlier ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from diversity_platform.datasheets.service import submit_headcounts
from diversity_platform.editions.errors import EditionOvertakenError
from diversity_platform.editions.queries import edition_of_city
from diversity_platform.editions.service import publish_edition, withdraw_edition
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.worker import Worker
from diversity_platform.ratings.models import RatingRun
from rating.disclosure import Publication
from rating.disclosure.audit import audit
from tests.diversity_platform.actors import SOMEBODY
from tests.diversity_platform.sheets import havenport, table

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.editions.models import Edition

pytestmark = pytest.mark.anyio

FRAMEWORK = "management-diversity-2016"
HEADER = ("company", "company_number", "area", "period", "level", "attribute", "group", "count")
LEVELS = {"staff": (60, 70), "middle_manager": (30, 40), "executive": (12, 20)}


def sheet(period: str, women: int = 60, moved: tuple[int, int] | None = None) -> list[tuple[object, ...]]:
    """Build the headcounts of a company; women are those of the staff."""
    company = ("Acme", "7", "HV", period)
    rows: list[tuple[object, ...]] = []
    for level, (own, men) in {**LEVELS, "staff": (women, 70)}.items():
        rows += [(*company, level, "gender", "women", own), (*company, level, "gender", "men", men)]
    if moved:
        rows += [(*company, "all", "movement", *row) for row in zip(("joined", "left"), moved, strict=True)]
    return rows


def with_few_executives(rows: list[tuple[object, ...]], women: int) -> list[tuple[object, ...]]:
    few = ("executive", "gender", "women")
    return [(*row[:-1], women if row[4:7] == few else row[-1]) for row in rows]


async def done(database: Database, now: datetime, name: str, **arguments: str) -> Job:
    async with database.writing.begin() as db:
        identifier = await enqueue(db, name, arguments, now=now)
    await Worker(database, now=lambda: now).drain()
    async with database.reading() as db:
        return await db.get_one(Job, identifier)


async def founded(database: Database, now: datetime, *sheets: list[tuple[object, ...]]) -> UUID:
    async with database.writing.begin() as db:
        city = await havenport(db, now)
        for rows in sheets:
            await submit_headcounts(db, city, *table(rows, HEADER), by=SOMEBODY, now=now)
    return city.id


async def drafted(database: Database, now: datetime, city: UUID, period: str) -> None:
    job = await done(database, now, "ratings.rate_city", city=str(city), period=period, framework=FRAMEWORK)
    assert job.error is None
    job = await done(database, now, "editions.compile_edition", city=str(city), period=period)
    assert job.state == JobState.DONE


async def published(database: Database, now: datetime, city: UUID, period: str) -> Edition:
    async with database.writing.begin() as db:
        edition = await edition_of_city(db, city, period)
        assert edition is not None
        await publish_edition(db, edition, by=SOMEBODY, now=now)
    return edition


def staff_women(edition: Edition) -> int:
    (value,) = [
        cell["value"]
        for cell in json.loads(edition.released)["tables"][0]["cells"]
        if (cell["level"], cell["group"]) == ("staff", "women")
    ]
    return int(value)


async def test_an_edition_holds_the_counts_behind_it_and_keeps_its_promises(
    database: Database, now: datetime
) -> None:
    city = await founded(database, now, sheet("2024"))
    await drafted(database, now, city, "2024")
    edition = await published(database, now, city, "2024")
    released = Publication.model_validate_json(edition.released)
    assert released.population.reference_date == "2024"
    assert staff_women(edition) == 60
    assert all(finding.kept for finding in audit([released]))
    async with database.reading() as db:
        run = await db.get_one(RatingRun, edition.run_id)
    assert (run.released, run.public_since) == (edition.released, now)


@pytest.mark.parametrize(("moved", "shown"), [(None, 60), ((1, 0), 60), ((12, 11), 61), ((12, 30), 61)])
async def test_one_joiner_is_not_told_by_two_editions(
    database: Database, now: datetime, moved: tuple[int, int] | None, shown: int
) -> None:
    """Nothing is withheld here, so that what does not fit the counts does no harm."""
    city = await founded(database, now, sheet("2024"), sheet("2025", 61, moved))
    for period in ("2024", "2025"):
        await drafted(database, now, city, period)
        edition = await published(database, now, city, period)
    assert staff_women(edition) == shown
    rating = json.loads(edition.document)["ratings"]["periods"][0]["ratings"][0]
    assert (rating["period"], rating["figures_of"]) == ("2025", "2024" if shown == 60 else None)


async def test_a_withdrawn_edition_is_still_regarded(database: Database, now: datetime) -> None:
    city = await founded(database, now, sheet("2024"), sheet("2025", 61))
    await drafted(database, now, city, "2024")
    edition = await published(database, now, city, "2024")
    async with database.writing.begin() as db:
        await withdraw_edition(db, await db.merge(edition), by=SOMEBODY, now=now)
    await drafted(database, now, city, "2025")
    assert staff_women(await published(database, now, city, "2025")) == 60


async def test_a_draft_that_another_edition_has_overtaken_is_not_published(
    database: Database, now: datetime
) -> None:
    city = await founded(database, now, sheet("2024"), sheet("2025", 61))
    for period in ("2024", "2025"):
        await drafted(database, now, city, period)
    await published(database, now, city, "2024")
    with pytest.raises(EditionOvertakenError, match="Rate 2025 again"):
        await published(database, now, city, "2025")
    await drafted(database, now, city, "2025")
    assert staff_women(await published(database, now, city, "2025")) == 60


async def test_a_year_before_a_published_one_is_refused_in_words(database: Database, now: datetime) -> None:
    city = await founded(database, now, sheet("2024"), sheet("2025", 61))
    await drafted(database, now, city, "2025")
    await published(database, now, city, "2025")
    job = await done(database, now, "ratings.rate_city", city=str(city), period="2024", framework=FRAMEWORK)
    assert job.state == JobState.FAILED
    assert job.error is not None
    assert "Figures of 2025 are published already" in job.error
    async with database.reading() as db:
        assert len(list(await db.scalars(select(RatingRun)))) == 1


async def test_movement_that_is_counted_since_another_year_is_not_held_against_the_counts(
    database: Database, now: datetime
) -> None:
    """The edition before is of 2023, and 2025 tells who joined and left since 2024."""
    small = with_few_executives(sheet("2023"), women=3)
    later = with_few_executives(sheet("2025", 90, (12, 11)), women=4)
    city = await founded(database, now, small, sheet("2024"), later)
    for period in ("2023", "2025"):
        await drafted(database, now, city, period)
        edition = await published(database, now, city, period)
    assert staff_women(edition) == 90
