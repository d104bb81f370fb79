"""What one can do with data sheets. All rows are checked before the first is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert

from diversity_platform.datasheets.models import (
    FinancialYear,
    HeadcountCell,
    HeadcountSheet,
    Population,
    PopulationCell,
)
from diversity_platform.organisations.queries import companies_by_key
from diversity_platform.organisations.service import register_company
from rating.intake import load_profile, read_tables
from rating.intake.benchmarks import benchmark_of
from rating.intake.canonical import canonical_cells
from rating.intake.faults import Faults
from rating.intake.financials import financials_of, load_financial_profile
from rating.intake.labels import plain
from rating.intake.numbers import read_number
from rating.intake.tables import table_in_memory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.organisations.models import City

_PROFILE = "canonical"
_FINANCIAL_YEARS = "financial years"


async def submit_headcounts(
    db: AsyncSession, city: City, header: tuple[str, ...], rows: Sequence[Sequence[str]], *, now: datetime
) -> int:
    """Store headcounts of companies of a city; returns how many sheets (companies x periods) were stored.

    Parameters
    ----------
    header, rows
        A table in the canonical format. A sheet that is there already is replaced.

    Raises
    ------
    rating.errors.InputRefusedError
        With every fault of the table; nothing is stored.
    """
    source = lambda: table_in_memory("headcounts", "", header, rows)  # noqa: E731 - opened by the reader
    intake = read_tables([source], load_profile(_PROFILE))
    known = await companies_by_key(db, city.id)
    sheets = 0
    cells: list[dict[str, Any]] = []
    for headcount in intake.headcounts:
        stored: list[HeadcountSheet] = []
        for filed in headcount.companies:
            company = known.get(filed.key)
            if company is None:
                company = known[filed.key] = await register_company(
                    db, city, key=filed.key, name=filed.name, number=filed.number, area=filed.area, now=now
                )
            stored.append(HeadcountSheet(company_id=company.id, period=headcount.period, submitted_at=now))
        await db.execute(
            delete(HeadcountSheet).where(
                HeadcountSheet.period == headcount.period,
                HeadcountSheet.company_id.in_([sheet.company_id for sheet in stored]),
            )
        )
        db.add_all(stored)
        await db.flush()
        cells += [
            {
                "sheet_id": stored[cell.company].id,
                "level": cell.level,
                "attribute": cell.attribute,
                "group": cell.group,
                "people": cell.count,
            }
            for cell in canonical_cells(headcount)
        ]
        sheets += len(stored)
    await db.execute(insert(HeadcountCell), cells)
    return sheets


async def submit_population(
    db: AsyncSession,
    city: City,
    name: str,
    header: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    *,
    now: datetime,
) -> None:
    """Store the population that a city compares workforces with.

    Parameters
    ----------
    name
        What is compared with, for a reader.
    header, rows
        A table with the columns attribute, group and count.

    Raises
    ------
    rating.errors.InputRefusedError
        With every fault of the table; nothing is stored.
    """
    profile = load_profile(_PROFILE)
    benchmark_of(table_in_memory("population", "", header, rows), name, profile)
    at = [header.index(column) for column in ("attribute", "group", "count")]
    population = Population(city_id=city.id, name=name, submitted_at=now)
    db.add(population)
    await db.flush()
    await db.execute(
        insert(PopulationCell),
        [
            {
                "population_id": population.id,
                "attribute": code,
                "group": profile.group_names[code][plain(row[at[1]])],
                "people": round(read_number(row[at[2]])),
            }
            for row in rows
            for code in (plain(row[at[0]]).replace(" ", "_"),)
        ],
    )


async def submit_financial_years(
    db: AsyncSession, city: City, header: tuple[str, ...], rows: Sequence[Sequence[str]]
) -> None:
    """Store financial years of companies of a city that have handed in headcounts before.

    Parameters
    ----------
    header, rows
        A table with the columns company, year, revenue and profit.

    Raises
    ------
    rating.errors.InputRefusedError
        With every fault of the table; nothing is stored.
    """
    profile = load_financial_profile(_PROFILE)
    financials_of(table_in_memory(_FINANCIAL_YEARS, "", header, rows), profile)
    at = {column: header.index(column) for column in ("company", "year", "revenue", "profit")}
    companies = {
        plain(company.name): company.id for company in (await companies_by_key(db, city.id)).values()
    }
    faults = Faults(_FINANCIAL_YEARS)
    for number, row in enumerate(rows, start=2):
        if plain(row[at["company"]]) not in companies:
            faults.add(
                f"row {number}, column company",
                f"'{row[at['company']]}' has handed in no headcounts.",
                "Write the name as it stands there, or hand the headcounts in first.",
            )
    faults.refuse_if_any()

    def amount(text: str) -> int | None:
        return None if not text or text.casefold() in profile.missing else round(read_number(text))

    db.add_all(
        FinancialYear(
            company_id=companies[plain(row[at["company"]])],
            year=int(row[at["year"]]),
            revenue=amount(row[at["revenue"]]),
            profit=amount(row[at["profit"]]),
        )
        for row in rows
    )
    await db.flush()
