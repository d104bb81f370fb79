"""What one can do with an edition."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.audit.service import record
from diversity_platform.editions.errors import EditionFrozenError, EditionOvertakenError
from diversity_platform.editions.models import Edition, EditionDocument, EditionStatus
from diversity_platform.editions.queries import edition_of_city
from diversity_platform.organisations.models import City
from diversity_platform.ratings.models import RatingRun
from diversity_platform.ratings.queries import digest_of, releases_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.audit.actors import Actor


async def draft_edition(
    db: AsyncSession, city_id: UUID, run_id: UUID, document: EditionDocument, *, by: Actor, now: datetime
) -> Edition:
    """Store a compiled document as the draft of its edition, in place of an earlier draft.

    Raises
    ------
    EditionFrozenError
        If the edition is published.
    """
    edition = await edition_of_city(db, city_id, document.period)
    run = await db.get_one(RatingRun, run_id)
    if edition is None:
        edition = Edition(city_id=city_id, period=document.period)
        db.add(edition)
    elif edition.status != EditionStatus.DRAFT:
        raise EditionFrozenError(document.period)
    edition.run_id = run_id
    edition.city_slug, edition.city_name = document.city.slug, document.city.name
    edition.is_synthetic = document.is_synthetic
    edition.document = canonical(document)
    edition.released = run.released
    edition.compiled_at = now
    await db.flush()
    _record(db, "drafted", edition, by, now)
    return edition


async def publish_edition(db: AsyncSession, edition: Edition, *, by: Actor, now: datetime) -> None:
    """Freeze a draft: from now on its document, its counts and its digest never change.

    Raises
    ------
    EditionFrozenError
        If it is published already.
    EditionOvertakenError
        If another edition was published after its ratings were made.
    """
    if edition.status != EditionStatus.DRAFT:
        raise EditionFrozenError(edition.period)
    # one after the other, or two would not regard each other
    await db.scalar(select(City.id).where(City.id == edition.city_id).with_for_update())
    run = await db.get_one(RatingRun, edition.run_id)
    if run.earlier_digest != digest_of(await releases_of(db, edition.city_id)):
        raise EditionOvertakenError(edition.period)
    run.public_since = now
    draft = EditionDocument.model_validate_json(edition.document)
    edition.document = canonical(draft.model_copy(update={"frozen_at": now}))
    edition.digest = hashlib.sha256(edition.document.encode()).hexdigest()
    edition.status = EditionStatus.PUBLISHED
    edition.published_at = now
    await db.flush()
    _record(db, "published", edition, by, now, digest=edition.digest)


async def withdraw_edition(db: AsyncSession, edition: Edition, *, by: Actor, now: datetime) -> None:
    """Take a published edition off the public pages; it is kept as it was."""
    if edition.status == EditionStatus.PUBLISHED:
        edition.status = EditionStatus.WITHDRAWN
        edition.withdrawn_at = now
        await db.flush()
        _record(db, "withdrawn", edition, by, now)


def canonical(document: EditionDocument) -> str:
    """Return the one way in which a document is written, so that its digest can be recomputed."""
    return document.model_dump_json(by_alias=True)


def _record(
    db: AsyncSession, what: str, edition: Edition, by: Actor, now: datetime, **details: str | None
) -> None:
    about = {"period": edition.period, **details}
    record(db, f"editions.{what}", ("edition", edition.id), by=by, now=now, city_id=edition.city_id, **about)
