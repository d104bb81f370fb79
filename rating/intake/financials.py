"""Financial years: revenue and profit by company and year, and how they find the rated companies."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, reduce
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from rating.data import Definitions
from rating.errors import DefinitionError, InputRefusedError
from rating.intake.faults import Faults
from rating.intake.header import Header
from rating.intake.labels import plain
from rating.intake.numbers import NotANumberError, read_number
from rating.intake.tables import open_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rating.intake.tables import Table


class FinancialColumns(BaseModel):
    """The names a column may have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    company: tuple[str, ...]
    revenue: tuple[str, ...]
    profit: tuple[str, ...]
    year: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


class FinancialProfile(BaseModel):
    """How one source writes financial years."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    source: str
    columns: FinancialColumns
    missing: tuple[str, ...] = ()
    #: finds the year in the file's name, where the table has no such column
    year_in_file_name: str = ""
    #: a list of year Y states the results of the year Y - year_lag
    year_lag: int = 0
    list_name: str
    aliases: dict[str, tuple[str, ...]] = {}
    #: words that may stand at the end of a name in one place and not in the other
    forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Financials:
    """Margins by year and comparable company name.

    Attributes
    ----------
    profile
        How they were read.
    files
        Fiscal year -> name of the file that states it.
    margins
        Fiscal year -> comparable name -> profit / revenue; missing figures are left out.
    listed
        Fiscal year -> comparable name -> name as the file writes it, with and without figures.
    """

    profile: FinancialProfile
    files: dict[int, str]
    margins: dict[int, dict[str, float]]
    listed: dict[int, dict[str, str]]

    def year_after(self, period: str) -> int | None:
        """Return the fiscal year to set beside a headcount: the one after it, else the nearest there is."""
        found = re.search(r"\d{4}", period)
        if not found or not self.margins:
            return None
        return min(self.margins, key=lambda year: (abs(year - int(found.group()) - 1), year))

    def list_year(self, fiscal_year: int) -> int:
        """Return the year by which the source calls the list of a fiscal year."""
        return fiscal_year + self.profile.year_lag

    def list_name(self, fiscal_year: int) -> str:
        """Return what the source calls the list of a fiscal year."""
        return self.profile.list_name.format(year=self.list_year(fiscal_year))

    def with_years_of(self, other: Financials) -> Financials:
        """Return the years of both.

        Raises
        ------
        InputRefusedError
            If both state the same year: nobody can say which is right.
        """
        twice = sorted(self.files.keys() & other.files.keys())
        if twice:
            raise InputRefusedError.because(
                other.files[twice[0]],
                "",
                f"{self.list_name(twice[0])} is in {self.files[twice[0]]} too.",
                "Give each year once.",
            )
        return replace(
            self,
            files=self.files | other.files,
            margins=self.margins | other.margins,
            listed=self.listed | other.listed,
        )


_DEFINITIONS = Definitions("rating.intake", "profiles/performance", "performance profile")


def financial_profile_names() -> tuple[str, ...]:
    """Return the names of all profiles of financial years, alphabetically."""
    return _DEFINITIONS.names()


@cache
def load_financial_profile(name: str) -> FinancialProfile:
    """Load one profile of financial years.

    Raises
    ------
    UnknownNameError
        If there is no such profile.
    DefinitionError
        If the file contradicts itself.
    """
    entries, _ = _DEFINITIONS.read(name)
    try:
        return FinancialProfile(name=name, **entries)
    except ValidationError as error:
        raise DefinitionError(f"Performance profile {name}: {error}") from error


def read_financials(paths: Sequence[Path], profile: FinancialProfile) -> Financials:
    """Read the financial years of one file or several, at least one.

    Raises
    ------
    InputRefusedError
        For every faulty row of a file at once, if a year cannot be told, or if two files state the same one.
    """
    return reduce(Financials.with_years_of, (financials_of(open_table(path), profile) for path in paths))


def financials_of(table: Table, profile: FinancialProfile) -> Financials:
    """Read the financial years of one table.

    Raises
    ------
    InputRefusedError
        For every faulty row at once, or if the year cannot be told.
    """
    header = Header(table, profile.name)
    columns = profile.columns
    at_company = header.require(columns.company)
    at_revenue = header.require(columns.revenue)
    at_profit = header.require(columns.profit)
    at_year = header.require(columns.year) if columns.year else None
    header.refuse_unknown(columns.other)
    fixed = None if at_year is not None else _year_of(table.file, profile)
    missing = {"", *(name.casefold() for name in profile.missing)}
    faults = Faults(table.file)
    margins: dict[int, dict[str, float]] = {}
    listed: dict[int, dict[str, str]] = {}
    seen: dict[tuple[int, str], int] = {}
    for row, cells in table.rows:
        figures = {}
        for index in (at_revenue, at_profit):
            if cells[index].casefold() in missing:
                continue
            try:
                figures[index] = read_number(cells[index])
            except NotANumberError as error:
                faults.add(f"row {row}, column {header.name(index)}", error.message, error.remedy)
        name = plain(cells[at_company])
        year = fixed
        if at_year is not None:
            if not re.fullmatch(r"\d{4}", cells[at_year]):
                faults.add(
                    f"row {row}, column {header.name(at_year)}",
                    f"'{cells[at_year]}' is no year.",
                    "Write four digits.",
                )
                continue
            year = int(cells[at_year]) - profile.year_lag
        if not name or year is None:
            faults.add(f"row {row}", "the company is not named.", "Name it in every row.")
            continue
        if (year, name) in seen:
            faults.add(
                f"row {row}",
                f"'{cells[at_company]}' has a second row for {year}; the first is row {seen[year, name]}.",
                "Keep one of the two.",
            )
            continue
        seen[year, name] = row
        of_year = margins.setdefault(year, {})
        listed.setdefault(year, {})[name] = cells[at_company].strip()
        if len(figures) == 2 and figures[at_revenue] > 0:  # noqa: PLR2004 - revenue and profit
            of_year[name] = figures[at_profit] / figures[at_revenue]
    faults.refuse_if_any()
    return Financials(profile, dict.fromkeys(margins, table.file), margins, listed)


def _year_of(file: str, profile: FinancialProfile) -> int:
    found = re.findall(profile.year_in_file_name, file)
    if not found:
        raise InputRefusedError.because(
            file,
            "",
            f"{profile.title} tables do not state their year, and the file's name does not either.",
            "Give the year in the name, for example fortune500-2018.csv.",
        )
    return int(found[-1]) - profile.year_lag
