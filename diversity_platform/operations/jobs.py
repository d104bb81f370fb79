"""Jobs of the installation itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, or_

from diversity_platform.audit.actors import worker_of
from diversity_platform.audit.queries import Filter, entries
from diversity_platform.audit.service import record
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.registry import job
from diversity_platform.mail.service import Letter, write_mail
from diversity_platform.operations.queries import failed_since

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.jobs.work import Work

#: So long records of jobs are kept after their end.
KEPT = {
    JobState.DONE: timedelta(days=14),
    JobState.CANCELLED: timedelta(days=14),
    JobState.FAILED: timedelta(days=180),
}
_ALERTED = "operations.alerted"


@job
async def tidy(work: Work, /) -> None:
    """Remove records of jobs that ended long ago."""
    old = [and_(Job.state == state, Job.finished_at < work.now() - kept) for state, kept in KEPT.items()]
    async with work.finishing() as db:
        await db.execute(delete(Job).where(or_(*old)))


@job
async def alert(work: Work, /) -> None:
    """Tell who is named for alerts that jobs have failed since they were told last."""
    to, language = work.settings.alerts, work.settings.alerts_language
    if not to:
        return
    async with work.finishing() as db:
        failed = await failed_since(db, await _told_last(db))
        if failed:
            letter = Letter(to, language, "operations.needs_a_person", {"failed": failed})
            mail = await write_mail(db, letter, now=work.now())
            record(db, _ALERTED, ("mail", mail), by=worker_of(work), now=work.now(), failed=failed)


async def _told_last(db: AsyncSession) -> datetime | None:
    told = await entries(db, Filter(action=_ALERTED), limit=1)
    return told[0].at if told else None
