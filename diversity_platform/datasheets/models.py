"""Data sheets as tables. A cell is one row of the canonical format."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from diversity_platform.db.model import Identified, Model


class HeadcountSheet(Identified):
    """The headcounts of one company and reference period."""

    __tablename__ = "headcount_sheets"
    __table_args__ = (UniqueConstraint("company_id", "period"),)

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(40), index=True)
    submitted_at: Mapped[datetime]


class HeadcountCell(Model):
    """People of one group at one level; NULL is suppressed or missing, never zero."""

    __tablename__ = "headcount_cells"
    __table_args__ = (CheckConstraint("people >= 0", name="people"),)

    sheet_id: Mapped[UUID] = mapped_column(
        ForeignKey("headcount_sheets.id", ondelete="CASCADE"), primary_key=True
    )
    level: Mapped[str] = mapped_column(String(60), primary_key=True)
    attribute: Mapped[str] = mapped_column(String(60), primary_key=True)
    group: Mapped[str] = mapped_column(String(60), primary_key=True)
    people: Mapped[int | None]


class FinancialYear(Model):
    """Revenue and profit of a company in one year, in any currency, the same for both; NULL is missing."""

    __tablename__ = "financial_years"

    company_id: Mapped[UUID] = mapped_column(ForeignKey("companies.id", ondelete="CASCADE"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    revenue: Mapped[float | None] = mapped_column(Double)
    profit: Mapped[float | None] = mapped_column(Double)


class Population(Identified):
    """The population that a city compares workforces with; the latest one counts."""

    __tablename__ = "populations"

    city_id: Mapped[UUID] = mapped_column(ForeignKey("cities.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    submitted_at: Mapped[datetime]


class PopulationCell(Model):
    """People of one group in a population, or its share: only the proportions count."""

    __tablename__ = "population_cells"
    __table_args__ = (CheckConstraint("people >= 0", name="people"),)

    population_id: Mapped[UUID] = mapped_column(
        ForeignKey("populations.id", ondelete="CASCADE"), primary_key=True
    )
    attribute: Mapped[str] = mapped_column(String(60), primary_key=True)
    group: Mapped[str] = mapped_column(String(60), primary_key=True)
    people: Mapped[float] = mapped_column(Double)
