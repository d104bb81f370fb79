"""Load, rate, store. The computation itself is `rating.run`."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from diversity_platform import __version__
from diversity_platform.audit.service import record
from diversity_platform.datasheets.queries import (
    FINANCIAL_COLUMNS,
    HEADCOUNT_COLUMNS,
    POPULATION_COLUMNS,
    periods_of,
    sheets_of,
)
from diversity_platform.db.identifiers import new_id
from diversity_platform.organisations.models import City
from diversity_platform.ratings.models import SAME_RUN, RatingRun
from diversity_platform.ratings.queries import digest_of, releases_of
from rating.composite import load_framework
from rating.disclosure import Publication
from rating.documents import Settings
from rating.errors import InputRefusedError
from rating.intake import load_profile, read_tables
from rating.intake.benchmarks import benchmark_of
from rating.intake.financials import financials_of, load_financial_profile
from rating.intake.tables import table_in_memory
from rating.run import Inputs, rate_inputs

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.audit.actors import Actor
    from diversity_platform.datasheets.queries import Sheets
    from rating.intake.tables import Table
    from rating.run import Outcome, Progress

_PROFILE = "canonical"
#: Pages say it in the reader's language; the document, for programs, in English.
_SYNTHETIC = "Synthetic demo city: no company, person or figure in it is real."
#: Joint draws of a published rating, and their seed.
DRAWS, SEED = 1000, 1


@dataclass(frozen=True)
class Task:
    """Everything one run needs, frozen.

    Attributes
    ----------
    sheets
        The inputs.
    earlier
        What readers have of the city's companies, as JSON.
    period_before
        The period before of which there are headcounts, since which who joined and left is counted; "" where
        there is none, or nothing to compare with.
    digest
        SHA-256 of all of these, hexadecimal.
    notice
        A sentence for the head of every page, or None.
    """

    city_id: UUID
    period: str
    framework: str
    sheets: Sheets
    earlier: tuple[str, ...]
    period_before: str
    digest: str
    notice: str | None


async def freeze_inputs(db: AsyncSession, city_id: UUID, period: str, framework: str) -> Task:
    """Read the inputs of a run and fix them by their digest.

    Raises
    ------
    rating.errors.InputRefusedError
        If no company has handed in headcounts for the period.
    """
    city = await db.get_one(City, city_id)
    sheets = await sheets_of(db, city_id, period)
    if not sheets.headcounts:
        raise InputRefusedError.because(
            city.name, period, "no company has handed in headcounts.", "Collect headcounts first."
        )
    earlier = await releases_of(db, city_id)
    periods = await periods_of(db, city_id) if earlier else []
    before = max((known for known in periods if known < period), default="")
    inputs = asdict(sheets) | {"earlier": earlier, "period_before": before}
    canonical = json.dumps(inputs, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Task(
        city_id=city_id,
        period=period,
        framework=framework,
        sheets=sheets,
        earlier=earlier,
        period_before=before,
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
        notice=_SYNTHETIC if city.is_synthetic else None,
    )


def rate_task(task: Task, on_progress: Progress) -> Outcome:
    """Compute a run; takes seconds and belongs into a thread of the worker."""
    sheets, profile = task.sheets, load_profile(_PROFILE)

    def headcounts() -> Table:
        return table_in_memory("headcounts", task.digest, HEADCOUNT_COLUMNS, sheets.headcounts)

    benchmark = financials = None
    if sheets.population:
        table = table_in_memory("population", task.digest, POPULATION_COLUMNS, sheets.population)
        benchmark = benchmark_of(table, sheets.population_name, profile)
    if sheets.financial_years:
        table = table_in_memory("financial years", task.digest, FINANCIAL_COLUMNS, sheets.financial_years)
        financials = financials_of(table, load_financial_profile(_PROFILE))
    earlier = tuple(Publication.model_validate_json(text) for text in task.earlier)
    return rate_inputs(
        Inputs(read_tables([headcounts], profile), benchmark, financials, earlier, task.period_before),
        load_framework(task.framework),
        settings=Settings(draws=DRAWS, seed=SEED, product=_product(), notice=task.notice),
        on_progress=on_progress,
    )


async def store_run(db: AsyncSession, task: Task, outcome: Outcome, *, by: Actor, now: datetime) -> None:
    """Store a run; one that is there already stays as it is and becomes the latest again."""
    document, release = outcome.document, outcome.releases.get(task.period)
    insert = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {
        "id": new_id(),
        "city_id": task.city_id,
        "period": task.period,
        "framework": task.framework,
        "framework_digest": document.framework.digest,
        "inputs_digest": task.digest,
        "draws": DRAWS,
        "seed": SEED,
        "product": _product(),
        "document": document.model_dump_json(by_alias=True),
        "made_at": now,
        "released": release.as_text() if release else "",
        "earlier_digest": digest_of(task.earlier),
    }
    adding = insert(RatingRun).values(row)
    again = adding.on_conflict_do_update(index_elements=SAME_RUN, set_={"made_at": adding.excluded.made_at})
    run = await db.scalar(again.returning(RatingRun.id))
    about = {"period": task.period, "framework": task.framework}
    record(db, "ratings.city_rated", ("run", run), by=by, now=now, city_id=task.city_id, **about)


def _product() -> str:
    return f"diversity-platform {__version__}"
