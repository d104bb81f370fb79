"""Jobs about ratings: ids in, one call, progress out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from diversity_platform.audit.actors import worker_of
from diversity_platform.jobs.errors import CannotFinishError
from diversity_platform.jobs.registry import long_job
from diversity_platform.ratings.scoring import freeze_inputs, rate_task, store_run
from rating.errors import RatingError

if TYPE_CHECKING:
    from diversity_platform.jobs.work import Work


@long_job
async def rate_city(work: Work, /, *, city: str, period: str, framework: str) -> None:
    """Rate the companies of a city in one period."""
    try:
        async with work.reading() as db:
            task = await freeze_inputs(db, UUID(city), period, framework)
        outcome = await work.compute(partial(rate_task, task, work.progress))
    except RatingError as error:  # the inputs will not get better by trying again
        raise CannotFinishError(str(error)) from error
    async with work.finishing() as db:
        await store_run(db, task, outcome, by=worker_of(work), now=work.now())
