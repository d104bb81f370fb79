"""Sources with one row a company: shares by pay quarter, or counts by group in columns of their own."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.data import Company
from rating.intake.faults import Faults
from rating.intake.filings import Filing, Rejection, company_key, refuse_if_too_many
from rating.intake.header import Header
from rating.intake.labels import plain
from rating.intake.layout import Figures, Layout

if TYPE_CHECKING:
    from rating.intake.profiles import Profile
    from rating.intake.tables import Table


@dataclass(slots=True)
class _Row:
    """One row, read: the figures, which part of the company they are about, and when they were sent."""

    filing: Filing
    part: str
    submitted: str


class WideReader:
    """Reads tables of one profile into filings; several tables are periods or parts of one submission."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._levels = profile.ladder().codes
        size = profile.size
        self._bands = {plain(name): value for name, value in size.bands.items()} if size else {}
        self._excluded = {plain(name): code for name, code in size.excluded.items()} if size else {}
        self._rows: list[_Row] = []
        self._rejections: list[Rejection] = []
        #: what was noticed and does no harm, for the reader of the results
        self.notes: list[str] = []

    def read(self, table: Table) -> None:
        """Read one table.

        Raises
        ------
        InputRefusedError
            For every faulty row at once.
        """
        columns = self._profile.columns
        header = Header(table, self._profile.name)
        at = {
            role: header.find(names)
            for role in ("number", "part", "size", "headcount", "submitted")
            if (names := getattr(columns, role))
        }
        at_company = header.require(columns.company)
        at_period = header.find(columns.period)
        of_file = self._period_of(table.file) if at_period is None else ""
        if at_period is None and not of_file:
            header.require(columns.period)
        at_area = header.find_all(columns.area)
        if self._profile.size:
            header.require(columns.size)
        layout = Layout(self._profile, header, self.notes)
        header.refuse_unknown(self._profile.other_columns)
        faults = Faults(table.file)

        def cell(cells: list[str], role: str) -> str:
            index = at.get(role)
            return cells[index] if index is not None else ""

        for row, cells in table.rows:
            name, period = cells[at_company], of_file if at_period is None else cells[at_period]
            if not name or not (period or self._profile.latest_only):
                place = f"row {row}, column {header.name(at_company if not name else at_period or 0)}"
                faults.add(place, "the entry is empty.", "Fill it in for every row.")
                continue
            number = cell(cells, "number")
            if number.isdigit():
                number = number.zfill(self._profile.pad_number)
            area = self._profile.area_of([cells[index] for index in at_area])
            company = Company(company_key(name, number), name, number, area)
            filing = Filing(company, period, table.file, row)
            figures = Figures(self._profile, header, row, cells, faults)
            layout.fill(filing, figures, figures.number(at.get("headcount")))
            self._size(filing, cell(cells, "size"), faults, header)
            submitted = cell(cells, "submitted") if columns.submitted else period
            self._rows.append(_Row(filing, cell(cells, "part"), submitted))
        faults.refuse_if_any()
        refuse_if_too_many(len(self._rows), table.file)

    def _period_of(self, file: str) -> str:
        """Return the period that a file's name states, "" where it states none."""
        pattern = self._profile.period_in_file_name
        found = re.search(pattern, file) if pattern else None
        if not found:
            return ""
        first, second = found.groups()
        return f"{first}_{second}" if int(second) == (int(first) + 1) % 100 else ""

    def _size(self, filing: Filing, text: str, faults: Faults, header: Header) -> None:
        """Take the size of a level from the size band, or exclude the company by its rule."""
        size = self._profile.size
        if size is None:
            return
        band = plain(text)
        column = header.name(header.require(self._profile.columns.size))
        code = self._excluded.get(band) or ("unknown_size" if not band else None)
        if code is None and band not in self._bands:
            known = ", ".join([*size.bands, *size.excluded])
            place = f"row {filing.row}, column {column}"
            faults.add(place, f"the size '{text}' is not known.", f"Known: {known}.")
            return
        if code is None and all(np.isnan(counts).any() for counts in filing.counts.values()):
            code, column, text = "missing_entry", "", ""
        per_level = np.nan if code else self._bands[band] * size.per_level
        filing.exclusion = code
        filing.sizes = np.full(len(self._levels), per_level)
        for attribute, shares in filing.counts.items():
            filing.counts[attribute] = shares * per_level / 100.0
        if code is not None:
            self._rejections.append(
                Rejection.for_reason(code, file=filing.file, row=filing.row, column=column, value=text)
            )

    def filings(self) -> tuple[list[Filing], list[Rejection]]:
        """Return what was read, with the entries that a rule keeps out.

        Raises
        ------
        InputRefusedError
            Where a company has two rows for one period, or parts disagree with their total.
        """
        faults: dict[str, Faults] = {}
        groups: defaultdict[tuple[str, str], list[_Row]] = defaultdict(list)
        rejections = list(self._rejections)
        for read in self._rows:
            filing = read.filing
            if self._profile.latest_only and self._date(read) is None:
                rejections.append(
                    Rejection.for_reason("undated", file=filing.file, row=filing.row, value=filing.period)
                )
                continue
            period = "latest" if self._profile.latest_only else filing.period
            groups[filing.company.key, period].append(read)
        filings = []
        outdated: list[Rejection] = []
        replaced: set[tuple[str, int]] = set()
        for (_, period), reads in groups.items():
            current, older = self._current(reads)
            code = "older_period" if self._profile.latest_only else "superseded"
            replaced |= {(read.filing.file, read.filing.row) for read in older}
            outdated += [
                Rejection.for_reason(code, file=read.filing.file, row=read.filing.row) for read in older
            ]
            of_file = faults.setdefault(current[0].filing.file, Faults(current[0].filing.file))
            filings.append(self._one(current, period, of_file))
        for of_file in faults.values():
            of_file.refuse_if_any()
        rejections = [kept for kept in rejections if (kept.file, kept.row) not in replaced] + outdated
        rejections.sort(key=lambda rejection: (rejection.file, rejection.row))
        return filings, rejections

    def _current(self, reads: list[_Row]) -> tuple[list[_Row], list[_Row]]:
        """Split the rows of one company and period into those in force and older ones."""
        if len(reads) == 1:
            return reads, []
        dates = [self._date(read) for read in reads]
        dated = [date for date in dates if date is not None]
        if len(dated) != len(reads):
            return reads, []
        latest = max(dated)
        current = [read for read, date in zip(reads, dates, strict=True) if date == latest]
        return current, [read for read, date in zip(reads, dates, strict=True) if date != latest]

    def _date(self, read: _Row) -> dt.datetime | None:
        return _date(read.submitted, self._profile.date_formats)

    def _one(self, reads: list[_Row], period: str, faults: Faults) -> Filing:
        first = reads[0].filing
        seen: dict[str, int] = {}
        for read in reads:
            label = plain(read.part)
            if label in seen:
                faults.add(
                    f"row {read.filing.row}",
                    f"'{first.company.name}' has a second row for {first.period or 'the same date'}"
                    f"{f' and {read.part!r}' if read.part else ''}; the first is row {seen[label]}.",
                    "Keep one of the two.",
                )
            seen.setdefault(label, read.filing.row)
        whole = [read for read in reads if not read.part]
        parts = [read for read in reads if read.part]
        filing = whole[0].filing if whole else _sum([read.filing for read in parts])
        if whole and parts:
            _check_parts(filing, _sum([read.filing for read in parts]), faults)
        if self._profile.latest_only:
            as_of = _iso(filing.period, self._date(reads[0]))
            filing.company = replace(filing.company, as_of=as_of)
        filing.period = period
        return filing


def _sum(filings: list[Filing]) -> Filing:
    """Add up the parts of a company; what is missing in one part is missing in the sum."""
    first = filings[0]
    codes = [code for code in first.counts if all(code in filing.counts for filing in filings)]
    return Filing(
        company=first.company,
        period=first.period,
        file=first.file,
        row=first.row,
        counts={code: np.sum([filing.counts[code] for filing in filings], axis=0) for code in codes},
        unobserved={code: np.sum([filing.unobserved[code] for filing in filings], axis=0) for code in codes},
        sizes=np.sum([filing.sizes for filing in filings], axis=0),
    )


def _check_parts(whole: Filing, parts: Filing, faults: Faults) -> None:
    for code in whole.counts.keys() & parts.counts.keys():
        total, added = whole.counts[code], parts.counts[code]
        known = ~np.isnan(total) & ~np.isnan(added)
        if not np.array_equal(total[known], added[known]):
            faults.add(
                f"row {whole.row}",
                f"the parts of '{whole.company.name}' ({whole.period}) do not add up to its total by {code}.",
                "Correct the parts or the total.",
            )


def _date(text: str, formats: tuple[str, ...]) -> dt.datetime | None:
    for pattern in formats:
        try:
            return dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - a day, without a place on the clock
        except ValueError:
            continue
    return None


def _iso(text: str, when: dt.datetime | None) -> str:
    """Return a date in ISO form without adding precision that the source does not have."""
    if when is None or text[:4] == f"{when.year:04d}":
        return text
    return when.date().isoformat()
