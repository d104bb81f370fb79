"""Rating runs: what is computed from the database is what is computed from files, and is stored once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from diversity_platform import __version__
from diversity_platform.datasheets.service import (
    submit_financial_years,
    submit_headcounts,
    submit_population,
)
from diversity_platform.jobs.models import Job, JobState
from diversity_platform.jobs.queue import enqueue
from diversity_platform.jobs.worker import Worker
from diversity_platform.ratings.models import RatingRun
from diversity_platform.ratings.queries import latest_run
from diversity_platform.ratings.scoring import DRAWS, SEED, freeze_inputs, store_run
from rating.composite import load_framework
from rating.documents import RatingsDocument
from rating.run import Outcome, rate_files
from tests.builders import canonical_file, canonical_rows, city_rows
from tests.diversity_platform.actors import SOMEBODY
from tests.diversity_platform.sheets import acme, demo_tables, havenport, of_period, table

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from diversity_platform.db.engine import Database
    from diversity_platform.organisations.models import City
    from tests.diversity_platform.sheets import Table

pytestmark = pytest.mark.anyio

FRAMEWORK = "management-diversity-2016"
SYNTHETIC = "Synthetic demo city: no company, person or figure in it is real."
PERIOD = "2025"


async def founded(database: Database, now: datetime, *, synthetic: bool = True) -> City:
    async with database.writing.begin() as db:
        return await havenport(db, now, synthetic=synthetic)


async def rated(
    database: Database, city: City, now: datetime, period: str = PERIOD, framework: str = FRAMEWORK
) -> Job:
    """Ask for a rating and have it done by a worker; returns the job."""
    async with database.writing.begin() as db:
        arguments = {"city": str(city.id), "period": period, "framework": framework}
        identifier = await enqueue(db, "ratings.rate_city", arguments, now=now)
    assert await Worker(database, now=lambda: now).drain() == 1
    async with database.reading() as db:
        return await db.get_one(Job, identifier)


async def runs(database: Database) -> list[RatingRun]:
    async with database.reading() as db:
        return list(await db.scalars(select(RatingRun).order_by(RatingRun.id)))


async def digest(database: Database, city: City, period: str = PERIOD) -> str:
    async with database.reading() as db:
        return (await freeze_inputs(db, city.id, period, FRAMEWORK)).digest


def rated_from_files(folder: Path, tables: dict[str, Table]) -> dict[str, Any]:
    files = {
        name: canonical_file(folder / f"{name}.csv", rows, header) for name, (header, rows) in tables.items()
    }
    outcome = rate_files(
        [files["headcounts"]],
        profile="canonical",
        framework=FRAMEWORK,
        benchmark=files["benchmark"],
        performance=[files["financials"]],
        performance_profile="canonical",
    )
    return outcome.document.model_dump()


async def test_the_run_is_what_the_same_files_give(database: Database, now: datetime, tmp_path: Path) -> None:
    city = await founded(database, now)
    drawn = demo_tables()
    tables = drawn | {"headcounts": of_period(drawn["headcounts"], PERIOD)}
    async with database.writing.begin() as db:
        await submit_headcounts(
            db, city, *drawn["headcounts"], by=SOMEBODY, now=now
        )  # other years are not its matter
        await submit_population(db, city, "Havenport", *tables["benchmark"], by=SOMEBODY, now=now)
        await submit_financial_years(db, city, *tables["financials"], by=SOMEBODY, now=now)
    job = await rated(database, city, now)
    assert (job.state, job.error) == (JobState.DONE, None)
    (run,) = await runs(database)
    found = RatingsDocument.model_validate_json(run.document).model_dump()
    expected = rated_from_files(tmp_path, tables)
    digest_of_inputs = run.inputs_digest
    # what may differ, and how
    assert (found.pop("product"), expected.pop("product")) == (
        f"diversity-platform {__version__}",
        "diversity-platform",
    )
    assert (found.pop("notice"), expected.pop("notice")) == (SYNTHETIC, None)
    assert [file["name"] for file in found["source"].pop("files")] == ["headcounts"]
    assert [file["name"] for file in expected["source"].pop("files")] == ["headcounts.csv"]
    assert (found["benchmark"].pop("name"), expected["benchmark"].pop("name")) == (
        "Havenport",
        "benchmark.csv",
    )
    names = [document["periods"][0]["performance"].pop("file") for document in (found, expected)]
    assert names == ["financial years", "financials.csv"]
    assert found == expected
    assert len(found["periods"][0]["ratings"]) == 30
    assert found["periods"][0]["performance"]["n"] > 10
    assert digest_of_inputs not in run.document


async def test_a_run_says_what_it_rests_on(database: Database, now: datetime) -> None:
    city = await founded(database, now, synthetic=False)
    async with database.writing.begin() as db:
        await submit_headcounts(db, city, *table(city_rows(period=PERIOD)), by=SOMEBODY, now=now)
    await rated(database, city, now)
    (run,) = await runs(database)
    assert (run.city_id, run.period, run.made_at) == (city.id, PERIOD, now)
    assert (run.framework, run.framework_digest) == (FRAMEWORK, load_framework(FRAMEWORK).digest)
    assert (run.draws, run.seed, run.product) == (DRAWS, SEED, f"diversity-platform {__version__}")
    assert run.inputs_digest == await digest(database, city)
    document = RatingsDocument.model_validate_json(run.document)
    assert (document.notice, document.estimation.draws, document.estimation.seed) == (None, DRAWS, SEED)
    assert document.source.files[0].sha256 is None  # a digest of few figures is found by trying them all
    assert document.disclosure.already_public is False


async def test_the_same_inputs_are_stored_once_and_others_beside_them(
    database: Database, now: datetime
) -> None:
    city = await founded(database, now)

    async def stored(document: str) -> RatingRun | None:
        async with database.writing.begin() as db:
            task = await freeze_inputs(db, city.id, PERIOD, FRAMEWORK)
            await store_run(db, task, Outcome(documents[document], ()), by=SOMEBODY, now=now)
        async with database.reading() as db:
            return await latest_run(db, city.id, PERIOD)

    async with database.writing.begin() as db:
        await submit_headcounts(db, city, *table(city_rows(period=PERIOD)), by=SOMEBODY, now=now)
    await rated(database, city, now)
    (first,) = await runs(database)
    document = RatingsDocument.model_validate_json(first.document)
    documents = {"same": document, "other": document.model_copy(update={"notice": "Other."})}
    again = await stored("other")
    assert again is not None
    assert (again.id, again.document) == (first.id, first.document)  # the first one stays as it is
    assert len(await runs(database)) == 1


async def test_figures_that_were_corrected_and_put_back_give_the_first_run_again_as_the_latest(
    database: Database, now: datetime
) -> None:
    city = await founded(database, now)
    made = {}
    for hour, women in enumerate((12, 13, 12)):
        moment = now.replace(hour=hour)
        async with database.writing.begin() as db:
            rows = [*city_rows(period=PERIOD), *canonical_rows("Acme", period=PERIOD)]
            await submit_headcounts(db, city, *table(rows), by=SOMEBODY, now=moment)
            await submit_headcounts(db, city, *acme(women=women, period=PERIOD), by=SOMEBODY, now=moment)
        await rated(database, city, moment)
        async with database.reading() as db:
            run = await latest_run(db, city.id, PERIOD)
        assert run is not None
        assert (run.inputs_digest, run.made_at) == (await digest(database, city), moment)
        made[hour] = run.id
    assert made[2] == made[0] != made[1]
    assert len(await runs(database)) == 2


async def test_the_digest_changes_with_any_cell(database: Database, now: datetime) -> None:
    city = await founded(database, now)
    header = ("company", "company_number", "area", "period", "level", "attribute", "group", "count")

    def sheet(**changed: object) -> Table:
        cell = {
            "company": "Acme", "number": "7", "area": "HV", "period": PERIOD, "level": "executive",
            "women": 12, **changed,
        }  # fmt: skip
        where = [cell["company"], cell["number"], cell["area"], cell["period"], cell["level"], "gender"]
        return table([(*where, "women", cell["women"]), (*where, "men", 18)], header)

    population = ("attribute", "group", "count")
    changes = [
        partial(submit_headcounts, header=sheet()[0], rows=sheet(women=13)[1]),
        partial(submit_headcounts, header=sheet()[0], rows=sheet(women="c")[1]),
        partial(submit_headcounts, header=sheet()[0], rows=sheet(level="board")[1]),
        partial(submit_headcounts, header=sheet()[0], rows=sheet(area="XY")[1]),
        partial(submit_headcounts, header=sheet()[0], rows=sheet(company="Acme & Co")[1]),
        partial(submit_headcounts, header=sheet()[0], rows=sheet(number="8")[1]),
        partial(submit_population, name="City", header=population, rows=[["gender", "women", "5"]]),
        partial(submit_population, name="City", header=population, rows=[["gender", "women", "6"]]),
        partial(submit_population, name="Town", header=population, rows=[["gender", "women", "6"]]),
        partial(
            submit_financial_years,
            header=("company", "year", "revenue", "profit"),
            rows=[["Acme", "2025", "100", "5"]],
        ),
    ]
    async with database.writing.begin() as db:
        await submit_headcounts(db, city, *sheet(), by=SOMEBODY, now=now)
    digests = [await digest(database, city)]
    assert await digest(database, city) == digests[0]
    for change in changes:
        async with database.writing.begin() as db:
            await change(db, city, by=SOMEBODY, now=now)
        digests.append(await digest(database, city))
    assert len(set(digests)) == len(changes) + 1
    # another period, and the moment at which something was handed in, are not its matter
    async with database.writing.begin() as db:
        await submit_headcounts(db, city, *sheet(period="2024", number="8"), by=SOMEBODY, now=now)
        await submit_headcounts(db, city, *sheet(number="8"), by=SOMEBODY, now=now.replace(hour=23))
    assert await digest(database, city) == digests[-1]


async def test_without_headcounts_the_job_says_so_and_is_not_tried_again(
    database: Database, now: datetime
) -> None:
    city = await founded(database, now)
    job = await rated(database, city, now)
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.error == ("Havenport, 2025: no company has handed in headcounts. Collect headcounts first.")
    assert await runs(database) == []


@pytest.mark.parametrize(
    ("counts", "framework", "error"),
    [
        ({"disability": {"with": 5, "without": 9}}, FRAMEWORK, "headcounts: nothing is counted about gender"),
        (
            {"gender": {"women": 5, "men": 9}},
            "no-such-rules",
            "There is no framework called 'no-such-rules'.",
        ),
    ],
)
async def test_what_cannot_be_rated_says_why_and_is_not_tried_again(
    database: Database, now: datetime, counts: dict[str, dict[str, object]], framework: str, error: str
) -> None:
    city = await founded(database, now)
    async with database.writing.begin() as db:
        await submit_headcounts(
            db, city, *table(canonical_rows(period=PERIOD, counts=counts)), by=SOMEBODY, now=now
        )
    job = await rated(database, city, now, framework=framework)
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert str(job.error).startswith(error)
    assert await runs(database) == []


async def test_the_latest_run_is_that_of_the_city_and_period(database: Database, now: datetime) -> None:
    city = await founded(database, now)
    async with database.writing.begin() as db:
        elsewhere = await havenport(db, now, slug="elsewhere")
        for of_city in (city, elsewhere):
            await submit_headcounts(db, of_city, *acme(period=PERIOD), by=SOMEBODY, now=now)
        await submit_headcounts(db, city, *acme(period="2024"), by=SOMEBODY, now=now)
        task = await freeze_inputs(db, city.id, PERIOD, FRAMEWORK)
    await rated(database, city, now)
    (run,) = await runs(database)
    document = RatingsDocument.model_validate_json(run.document)
    async with database.writing.begin() as db:
        for other in (replace(task, city_id=elsewhere.id), replace(task, period="2024")):
            await store_run(db, other, Outcome(document, ()), by=SOMEBODY, now=now.replace(hour=23))
    async with database.reading() as db:
        found = await latest_run(db, city.id, PERIOD)
        assert await latest_run(db, elsewhere.id, "2024") is None
    assert found is not None
    assert found.id == run.id
    assert len(await runs(database)) == 3
