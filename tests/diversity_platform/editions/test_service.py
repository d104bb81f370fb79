"""Editions: drafted, replaced, frozen for good by service and database, withdrawn at most."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from diversity_platform.editions.errors import EditionFrozenError
from diversity_platform.editions.models import Edition, EditionDocument, EditionStatus
from diversity_platform.editions.queries import edition_of_city
from diversity_platform.editions.scoring import compile_document
from diversity_platform.editions.service import (
    canonical,
    draft_edition,
    publish_edition,
    withdraw_edition,
)
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.worker import Worker
from rating.words import languages, words_in
from tests.diversity_platform.actors import SOMEBODY
from tests.diversity_platform.editions.conftest import run_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from diversity_platform.db.engine import Database
    from diversity_platform.organisations.models import City
    from rating.documents import RatingsDocument

pytestmark = pytest.mark.anyio

FROZEN = "a published edition never changes"


async def drafted(database: Database, city: City, now: datetime, **changed: object) -> Edition:
    async with database.writing.begin() as db:
        run, document = await compile_document(db, city.id, "2025")
        return await draft_edition(
            db, city.id, run, document.model_copy(update=changed), by=SOMEBODY, now=now
        )


async def published(database: Database, city: City, now: datetime) -> Edition:
    await drafted(database, city, now)
    async with database.writing.begin() as db:
        edition = await found(db, city)
        await publish_edition(db, edition, by=SOMEBODY, now=now)
    return edition


async def found(db: object, city: City) -> Edition:
    edition = await edition_of_city(db, city.id, "2025")  # type: ignore[arg-type] # a session
    assert edition is not None
    return edition


async def stored(database: Database, city: City) -> Edition:
    async with database.reading() as db:
        return await found(db, city)


# ------------------------------------------------------------------------------------------------- compiling


async def test_a_document_says_whose_it_is_and_holds_the_ratings_and_the_words_of_all_languages(
    database: Database, city: City, run: UUID, ratings: RatingsDocument
) -> None:
    async with database.reading() as db:
        of_run, document = await compile_document(db, city.id, "2025")
    assert of_run == run
    assert document.city.model_dump() == {"slug": "havenport", "name": "Havenport", "country": "XX"}
    assert (document.period, document.licence, document.frozen_at) == ("2025", "CC BY 4.0", None)
    assert document.is_synthetic is True
    assert document.ratings == ratings
    assert list(document.words) == list(languages()) == ["en", "fr"]
    assert document.words == {language: words_in(ratings, language) for language in languages()}
    assert document.words["en"].keys() == document.words["fr"].keys()
    assert document.words["en"] != document.words["fr"]


async def compiled(database: Database, city: City, now: datetime) -> Job:
    """Ask for an edition and have it compiled by a worker; returns the job."""
    async with database.writing.begin() as db:
        arguments = {"city": str(city.id), "period": "2025"}
        identifier = await enqueue(db, "editions.compile_edition", arguments, now=now)
    assert await Worker(database, now=lambda: now).drain() == 1
    async with database.reading() as db:
        return await db.get_one(Job, identifier)


async def test_the_job_leaves_a_draft_of_the_latest_run(
    database: Database, city: City, run: UUID, ratings: RatingsDocument, now: datetime
) -> None:
    job = await compiled(database, city, now)
    assert (job.state, job.error) == (JobState.DONE, None)
    edition = await stored(database, city)
    assert (edition.run_id, edition.status, edition.compiled_at) == (run, EditionStatus.DRAFT, now)
    assert EditionDocument.model_validate_json(edition.document).ratings == ratings
    later = run_of(city, ratings.model_copy(update={"notice": "Corrected."}), now + timedelta(hours=1), "1")
    async with database.writing.begin() as db:
        db.add(later)
    await compiled(database, city, now + timedelta(hours=2))
    again = await stored(database, city)
    assert (again.id, again.run_id) == (edition.id, later.id)
    assert EditionDocument.model_validate_json(again.document).ratings.notice == "Corrected."


async def test_without_a_run_the_job_says_so_and_is_not_tried_again(
    database: Database, city: City, now: datetime
) -> None:
    job = await compiled(database, city, now)
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.error == "The companies have not been rated for 2025 yet. Rate them first."
    async with database.reading() as db:
        assert await edition_of_city(db, city.id, "2025") is None


@pytest.mark.usefixtures("run")
async def test_over_a_published_edition_the_job_compiles_nothing(
    database: Database, city: City, now: datetime
) -> None:
    before = await published(database, city, now)
    job = await compiled(database, city, now + timedelta(hours=1))
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.error == "The edition 2025 is published and cannot be changed."
    after = await stored(database, city)
    assert (after.document, after.digest, after.compiled_at) == (before.document, before.digest, now)


async def test_what_a_language_cannot_say_is_not_compiled(
    database: Database, city: City, ratings: RatingsDocument, now: datetime
) -> None:
    untranslated = ratings.framework.model_copy(update={"note": "Rules nobody has translated."})
    async with database.writing.begin() as db:
        db.add(run_of(city, ratings.model_copy(update={"framework": untranslated}), now))
    job = await compiled(database, city, now)
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert str(job.error).startswith("The language 'fr' lacks these words")
    async with database.reading() as db:
        assert await edition_of_city(db, city.id, "2025") is None


# ------------------------------------------------------------------------------------------------- publishing


async def test_a_draft_is_replaced_by_the_next_one(
    database: Database, city: City, run: UUID, now: datetime
) -> None:
    first = await drafted(database, city, now, licence="First")
    second = await drafted(database, city, now + timedelta(hours=1), licence="Second")
    assert second.id == first.id
    async with database.reading() as db:
        (edition,) = await db.scalars(select(Edition))
    assert (edition.run_id, edition.status, edition.digest) == (run, EditionStatus.DRAFT, None)
    assert (edition.compiled_at, edition.published_at) == (now + timedelta(hours=1), None)
    assert EditionDocument.model_validate_json(edition.document).licence == "Second"


@pytest.mark.usefixtures("run")
async def test_publishing_freezes_the_text_whose_digest_is_kept(
    database: Database, city: City, now: datetime
) -> None:
    draft = await drafted(database, city, now)
    moment = now + timedelta(days=1)
    async with database.writing.begin() as db:
        await publish_edition(db, await found(db, city), by=SOMEBODY, now=moment)
    async with database.reading() as db:
        row = (await db.execute(text("SELECT document, digest, status FROM editions"))).one()
    assert row.status == "published"
    assert row.digest == hashlib.sha256(row.document.encode()).hexdigest()
    document = EditionDocument.model_validate_json(row.document)
    assert document.frozen_at == moment
    before = EditionDocument.model_validate_json(draft.document)
    assert document == before.model_copy(update={"frozen_at": moment})
    # whoever reads the document can write it again and gets the same digest
    assert canonical(document) == row.document
    assert (await stored(database, city)).published_at == moment


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("withdrawn", [False, True])
async def test_what_was_published_once_is_neither_published_nor_drafted_again(
    database: Database, city: City, now: datetime, *, withdrawn: bool
) -> None:
    before = await published(database, city, now)
    if withdrawn:
        async with database.writing.begin() as db:
            await withdraw_edition(db, await found(db, city), by=SOMEBODY, now=now)
    later = now + timedelta(days=1)
    async with database.writing.begin() as db:
        edition = await found(db, city)
        with pytest.raises(EditionFrozenError, match=r"^The edition 2025 is published and cannot be"):
            await publish_edition(db, edition, by=SOMEBODY, now=later)
    with pytest.raises(EditionFrozenError):
        await drafted(database, city, later)
    after = await stored(database, city)
    assert (after.document, after.digest) == (before.document, before.digest)
    assert (after.published_at, after.compiled_at) == (now, now)


@pytest.mark.usefixtures("run")
async def test_a_withdrawn_edition_is_kept_as_it_was(database: Database, city: City, now: datetime) -> None:
    before = await published(database, city, now)
    for hour in (20, 21):  # the second time changes nothing
        async with database.writing.begin() as db:
            await withdraw_edition(db, await found(db, city), by=SOMEBODY, now=now.replace(hour=hour))
    after = await stored(database, city)
    assert (after.status, after.withdrawn_at) == (EditionStatus.WITHDRAWN, now.replace(hour=20))
    assert (after.document, after.digest, after.published_at) == (before.document, before.digest, now)


@pytest.mark.usefixtures("run")
async def test_a_draft_cannot_be_withdrawn(database: Database, city: City, now: datetime) -> None:
    await drafted(database, city, now)
    async with database.writing.begin() as db:
        await withdraw_edition(db, await found(db, city), by=SOMEBODY, now=now)
    edition = await stored(database, city)
    assert (edition.status, edition.withdrawn_at) == (EditionStatus.DRAFT, None)


# --------------------------------------------------------------------------- the database

CHANGES = (
    "UPDATE editions SET document = '{}'",
    "UPDATE editions SET digest = '0000'",
    "UPDATE editions SET period = '2026'",
    "UPDATE editions SET city_slug = 'elsewhere'",
    "UPDATE editions SET status = 'draft', published_at = NULL",
    "UPDATE editions SET document = document || ' '",
    "DELETE FROM editions",
    "DELETE FROM editions WHERE period = '2025'",
)
#: SQLite alone has these; they would delete and insert.
REPLACEMENTS = (
    "INSERT OR REPLACE INTO editions SELECT * FROM editions",
    "UPDATE OR REPLACE editions SET document = '{}'",
)


async def attempt(database: Database, statement: str) -> None:
    async with database.writing.begin() as db:
        await db.execute(text(statement))


async def rows(database: Database) -> list[tuple[object, ...]]:
    async with database.reading() as db:
        return [tuple(row) for row in await db.execute(text("SELECT * FROM editions"))]


@pytest.mark.usefixtures("run")
@pytest.mark.parametrize("withdrawn", [False, True])
async def test_the_database_itself_refuses_to_change_or_delete_a_published_edition(
    database: Database, city: City, now: datetime, *, withdrawn: bool
) -> None:
    await published(database, city, now)
    if withdrawn:
        async with database.writing.begin() as db:
            await withdraw_edition(db, await found(db, city), by=SOMEBODY, now=now)
    before = await rows(database)
    for statement in (*CHANGES, *(REPLACEMENTS if database.is_embedded else ())):
        with pytest.raises(DBAPIError, match=FROZEN):
            await attempt(database, statement)
    assert await rows(database) == before
    assert len(before) == 1


@pytest.mark.usefixtures("run")
async def test_the_same_statements_change_a_draft(database: Database, city: City, now: datetime) -> None:
    for statement in (*CHANGES, *(REPLACEMENTS if database.is_embedded else ())):
        await attempt(database, "DELETE FROM editions")
        await drafted(database, city, now)
        await attempt(database, statement)


@pytest.mark.usefixtures("run")
async def test_a_city_or_run_with_an_edition_cannot_be_deleted_from_under_it(
    database: Database, city: City, now: datetime
) -> None:
    await published(database, city, now)
    before = await rows(database)
    for table in ("cities", "rating_runs"):
        with pytest.raises(DBAPIError):
            await attempt(database, f"DELETE FROM {table}")  # noqa: S608 - one of two names
    assert await rows(database) == before


@pytest.mark.usefixtures("run")
async def test_an_edition_is_published_with_a_digest_or_not_at_all(
    database: Database, city: City, now: datetime
) -> None:
    await drafted(database, city, now)
    for statement in ("SET status = 'published'", "SET status = 'deleted'"):
        with pytest.raises(DBAPIError):
            await attempt(database, f"UPDATE editions {statement}")
    assert (await stored(database, city)).status == EditionStatus.DRAFT
