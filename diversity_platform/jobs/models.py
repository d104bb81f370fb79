"""The tables of jobs: a queue with leases, what is queued by the clock, and who works."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified, Model


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    #: set aside: a person has to look at it
    FAILED = "failed"
    CANCELLED = "cancelled"


class Lane(StrEnum):
    """What a job waits behind: a worker does one job of each lane at a time."""

    #: somebody sits in front of the screen and waits, for example for a mail to sign in with
    URGENT = "urgent"
    USUAL = "usual"
    #: computes for seconds or minutes
    LONG = "long"


#: Jobs in these states still have something to do.
OPEN_STATES = (JobState.QUEUED, JobState.RUNNING)
_OPEN = text("state IN ('queued', 'running')")


def _is_one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Job(Identified):
    """One piece of work.

    `key` collapses: of the open jobs only one has it. `lease` is the fence: who does not hold it any more
    can neither finish nor fail the job.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        _is_one_of("state", JobState),
        _is_one_of("lane", Lane),
        Index("uq_jobs_open_key", "key", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_jobs_due", "lane", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_jobs_finished_at", "finished_at"),
    )

    name: Mapped[str] = mapped_column(String(100))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    lane: Mapped[Lane] = mapped_column(String(10), default=Lane.USUAL)
    key: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[JobState] = mapped_column(String(10), default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    #: when it may be taken: at first, after a failure, or when its lease has run out
    due_at: Mapped[datetime]
    lease: Mapped[UUID | None]
    #: who asked for it, as the audit names people; "" for the clock
    asked_by: Mapped[str] = mapped_column(String(200), default="")
    #: whether its worker is to stop it at the next sign of life
    is_cancel_asked: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(String(100), default="")
    steps_done: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    queued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Schedule(Model):
    """When an entry of the timetable is due next. What it is, the timetable says."""

    __tablename__ = "schedules"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    due_at: Mapped[datetime]
    is_paused: Mapped[bool] = mapped_column(default=False)
    #: when it was queued last, and as which job
    queued_at: Mapped[datetime | None]
    job_id: Mapped[UUID | None]


class WorkerPresence(Identified):
    """A worker that runs, or died without taking leave; `seen_at` tells which."""

    __tablename__ = "workers"

    place: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(40))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
