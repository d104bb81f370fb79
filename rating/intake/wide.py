"""Sources with one row a company: shares by pay quarter, or counts by group in columns of their own."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.data import Company
from rating.intake.faults import Faults
from rating.intake.filings import Filing, Rejection
from rating.intake.header import Header
from rating.intake.labels import plain
from rating.intake.numbers import NotANumberError, read_count, read_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rating.data import Floats
    from rating.intake.profiles import AttributeEntry, GroupEntry, Profile
    from rating.intake.tables import Table


@dataclass(slots=True)
class _Row:
    """One row, read: whose it is, when, and its figures by attribute."""

    filing: Filing
    part: str
    submitted: str
    headcount: float = np.nan


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
        at_period = header.require(columns.period)
        at_area = header.find_all(columns.area)
        if self._profile.size:
            header.require(columns.size)
        layout = _Layout(self._profile, header, table.file, self.notes)
        header.refuse_unknown(self._profile.other_columns)
        faults = Faults(table.file)

        def cell(cells: list[str], role: str) -> str:
            index = at.get(role)
            return cells[index] if index is not None else ""

        for row, cells in table.rows:
            name = cells[at_company]
            if not name:
                place = f"row {row}, column {header.name(at_company)}"
                faults.add(place, "the entry is empty.", "Name the company in every row.")
                continue
            number = cell(cells, "number")
            if number.isdigit():
                number = number.zfill(self._profile.pad_number)
            area = self._profile.area_of([cells[index] for index in at_area])
            filing = Filing(
                Company(number or name.casefold(), name, number, area), cells[at_period], table.file, row
            )
            dated = cell(cells, "submitted") if columns.submitted else cells[at_period]
            read = _Row(filing, cell(cells, "part"), dated)
            read.headcount = layout.number(cells, at.get("headcount"), row, faults)
            layout.fill(read, cells, row, faults)
            self._size(read, cell(cells, "size"), faults, header)
            self._rows.append(read)
        faults.refuse_if_any()

    def _size(self, read: _Row, text: str, faults: Faults, header: Header) -> None:
        """Take the size of a level from the size band, or exclude the company by its rule."""
        size = self._profile.size
        if size is None:
            return
        filing = read.filing
        band = plain(text)
        column = header.name(header.require(self._profile.columns.size))
        code = self._excluded.get(band) or ("unknown_size" if not band else None)
        if code is None and band not in self._bands:
            known = ", ".join([*size.bands, *size.excluded])
            faults.add(f"row {filing.row}, column {column}", f"the size '{text}' is not known.",
                       f"Known: {known}.")
            return
        if code is None and all(np.isnan(counts).any() for counts in filing.counts.values()):
            code, column, text = "missing_entry", "", ""
        if code is not None:
            filing.exclusion = code
            filing.sizes = np.full(len(self._levels), np.nan)
            self._rejections.append(
                Rejection.for_reason(code, file=filing.file, row=filing.row, column=column, value=text)
            )
            for counts in filing.counts.values():
                counts[:] = np.nan
            return
        filing.sizes = np.full(len(self._levels), self._bands[band] * size.per_level)
        for counts in filing.counts.values():
            counts *= filing.sizes[:, None] / 100.0

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


class _Layout:
    """Where the figures of a wide table stand, and how a row of them is read."""

    def __init__(self, profile: Profile, header: Header, file: str, notes: list[str]) -> None:
        self._profile = profile
        self._header = header
        self._file = file
        self._notes = notes
        self._levels = profile.ladder().codes
        self._tolerance = profile.share_tolerance
        self._at: list[tuple[AttributeEntry, list[_GroupColumns], list[int], list[int]]] = []
        for attribute in profile.attributes:
            groups = [_GroupColumns(group, self._levels, header) for group in attribute.groups]
            unobserved = header.find_all(attribute.unobserved)
            totals = header.find_all(attribute.totals)
            if profile.measure == "shares":
                for group in attribute.groups:
                    for column in group.columns.values():
                        header.require([column])
            self._at.append((attribute, groups, unobserved, totals))

    def fill(self, read: _Row, cells: list[str], row: int, faults: Faults) -> None:
        """Read the figures of one row into its filing."""
        filing = read.filing
        if self._profile.measure == "shares":
            for attribute, groups, _, _ in self._at:
                self._shares(filing, attribute.code, groups, cells, row, faults)
            return
        filing.sizes = np.full(len(self._levels), read.headcount)
        for attribute, groups, unobserved, totals in self._at:
            self._counts(read, attribute, groups, unobserved, totals, cells, row, faults)

    def number(self, cells: list[str], index: int | None, row: int, faults: Faults) -> float:
        """Return one figure, NaN where it is missing, suppressed, or faulty and noted."""
        if index is None or cells[index].casefold() in self._profile.missing_names:
            return np.nan
        read = read_number if self._profile.measure == "shares" else read_count
        try:
            return float(read(cells[index]))
        except NotANumberError as error:
            faults.add(f"row {row}, column {self._header.name(index)}", error.message, error.remedy)
            return np.nan

    def _shares(
        self,
        filing: Filing,
        code: str,
        groups: list[_GroupColumns],
        cells: list[str],
        row: int,
        faults: Faults,
    ) -> None:
        shares = np.array(
            [[self.number(cells, group.at[level], row, faults) for group in groups] for level in self._levels]
        )
        for level, values in zip(self._levels, shares, strict=True):
            column = self._header.name(groups[0].at[level] or 0)
            if (values < 0).any() or (values > 100).any():  # noqa: PLR2004 - percent
                faults.add(f"row {row}, column {column}", "a share lies outside 0 to 100.", "Correct it.")
            elif abs(values.sum() - 100.0) > self._tolerance:
                faults.add(
                    f"row {row}, column {column}",
                    f"the shares of the {level.replace('_', ' ')} level add up to {values.sum():.1f}, not 100.",
                    "Correct the shares.",
                )
        filing.counts[code] = shares
        filing.unobserved[code] = np.zeros(len(self._levels))

    def _counts(
        self,
        read: _Row,
        attribute: AttributeEntry,
        groups: list[_GroupColumns],
        unobserved: list[int],
        totals: list[int],
        cells: list[str],
        row: int,
        faults: Faults,
    ) -> None:
        filing = read.filing
        level = self._levels[0]  # a wide table of counts knows one level
        settled = [
            group.settle(
                self.number(cells, group.at[level], row, faults),
                np.array([self.number(cells, index, row, faults) for index in group.parts]),
            )
            for group in groups
        ]
        counts = np.array([people for people, _ in settled])
        complete = np.array([whole for _, whole in settled])
        if np.isnan(counts).all():
            return
        total = _first_known(self.number(cells, index, row, faults) for index in totals)
        undisclosed = np.array([self.number(cells, index, row, faults) for index in unobserved])
        unknown = float(np.nansum(undisclosed))
        known = float(np.nansum(counts)) + unknown
        accounted = complete.all() and not np.isnan(undisclosed).any()
        if known > total or (known < total and accounted):
            faults.add(
                f"row {row}, column {self._header.name(totals[0])}",
                f"'{filing.company.name}' states a total of {total:,.0f}, its cells by {attribute.code} add "
                f"up to {known:,.0f}.",
                "Correct the cells or the total.",
            )
            return
        people = read.headcount if np.isnan(total) else total
        if known > people:
            self._notes.append(
                f"{self._file}, row {row}: the cells of {filing.company.name} by {attribute.code} add up to "
                f"{known:,.0f}, its workforce is stated as {people:,.0f}; the cells are used."
            )
        if known >= people or complete.all():
            counts[np.isnan(counts)] = 0.0  # nobody is left for the entries that are empty
            unknown += max(np.nan_to_num(people, nan=known) - known, 0.0)
        else:
            counts[~complete] = np.nan
        filing.counts[attribute.code] = counts[None, :]
        filing.unobserved[attribute.code] = np.array([unknown])
        filing.sizes[0] = np.fmax(filing.sizes[0], np.fmax(known, people))


def _first_known(values: Iterable[float]) -> float:
    return next((value for value in values if not np.isnan(value)), np.nan)


class _GroupColumns:
    """The columns of one group: its own at each level, and those that break it down."""

    def __init__(self, group: GroupEntry, levels: tuple[str, ...], header: Header) -> None:
        self.at = {
            level: header.find([group.columns[level]]) if level in group.columns else None for level in levels
        }
        self.parts = header.find_all(group.parts)
        self.optional = group.optional

    def settle(self, own: float, parts: Floats) -> tuple[float, bool]:
        """Return the people of a group that may be broken down, and whether all of them are known.

        A group smaller than the sum of its parts is only their remainder ("Asian, otherwise"): both are
        added. Otherwise it is their total. Without a figure of its own it is the sum of the parts known.
        """
        missing = np.isnan(parts)
        broken_down = float(np.nansum(parts)) if parts.size and not missing.all() else np.nan
        if np.isnan(own):
            nobody_expected = self.optional and np.isnan(broken_down)
            return broken_down, nobody_expected or bool(parts.size and not missing.any())
        return (own + broken_down, not missing.any()) if broken_down > own else (own, True)
