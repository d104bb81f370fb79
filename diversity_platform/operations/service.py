"""What those who look after an installation can do; each is written into the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diversity_platform.audit.service import record
from diversity_platform.jobs import schedules
from diversity_platform.jobs import service as jobs
from diversity_platform.mail import service as mail
from diversity_platform.mail.service import Letter

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.audit.actors import Actor
    from diversity_platform.jobs.models import Job
    from diversity_platform.mail.bounces import Bounce
    from diversity_platform.mail.models import Mail

_TEST = "operations.test"


async def cancel_job(db: AsyncSession, identifier: UUID, *, by: Actor, now: datetime) -> Job:
    """Cancel a job; see `jobs.service.cancel_job`."""
    job = await jobs.cancel_job(db, identifier, now=now)
    record(db, "jobs.cancelled", ("job", job.id), by=by, now=now, job=job.name)
    return job


async def retry_job(db: AsyncSession, identifier: UUID, *, by: Actor, now: datetime) -> Job:
    """Queue a job again; see `jobs.service.retry_job`."""
    job = await jobs.retry_job(db, identifier, now=now)
    record(db, "jobs.retried", ("job", identifier), by=by, now=now, job=job.name)
    return job


async def discard_job(db: AsyncSession, identifier: UUID, *, by: Actor, now: datetime) -> Job:
    """Put a failed job away; see `jobs.service.discard_job`."""
    job = await jobs.discard_job(db, identifier, now=now)
    record(db, "jobs.discarded", ("job", job.id), by=by, now=now, job=job.name)
    return job


async def run_schedule(db: AsyncSession, name: str, *, by: Actor, now: datetime) -> UUID:
    """Queue an entry of the timetable at once; see `jobs.schedules.queue_now`."""
    job = await schedules.queue_now(db, name, now=now)
    record(db, "jobs.schedule_run", ("schedule", name), by=by, now=now)
    return job


async def pause_schedule(db: AsyncSession, name: str, *, is_paused: bool, by: Actor, now: datetime) -> None:
    """Have the clock pass over an entry of the timetable, or regard it again."""
    await schedules.pause(db, name, is_paused=is_paused, now=now)
    what = "jobs.schedule_paused" if is_paused else "jobs.schedule_resumed"
    record(db, what, ("schedule", name), by=by, now=now)


async def send_test_mail(db: AsyncSession, to: str, language: str, *, by: Actor, now: datetime) -> UUID:
    """Write a mail that shows whether mails get through; see `mail.service.write_mail`."""
    letter = Letter(to, language, _TEST, is_urgent=True)
    identifier = await mail.write_mail(db, letter, now=now, asked_by=by.reference)
    record(db, "mail.test_written", ("mail", identifier), by=by, now=now)
    return identifier


async def send_mail_again(db: AsyncSession, identifier: UUID, *, by: Actor, now: datetime) -> Mail:
    """Try a mail once more that did not get through; see `mail.service.send_again`."""
    sent = await mail.send_again(db, identifier, now=now, asked_by=by.reference)
    record(db, "mail.sent_again", ("mail", identifier), by=by, now=now)
    return sent


async def allow_address(db: AsyncSession, address: str, *, by: Actor, now: datetime) -> bool:
    """Send to an address again that mail came back from; returns whether it was held."""
    was_held = await mail.allow_address(db, address)
    if was_held:
        # which one is not written down: the audit is kept, and people may go
        record(db, "mail.address_allowed", ("address", ""), by=by, now=now)
    return was_held


def note_export(db: AsyncSession, *, by: Actor, now: datetime) -> None:
    """Write down that the audit was taken out."""
    record(db, "audit.exported", ("audit", ""), by=by, now=now)


def note_backup(db: AsyncSession, *, by: Actor, now: datetime) -> None:
    """Write down that a copy of the database was taken."""
    record(db, "db.backed_up", ("database", ""), by=by, now=now)


async def settle_after_restore(db: AsyncSession, *, by: Actor, now: datetime) -> int:
    """Set aside what may have happened since the backup; returns how many mails that were.

    Jobs are done again: they change nothing twice. A mail that waited may have been sent.
    """
    held = await mail.hold_waiting(db, "Restored from a backup: it may have been sent already.", now=now)
    record(db, "db.restored", ("database", ""), by=by, now=now, mails_held=held)
    return held


async def take_bounce(db: AsyncSession, bounce: Bounce, *, by: Actor, now: datetime) -> Mail | None:
    """Note what a mail server reports; None for one that is not for good, or not of a mail on record."""
    if not bounce.is_for_good:
        return None
    came_back = await mail.note_bounce(db, bounce.mail, bounce.why, now=now)
    if came_back is not None:
        record(db, "mail.came_back", ("mail", came_back.id), by=by, now=now)
    return came_back
