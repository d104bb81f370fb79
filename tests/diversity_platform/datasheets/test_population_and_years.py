"""Population and financial years handed in: checked first, and read back as what a file would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import func, select

from diversity_platform.datasheets.models import FinancialYear, Population, PopulationCell
from diversity_platform.datasheets.queries import FINANCIAL_COLUMNS, POPULATION_COLUMNS, sheets_of
from diversity_platform.datasheets.service import (
    submit_financial_years,
    submit_headcounts,
    submit_population,
)
from rating.errors import InputRefusedError
from rating.intake import load_profile
from rating.intake.benchmarks import benchmark_of
from rating.intake.financials import financials_of, load_financial_profile
from rating.intake.tables import table_in_memory
from tests.builders import canonical_rows
from tests.diversity_platform.actors import SOMEBODY
from tests.diversity_platform.sheets import acme, demo_tables, of_period, table

if TYPE_CHECKING:
    from datetime import datetime

    from diversity_platform.datasheets.queries import Sheets
    from diversity_platform.db.engine import Database
    from diversity_platform.organisations.models import City
    from rating.data import Benchmark
    from rating.intake.financials import Financials
    from tests.diversity_platform.sheets import Table

pytestmark = pytest.mark.anyio


async def handed_in(database: Database, city: City) -> Sheets:
    async with database.reading() as db:
        return await sheets_of(db, city.id, "2025")


def benchmark_from(sheets: Table) -> Benchmark:
    return benchmark_of(table_in_memory("population", "", *sheets), "here", load_profile("canonical"))


def financials_from(sheets: Table) -> Financials:
    return financials_of(table_in_memory("years", "", *sheets), load_financial_profile("canonical"))


# ------------------------------------------------------------------------------------------------- population


async def populated(database: Database, city: City, sheets: Table, now: datetime, name: str = "City") -> None:
    async with database.writing.begin() as db:
        await submit_population(db, city, name, *sheets, by=SOMEBODY, now=now)


async def test_a_population_read_back_is_the_population(
    database: Database, city: City, now: datetime
) -> None:
    sheets = demo_tables()["benchmark"]
    await populated(database, city, sheets, now, "Havenport, 15 to 64 years")
    found = await handed_in(database, city)
    assert found.population_name == "Havenport, 15 to 64 years"
    assert found.population == sorted(tuple(row) for row in sheets[1])
    benchmark = benchmark_from((POPULATION_COLUMNS, [list(row) for row in found.population]))
    expected = benchmark_from(sheets)
    assert list(benchmark.shares) == list(expected.shares) == ["gender", "origin", "age"]
    for code, shares in expected.shares.items():
        np.testing.assert_array_equal(benchmark.shares[code], shares)


async def test_without_a_population_there_is_none(database: Database, city: City) -> None:
    found = await handed_in(database, city)
    assert (found.population_name, found.population) == ("", [])


async def test_the_population_that_was_handed_in_last_counts(
    database: Database, city: City, other_city: City, now: datetime
) -> None:
    header = ("attribute", "group", "count")
    for name, women in (("old", 10), ("new", 20)):
        await populated(database, city, table([("gender", "women", women)], header), now, name)
    await populated(database, other_city, table([("gender", "women", 30)], header), now, "elsewhere")
    found = await handed_in(database, city)
    assert (found.population_name, found.population) == ("new", [("gender", "women", "20")])


async def test_a_population_may_be_written_as_people_write_tables(
    database: Database, city: City, now: datetime
) -> None:
    sheets = (
        ("Group", " ATTRIBUTE ", "Count", "note"),
        [
            ["Women", "Gender", " 120 ", "census"],
            ["", "", "", ""],
            [" non-binary or another gender", "gender", "0.00001", ""],
            ["men", "gender", "0,5", "estimate"],
        ],
    )
    await populated(database, city, sheets, now)
    found = await handed_in(database, city)
    assert found.population == [
        ("gender", "men", "0.5"),
        ("gender", "non_binary", "0.00001"),
        ("gender", "women", "120"),
    ]
    benchmark = benchmark_from((POPULATION_COLUMNS, [list(row) for row in found.population]))
    np.testing.assert_array_equal(benchmark.shares["gender"], benchmark_from(sheets).shares["gender"])


async def test_a_population_with_a_fault_anywhere_is_not_stored(
    database: Database, city: City, now: datetime
) -> None:
    rows = [
        ("gender", "women", 10),
        ("gender", "martians", 10),
        ("gender", "women", 11),
        ("age", "25_34", -1),
    ]
    async with database.writing.begin() as db:
        with pytest.raises(InputRefusedError) as refused:
            await submit_population(
                db, city, "City", *table(rows, ("attribute", "group", "count")), by=SOMEBODY, now=now
            )
    assert [(fault.file, fault.place) for fault in refused.value.faults] == [
        ("population", "row 3, column group"),
        ("population", "row 4"),
        ("population", "row 5, column count"),
    ]
    async with database.reading() as db:
        for model in (Population, PopulationCell):
            assert await db.scalar(select(func.count()).select_from(model)) == 0


# ------------------------------------------------------------------------------------------- financial years


async def with_headcounts(database: Database, city: City, sheets: Table, now: datetime) -> None:
    async with database.writing.begin() as db:
        await submit_headcounts(db, city, *sheets, by=SOMEBODY, now=now)


async def with_years(database: Database, city: City, sheets: Table, now: datetime) -> None:
    async with database.writing.begin() as db:
        await submit_financial_years(db, city, *sheets, by=SOMEBODY, now=now)


def years(*rows: tuple[object, ...]) -> Table:
    return table(rows, FINANCIAL_COLUMNS)


async def test_financial_years_read_back_give_the_same_margins(
    database: Database, city: City, now: datetime
) -> None:
    tables = demo_tables()
    await with_headcounts(database, city, of_period(tables["headcounts"], "2025"), now)
    await with_years(database, city, tables["financials"], now)
    found = await handed_in(database, city)
    assert found.financial_years == sorted(tuple(row) for row in tables["financials"][1])
    back = financials_from((FINANCIAL_COLUMNS, [list(row) for row in found.financial_years]))
    assert back.margins == financials_from(tables["financials"]).margins
    assert sorted(back.margins) == [2023, 2024, 2025, 2026]


async def test_a_company_that_has_handed_in_no_headcounts_is_refused_with_all_the_others(
    database: Database, city: City, other_city: City, now: datetime
) -> None:
    await with_headcounts(database, city, acme(), now)
    await with_headcounts(database, other_city, acme(company="Foreign"), now)
    sheets = years(("Acme", 2025, 100, 7), ("Foreign", 2025, 100, 7), ("Nobody", 2025, 100, 7))
    async with database.writing.begin() as db:
        with pytest.raises(InputRefusedError) as refused:
            await submit_financial_years(db, city, *sheets, by=SOMEBODY, now=now)
    assert [str(fault) for fault in refused.value.faults] == [
        f"financial years, row {row}, column company: '{name}' has handed in no headcounts. "
        "Write the name as it stands there, or hand the headcounts in first."
        for row, name in ((3, "Foreign"), (4, "Nobody"))
    ]
    assert (await handed_in(database, city)).financial_years == []


async def test_financial_years_with_a_fault_anywhere_are_not_stored(
    database: Database, city: City, now: datetime
) -> None:
    await with_headcounts(database, city, acme(), now)
    sheets = years(("Acme", 2024, 100, 7), ("Acme", "last", 100, 7), ("Acme", 2025, "a lot", 7))
    async with database.writing.begin() as db:
        with pytest.raises(InputRefusedError) as refused:
            await submit_financial_years(db, city, *sheets, by=SOMEBODY, now=now)
    assert [fault.place for fault in refused.value.faults] == [
        "row 3, column year",
        "row 4, column revenue",
    ]
    async with database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(FinancialYear)) == 0


async def test_missing_figures_stay_missing(database: Database, city: City, now: datetime) -> None:
    await with_headcounts(database, city, table([*acme()[1], *canonical_rows("Zeta")]), now)
    await with_years(database, city, years(("Acme", 2025, "n/a", 7), ("Zeta", 2025, 100, "")), now)
    async with database.reading() as db:
        stored = await db.execute(select(FinancialYear.revenue, FinancialYear.profit))
        assert sorted(map(tuple, stored), key=str) == [(100.0, None), (None, 7.0)]
    found = await handed_in(database, city)
    assert found.financial_years == [("Acme", "2025", "", "7"), ("Zeta", "2025", "100", "")]
    back = financials_from((FINANCIAL_COLUMNS, [list(row) for row in found.financial_years]))
    assert back.margins == {2025: {}}


async def test_a_year_that_is_handed_in_again_takes_the_place_of_the_first(
    database: Database, city: City, now: datetime
) -> None:
    await with_headcounts(database, city, table([*acme()[1], *canonical_rows("Zeta")]), now)
    await with_years(
        database, city, years(("Acme", 2024, 1, 1), ("Acme", 2025, 2, 2), ("Zeta", 2025, 3, 3)), now
    )
    await with_years(database, city, years(("ACME", 2025, 4, 4)), now)
    assert (await handed_in(database, city)).financial_years == [
        ("Acme", "2024", "1", "1"),
        ("Acme", "2025", "4", "4"),
        ("Zeta", "2025", "3", "3"),
    ]


async def test_financial_years_may_be_written_as_people_write_tables(
    database: Database, city: City, now: datetime
) -> None:
    await with_headcounts(database, city, acme(company="Acme & Sons"), now)
    sheets = (
        ("Operating_Profit", "YEAR", "company", "Revenue", "currency"),
        [["", "", "", "", ""], [" -2,5 ", "2025", " ACME & sons", "1000", "EUR"]],
    )
    await with_years(database, city, sheets, now)
    assert (await handed_in(database, city)).financial_years == [("Acme & Sons", "2025", "1000", "-2.5")]


async def test_companies_of_one_name_share_its_year_as_in_a_file(
    database: Database, city: City, now: datetime
) -> None:
    """A table of financial years knows names and no numbers."""
    header = ("company", "company_number", "period", "level", "attribute", "group", "count")
    rows = [
        (company, number, *rest)
        for number in ("1", "2")
        for company, *rest in canonical_rows("Corner Bakery")
    ]
    await with_headcounts(database, city, table(rows, header), now)
    for revenue in (100, 200):
        await with_years(database, city, years(("Corner Bakery", 2025, revenue, 10)), now)
    assert (await handed_in(database, city)).financial_years == [("Corner Bakery", "2025", "200", "10")]
