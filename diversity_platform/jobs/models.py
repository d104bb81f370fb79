"""The table of jobs: a queue with leases, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


#: Jobs in these states still have something to do.
OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)
_OPEN = text("state IN ('queued', 'running')")


class Job(Identified):
    """One piece of work.

    `key` collapses: of the open jobs only one has it. `lease` is the fence: who does not hold it any more
    can neither finish nor fail the job.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name="state"),
        Index("uq_jobs_open_key", "key", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_jobs_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    name: Mapped[str] = mapped_column(String(100))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[JobState] = mapped_column(String(10), default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    #: when it may be taken: at first, after a failure, or when its lease has run out
    due_at: Mapped[datetime]
    lease: Mapped[UUID | None]
    stage: Mapped[str] = mapped_column(String(100), default="")
    steps_done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    queued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
