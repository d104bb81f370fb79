"""Reads of what was handed in, as rows of the canonical formats."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from diversity_platform.datasheets.models import (
    FinancialYear,
    HeadcountCell,
    HeadcountSheet,
    Population,
    PopulationCell,
)
from diversity_platform.organisations.models import Company

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

Rows = list[tuple[str, ...]]


@dataclass(frozen=True)
class Sheets:
    """Everything a rating of one city and period is computed from, as text, in a fixed order.

    Attributes
    ----------
    headcounts
        company, company_number, period, area, level, attribute, group, count.
    population_name
        "" where the city has handed in no population.
    population
        attribute, group, count.
    financial_years
        company, year, revenue, profit.
    """

    headcounts: Rows
    population_name: str
    population: Rows
    financial_years: Rows


HEADCOUNT_COLUMNS = (
    "company",
    "company_number",
    "period",
    "area",
    "level",
    "attribute",
    "group",
    "count",
)
POPULATION_COLUMNS = ("attribute", "group", "count")
FINANCIAL_COLUMNS = ("company", "year", "revenue", "profit")


async def sheets_of(db: AsyncSession, city_id: UUID, period: str) -> Sheets:
    """Return what was handed in for a city and period; the same content always gives the same rows."""
    headcounts = await db.execute(
        select(
            Company.name,
            Company.number,
            HeadcountSheet.period,
            Company.area,
            HeadcountCell.level,
            HeadcountCell.attribute,
            HeadcountCell.group,
            HeadcountCell.people,
        )
        .join(HeadcountSheet, HeadcountSheet.id == HeadcountCell.sheet_id)
        .join(Company, Company.id == HeadcountSheet.company_id)
        .where(Company.city_id == city_id, HeadcountSheet.period == period)
    )
    population = await db.scalar(
        select(Population).where(Population.city_id == city_id).order_by(Population.id.desc()).limit(1)
    )
    cells = await db.execute(
        select(PopulationCell.attribute, PopulationCell.group, PopulationCell.people).where(
            PopulationCell.population_id == (population.id if population else None)
        )
    )
    years = await db.execute(
        select(Company.name, FinancialYear.year, FinancialYear.revenue, FinancialYear.profit)
        .join(Company, Company.id == FinancialYear.company_id)
        .where(Company.city_id == city_id)
    )
    # sorted here and not by the database, whose order of text depends on its language
    return Sheets(
        headcounts=sorted(_texts(row, missing="[c]") for row in headcounts.all()),
        population_name=population.name if population else "",
        population=sorted(_texts(row) for row in cells.all()),
        financial_years=sorted(_texts(row) for row in years.all()),
    )


async def periods_of(db: AsyncSession, city_id: UUID) -> list[str]:
    """Return the periods for which companies of a city have handed in headcounts, ascending."""
    found = await db.scalars(
        select(HeadcountSheet.period)
        .join(Company, Company.id == HeadcountSheet.company_id)
        .where(Company.city_id == city_id)
        .distinct()
    )
    return sorted(found)


def _texts(row: Sequence[object], missing: str = "") -> tuple[str, ...]:
    return tuple(missing if value is None else _text(value) for value in row)


def _text(value: object) -> str:
    """Write a value as one would: a whole number without decimals, a small one without an exponent."""
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)
