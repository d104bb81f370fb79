"""The installation's own jobs: old records go, and who is named for alerts hears of failures, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from diversity_platform.db.identifiers import new_id
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.worker import Worker
from diversity_platform.mail.models import Mail
from diversity_platform.mail.posts import post_of
from diversity_platform.mail.posts.memory import MemoryPost
from diversity_platform.operations.jobs import KEPT
from diversity_platform.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.db.engine import Database

pytestmark = pytest.mark.anyio

OPERATOR = "operations@havenport.example"


async def ended(database: Database, state: JobState, at: datetime) -> None:
    async with database.writing.begin() as db:
        db.add(Job(id=new_id(), name="x", arguments={}, state=state, due_at=at, queued_at=at, finished_at=at))


async def did(database: Database, job: str, now: datetime, settings: Settings) -> None:
    """Do a job twice in a row, as a worker does that dies after the first time."""
    async with database.writing.begin() as db:
        for _ in range(2):
            await enqueue(db, f"operations.{job}", {}, now=now)
    await Worker(database, settings, now=lambda: now).drain()


async def test_records_are_removed_when_they_are_old_and_what_is_open_stays(
    database: Database, now: datetime
) -> None:
    for state, kept in KEPT.items():
        await ended(database, state, now - kept)
        await ended(database, state, now - kept - timedelta(seconds=1))
    await ended(database, JobState.QUEUED, now + timedelta(days=1))
    await did(database, "tidy", now, Settings())
    async with database.reading() as db:
        left = await db.scalars(select(Job.state).where(Job.name == "x").order_by(Job.id))
        assert list(left) == [*KEPT, JobState.QUEUED]


async def test_who_is_named_hears_of_failures_once_in_their_language(
    database: Database, now: datetime
) -> None:
    box = post_of("memory:alerts")
    assert isinstance(box, MemoryPost)
    box.delivered.clear()
    settings = Settings(
        mail="memory:alerts", alerts=OPERATOR, alerts_language="fr", address="https://d.example"
    )
    await did(database, "alert", now, settings)
    assert box.delivered == []
    for _ in range(2):
        await ended(database, JobState.FAILED, now)
    await did(database, "alert", now + timedelta(hours=1), settings)
    await did(database, "alert", now + timedelta(hours=2), settings)
    assert [str(mail["To"]) for mail in box.delivered] == [OPERATOR]
    text = box.delivered[0].get_content()
    assert "2 tâches n’ont pas pu être accomplies" in text
    assert "https://d.example/fr/operations/jobs?state=failed" in text
    await ended(database, JobState.FAILED, now + timedelta(hours=2))
    await did(database, "alert", now + timedelta(hours=3), settings)
    assert "Une tâche" in str(box.delivered[1]["Subject"])
    assert "x" not in str(box.delivered[1]["Subject"]).split()  # which one, only after signing in


async def test_where_nobody_is_named_nobody_is_written_to(database: Database, now: datetime) -> None:
    await ended(database, JobState.FAILED, now)
    await did(database, "alert", now, Settings(mail="memory:alerts"))
    async with database.reading() as db:
        assert list(await db.scalars(select(Mail.id))) == []
