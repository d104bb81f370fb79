"""Jobs about editions: ids in, one call, progress out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from diversity_platform.audit.actors import worker_of
from diversity_platform.editions.errors import EditionFrozenError, NotRatedYetError
from diversity_platform.editions.scoring import compile_document
from diversity_platform.editions.service import draft_edition
from diversity_platform.jobs.errors import CannotFinishError
from diversity_platform.jobs.registry import long_job
from rating.errors import RatingError

if TYPE_CHECKING:
    from diversity_platform.jobs.work import Work


@long_job
async def compile_edition(work: Work, /, *, city: str, period: str) -> None:
    """Compile a city's edition of a period into a draft."""
    try:
        async with work.reading() as db:
            run, document = await compile_document(db, UUID(city), period)
        async with work.finishing() as db:
            await draft_edition(db, UUID(city), run, document, by=worker_of(work), now=work.now())
    except (NotRatedYetError, EditionFrozenError, RatingError) as error:
        raise CannotFinishError(str(error)) from error
