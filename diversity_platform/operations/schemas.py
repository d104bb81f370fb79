"""What pages and commands show of an installation; the same words for both, and none about people."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from diversity_platform.jobs.models import JobState, Lane
from diversity_platform.mail.addresses import masked
from diversity_platform.mail.models import MailState

if TYPE_CHECKING:
    from diversity_platform.audit.models import AuditEntry
    from diversity_platform.jobs.models import Job, Schedule, WorkerPresence
    from diversity_platform.jobs.timetable import Entry
    from diversity_platform.mail.models import Mail


class _View(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class JobView(_View):
    """A job."""

    id: UUID
    name: str
    state: JobState
    lane: Lane
    attempts: int
    is_cancel_asked: bool
    stage: str
    steps_done: int
    steps: int
    error: str | None
    asked_by: str
    arguments: dict[str, Any]
    queued_at: datetime
    due_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return what is shown of a job."""
        return cls(**{name: getattr(job, name) for name in cls.model_fields})


class ScheduleView(_View):
    """An entry of the timetable."""

    name: str
    job: str
    every: str
    at: Annotated[str, Field(description="UTC.")]
    due_at: datetime | None
    is_paused: bool
    queued_at: datetime | None
    job_id: UUID | None

    @classmethod
    def of(cls, entry: Entry, row: Schedule | None) -> Self:
        """Return what is shown of an entry; no worker may have taken it up yet."""
        return cls(
            name=entry.name,
            job=entry.job,
            every=entry.every,
            at=entry.at,
            due_at=row.due_at if row else None,
            is_paused=row.is_paused if row else False,
            queued_at=row.queued_at if row else None,
            job_id=row.job_id if row else None,
        )


class WorkerView(_View):
    """A worker."""

    place: str
    version: str
    started_at: datetime
    seen_at: datetime
    is_there: Annotated[bool, Field(description="False: it has died, or cannot reach the database.")]

    @classmethod
    def of(cls, worker: WorkerPresence, *, is_there: bool) -> Self:
        """Return what is shown of a worker."""
        return cls(
            place=worker.place,
            version=worker.version,
            started_at=worker.started_at,
            seen_at=worker.seen_at,
            is_there=is_there,
        )


class MailView(_View):
    """A mail; of its receiver no more than a log may show."""

    id: UUID
    to: str
    language: str
    template: str
    state: MailState
    attempts: int
    error: str
    is_urgent: bool
    written_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, mail: Mail) -> Self:
        """Return what is shown of a mail; servers repeat the address in what they say."""
        same = {name: getattr(mail, name) for name in cls.model_fields if name not in {"to", "error"}}
        shown = masked(mail.to_address)
        return cls(to=shown, error=mail.error.replace(mail.to_address, shown), **same)


class AuditView(_View):
    """An entry of the audit."""

    id: UUID
    at: datetime
    actor: str
    on_behalf_of: str
    action: str
    thing: str
    city_id: UUID | None
    details: dict[str, Any]

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        """Return what is shown of an entry."""
        return cls(**{name: getattr(entry, name) for name in cls.model_fields})


class QueueView(_View):
    """How the queue stands."""

    by_state: dict[JobState, int]
    waiting_by_lane: Annotated[dict[Lane, int], Field(description="Due and not taken.")]
    longest_wait: Annotated[float, Field(ge=0, description="Seconds that the job due first has waited.")]
    done_in_the_last_hour: int


class State(_View):
    """How an installation stands."""

    version: str
    database: Annotated[str, Field(description="sqlite or postgresql.")]
    revision: str | None
    revision_needed: str
    bytes_used: Annotated[int, Field(ge=0, description="Of the database.")]
    bytes_free: Annotated[int | None, Field(description="On the disk of an embedded database.")]
    queue: QueueView
    workers: list[WorkerView]
    mails: dict[MailState, int]
    needs_a_person: Annotated[list[str], Field(description="What somebody has to look at; empty: nothing.")]
