"""What one can do with data sheets. All rows are checked before the first is stored."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert

from diversity_platform.audit.service import record
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
from rating.intake.header import Header
from rating.intake.labels import plain
from rating.intake.numbers import read_number
from rating.intake.tables import table_in_memory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from diversity_platform.audit.actors import Actor
    from diversity_platform.organisations.models import City
    from rating.intake import Intake
    from rating.intake.tables import Table

_PROFILE = "canonical"
_FINANCIAL_YEARS = "financial years"
#: Editions have their period in their address.
_PERIOD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
#: Characters that a text may have; of a company's 300 some are needed to make its key.
_LONGEST = {"company": 290, "company_number": 100, "period": 40, "area": 100}


async def submit_headcounts(
    db: AsyncSession,
    city: City,
    header: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    *,
    by: Actor,
    now: datetime,
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
    source = partial(table_in_memory, "headcounts", "", header, rows)
    intake = read_tables([source], load_profile(_PROFILE))
    _refuse_what_does_not_fit(intake)
    known = await companies_by_key(db, city.id)
    sheets = 0
    cells: list[dict[str, Any]] = []
    for headcount in intake.headcounts:
        stored: list[HeadcountSheet] = []
        for filed in headcount.companies:
            company = known.get(filed.key)
            if company is None:
                company = known[filed.key] = await register_company(
                    db,
                    city,
                    key=filed.key,
                    name=filed.name,
                    number=filed.number,
                    area=filed.area,
                    by=by,
                    now=now,
                )
            company.name, company.area = filed.name, filed.area or company.area
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
    _record(db, "headcounts_submitted", city, by, now, sheets=sheets, cells=len(cells))
    return sheets


async def submit_population(
    db: AsyncSession,
    city: City,
    name: str,
    header: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    *,
    by: Actor,
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
    table, below = _read("population", header, rows)
    benchmark_of(_again(table, below), name, profile)
    columns = Header(table, _PROFILE)
    at = [columns.require([column]) for column in ("attribute", "group", "count")]
    population = Population(city_id=city.id, name=name, submitted_at=now)
    db.add(population)
    await db.flush()
    await db.execute(
        insert(PopulationCell),
        [
            {
                "population_id": population.id,
                "attribute": code,
                "group": profile.group_names[code][plain(cells[at[1]])],
                "people": read_number(cells[at[2]]),
            }
            for _, cells in below
            for code in (plain(cells[at[0]]).replace(" ", "_"),)
        ],
    )
    _record(db, "population_submitted", city, by, now, population=str(population.id))


async def submit_financial_years(
    db: AsyncSession,
    city: City,
    header: tuple[str, ...],
    rows: Sequence[Sequence[str]],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Store financial years of companies of a city that have handed in headcounts before.

    Parameters
    ----------
    header, rows
        A table with the columns company, year, revenue and profit. A year that is there already is replaced.

    Raises
    ------
    rating.errors.InputRefusedError
        With every fault of the table; nothing is stored.
    """
    profile = load_financial_profile(_PROFILE)
    table, below = _read(_FINANCIAL_YEARS, header, rows)
    financials_of(_again(table, below), profile)
    columns = Header(table, _PROFILE)
    at_company, at_year, at_revenue, at_profit = (
        columns.require(getattr(profile.columns, column))
        for column in ("company", "year", "revenue", "profit")
    )
    companies: dict[str, list[UUID]] = {}
    for company in (await companies_by_key(db, city.id)).values():
        companies.setdefault(plain(company.name), []).append(company.id)
    faults = Faults(_FINANCIAL_YEARS)
    for number, cells in below:
        if plain(cells[at_company]) not in companies:
            faults.add(
                f"row {number}, column company",
                f"'{cells[at_company]}' has handed in no headcounts.",
                "Write the name as it stands there, or hand the headcounts in first.",
            )
    faults.refuse_if_any()
    missing = {"", *profile.missing}

    def amount(text: str) -> float | None:
        return None if text.casefold() in missing else read_number(text)

    replaced: dict[int, list[UUID]] = {}
    years = []
    for _, cells in below:
        same_name, year = companies[plain(cells[at_company])], int(cells[at_year])
        replaced.setdefault(year, []).extend(same_name)
        years.append(
            FinancialYear(
                company_id=same_name[0],
                year=year,
                revenue=amount(cells[at_revenue]),
                profit=amount(cells[at_profit]),
            )
        )
    for year, ids in replaced.items():
        await db.execute(
            delete(FinancialYear).where(FinancialYear.year == year, FinancialYear.company_id.in_(ids))
        )
    db.add_all(years)
    await db.flush()
    _record(db, "financial_years_submitted", city, by, now, years=len(years))


def _record(
    db: AsyncSession, what: str, city: City, by: Actor, now: datetime, **details: str | float
) -> None:
    record(db, f"datasheets.{what}", ("city", city.id), by=by, now=now, city_id=city.id, **details)


def _read(
    name: str, header: tuple[str, ...], rows: Sequence[Sequence[str]]
) -> tuple[Table, list[tuple[int, list[str]]]]:
    """Return a table and the rows that count: stripped, numbered, blank ones left out."""
    table = table_in_memory(name, "", header, rows)
    return table, list(table.rows)


def _again(table: Table, below: list[tuple[int, list[str]]]) -> Table:
    return replace(table, rows=iter(below))


def _refuse_what_does_not_fit(intake: Intake) -> None:
    """Refuse texts that a database would cut off or could not keep.

    Raises
    ------
    rating.errors.InputRefusedError
        With every one of them.
    """
    faults = Faults(intake.files[0].name)
    for headcount in intake.headcounts:
        for company in headcount.companies:
            _, row = intake.places[headcount.period, company.key]
            texts = {
                "company": company.name,
                "company_number": company.number,
                "period": headcount.period,
                "area": company.area,
            }
            for column, text in texts.items():
                place = f"row {row}, column {column}"
                length = len(text.casefold())  # as in the key: "ß" is two characters there
                if length > _LONGEST[column]:
                    message = f"'{text[:40]}…' has {length} characters, the limit is {_LONGEST[column]}."
                    faults.add(place, message, "Shorten it.")
                if column == "period" and not _PERIOD.fullmatch(text):
                    remedy = "Write a year, or letters, digits, points and hyphens: 2025, 2024-25, 2025-Q1."
                    faults.add(place, f"'{text[:40]}' cannot stand in an address.", remedy)
                if "\0" in text:
                    faults.add(place, "the text holds a control character.", "Type it anew.")
    faults.refuse_if_any()
