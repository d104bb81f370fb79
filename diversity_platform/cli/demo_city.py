"""The demo city in a database: filled in, rated by the worker, published as one edition."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from diversity_platform.audit.actors import command_line
from diversity_platform.cli.city import YEARS, build_city
from diversity_platform.datasheets.queries import periods_of
from diversity_platform.datasheets.service import (
    submit_financial_years,
    submit_headcounts,
    submit_population,
)
from diversity_platform.db.errors import DatabaseNotUsableError
from diversity_platform.editions.models import EditionStatus
from diversity_platform.editions.queries import edition_of_city
from diversity_platform.editions.service import publish_edition
from diversity_platform.jobs.models import JobState
from diversity_platform.jobs.queue import enqueue, jobs_by_id
from diversity_platform.jobs.work import utc_now
from diversity_platform.organisations.errors import SlugTakenError
from diversity_platform.organisations.queries import city_by_slug
from diversity_platform.organisations.service import found_city
from diversity_platform.ratings.queries import latest_run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from diversity_platform.cli.working import WorkerBeside
    from diversity_platform.db.engine import Database, Session

    Progress = Callable[[str, int, int], None]

SLUG, NAME = "havenport", "Havenport"
FRAMEWORK = "management-diversity-2016"
_POPULATION = "Havenport, working-age population"
_LOOK = 0.2


class DemoCity:
    """Brings the demo city to its published edition; what is there already is left as it is.

    Parameters
    ----------
    database
        An open and migrated one.
    worker
        The process that does the jobs; without it nothing would be rated.
    """

    def __init__(self, database: Database, worker: WorkerBeside) -> None:
        self._database, self._worker = database, worker

    async def fill(self) -> str:
        """Store the city with its data sheets, all of it or nothing; returns what there is."""
        try:
            async with self._database.writing.begin() as db:
                if await city_by_slug(db, SLUG) is None:
                    await self._store(db)
                    return f"{NAME}: 30 companies, {len(YEARS)} years, all synthetic"
        except SlugTakenError:
            pass  # another start was quicker, and has stored all of it
        async with self._database.reading() as db:
            periods = await periods_of(db, await self._city(db))
        return f"{NAME} is there already ({periods[0]} to {periods[-1]})"

    async def _store(self, db: Session) -> None:
        now, by, drawn = utc_now(), command_line(), build_city()
        city = await found_city(
            db,
            slug=SLUG,
            name=NAME,
            country="XX",  # ISO 3166 keeps it for nowhere
            licence="CC BY 4.0",
            is_synthetic=True,
            by=by,
            now=now,
        )
        await submit_headcounts(db, city, *_table(drawn.headcounts), by=by, now=now)
        await submit_population(db, city, _POPULATION, *_table(drawn.benchmark), by=by, now=now)
        await submit_financial_years(db, city, *_table(drawn.financials), by=by, now=now)

    async def rate(self, on_progress: Progress) -> str:
        """Have every year rated by the worker."""
        async with self._database.writing.begin() as db:
            city = await self._city(db)
            missing = [
                period for period in await periods_of(db, city) if await latest_run(db, city, period) is None
            ]
            jobs = [
                await enqueue(
                    db,
                    "ratings.rate_city",
                    {"city": str(city), "period": period, "framework": FRAMEWORK},
                    key=f"rate {city} {period}",
                    asked_by=command_line().reference,
                    now=utc_now(),
                )
                for period in missing
            ]
        await self._wait(jobs, on_progress)
        return f"rated {', '.join(missing)} in the worker" if missing else "rated already"

    async def publish(self, on_progress: Progress) -> str:
        """Have the latest year compiled by the worker, and freeze it."""
        period = str(YEARS[-1])
        async with self._database.writing.begin() as db:
            city = await self._city(db)
            edition = await edition_of_city(db, city, period)
            if edition is not None and edition.status != EditionStatus.DRAFT:
                return f"{NAME} {period} is {edition.status}"
            arguments = {"city": str(city), "period": period}
            key = f"compile {city} {period}"
            asked_by = command_line().reference
            job = await enqueue(
                db, "editions.compile_edition", arguments, key=key, asked_by=asked_by, now=utc_now()
            )
        await self._wait([job], on_progress)
        async with self._database.writing.begin() as db:
            edition = await edition_of_city(db, city, period)
            if edition is not None and edition.status == EditionStatus.DRAFT:
                await publish_edition(db, edition, by=command_line(), now=utc_now())
        return f"{NAME} {period} is frozen"

    async def _city(self, db: Session) -> UUID:
        city = await city_by_slug(db, SLUG)
        if city is None:
            raise DatabaseNotUsableError(
                "The demo city has gone from the database while it was being filled."
            )
        return city.id

    async def _wait(self, ids: Sequence[UUID], on_progress: Progress) -> None:
        """Wait until jobs are done.

        Raises
        ------
        DatabaseNotUsableError
            If one of them failed, or the worker has died.
        """
        while ids:
            async with self._database.reading() as db:
                jobs = await jobs_by_id(db, ids)
            failed = [job for job in jobs if job.state == JobState.FAILED]
            if failed:
                raise DatabaseNotUsableError(f"The job {failed[0].name} failed: {failed[0].error}")
            running = [job for job in jobs if job.state != JobState.DONE]
            if not running:
                return
            if self._worker.has_given_up:
                raise DatabaseNotUsableError("The worker cannot run; what it said stands above.")
            on_progress(running[0].stage, running[0].steps_done, running[0].steps)
            await asyncio.sleep(_LOOK)


def _table(rows: list[tuple[object, ...]]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return header and rows as text, as a file would give them."""
    return tuple(str(cell) for cell in rows[0]), [[str(cell) for cell in row] for row in rows[1:]]
