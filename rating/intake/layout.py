"""The figures of one row of a wide table: shares of each level, or counts of groups with their totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.intake.numbers import NotANumberError, read_count, read_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rating.data import Floats
    from rating.intake.faults import Faults
    from rating.intake.filings import Filing
    from rating.intake.header import Header
    from rating.intake.profiles import AttributeEntry, GroupEntry, Profile


class Figures:
    """The numbers of one row; what cannot be read is noted as a fault and taken for missing."""

    def __init__(self, profile: Profile, header: Header, row: int, cells: list[str], faults: Faults) -> None:
        self._missing = profile.missing_names
        self._read = read_number if profile.measure == "shares" else read_count
        self._header = header
        self._cells = cells
        self.row = row
        self.faults = faults

    def number(self, column: int | None) -> float:
        """Return one figure, NaN where there is no such column or the entry is missing or suppressed."""
        if column is None or self._cells[column].casefold() in self._missing:
            return np.nan
        try:
            return float(self._read(self._cells[column]))
        except NotANumberError as error:
            self.faults.add(self.place(column), error.message, error.remedy)
            return np.nan

    def numbers(self, columns: Iterable[int]) -> Floats:
        """Return several figures."""
        return np.array([self.number(column) for column in columns], dtype=np.float64)

    def place(self, column: int) -> str:
        """Name a place in the row."""
        return f"row {self.row}, column {self._header.name(column)}"


@dataclass(frozen=True, slots=True)
class _AttributeColumns:
    """Where an attribute stands: its groups, the people without one, its own total."""

    code: str
    groups: list[_GroupColumns]
    unobserved: list[int]
    totals: list[int]

    @classmethod
    def find(cls, entry: AttributeEntry, levels: tuple[str, ...], header: Header) -> _AttributeColumns:
        return cls(
            entry.code,
            [_GroupColumns(group, levels, header) for group in entry.groups],
            header.find_all(entry.unobserved),
            header.find_all(entry.totals),
        )


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
            nobody_expected = self.optional and bool(np.isnan(broken_down))
            return broken_down, nobody_expected or bool(parts.size and not missing.any())
        return (own + broken_down, not missing.any()) if broken_down > own else (own, True)


class Layout:
    """Where the figures of a wide table stand.

    Parameters
    ----------
    profile, header
        What the columns mean and where they are.
    notes
        Takes up what is noticed and does no harm.

    Raises
    ------
    InputRefusedError
        If a table of shares lacks one of its columns.
    """

    def __init__(self, profile: Profile, header: Header, notes: list[str]) -> None:
        self._header = header
        self._notes = notes
        self._levels = profile.ladder().codes
        self._tolerance = profile.share_tolerance
        self._shares_only = profile.measure == "shares"
        if self._shares_only:
            for entry in profile.attributes:
                for group in entry.groups:
                    for column in group.columns.values():
                        header.require([column])
        self._at = [_AttributeColumns.find(entry, self._levels, header) for entry in profile.attributes]

    def fill(self, filing: Filing, figures: Figures, headcount: float) -> None:
        """Read the figures of one row into its filing.

        Parameters
        ----------
        filing
            To be filled.
        figures
            The row.
        headcount
            The company's people as stated beside the attributes, NaN where they are not.
        """
        if self._shares_only:
            for at in self._at:
                self._shares(filing, at, figures)
            return
        filing.sizes = np.full(len(self._levels), headcount)
        for at in self._at:
            self._counts(filing, at, figures, headcount)

    def _shares(self, filing: Filing, at: _AttributeColumns, figures: Figures) -> None:
        shares = np.array(
            [figures.numbers(column for group in at.groups if (column := group.at[level]) is not None)
             for level in self._levels]
        )  # fmt: skip
        for level, values in zip(self._levels, shares, strict=True):
            place = figures.place(at.groups[0].at[level] or 0)
            if (values < 0).any() or (values > 100).any():  # noqa: PLR2004 - percent
                figures.faults.add(place, "a share lies outside 0 to 100.", "Correct it.")
            elif abs(values.sum() - 100.0) > self._tolerance:
                figures.faults.add(
                    place,
                    f"the shares of the {level.replace('_', ' ')} level add up to {values.sum():.1f}, "
                    "not 100.",
                    "Correct the shares.",
                )
        filing.counts[at.code] = shares
        filing.unobserved[at.code] = np.zeros(len(self._levels))

    def _counts(self, filing: Filing, at: _AttributeColumns, figures: Figures, headcount: float) -> None:
        level = self._levels[0]  # a wide table of counts knows one level
        settled = [
            group.settle(figures.number(group.at[level]), figures.numbers(group.parts)) for group in at.groups
        ]
        counts = np.array([people for people, _ in settled])
        complete = np.array([whole for _, whole in settled])
        if np.isnan(counts).all():
            return
        total = next((value for value in figures.numbers(at.totals) if not np.isnan(value)), np.nan)
        undisclosed = figures.numbers(at.unobserved)
        unknown = float(np.nansum(undisclosed))
        known = float(np.nansum(counts)) + unknown
        accounted = bool(complete.all()) and not np.isnan(undisclosed).any()
        if known > total or (known < total and accounted):
            figures.faults.add(
                figures.place(at.totals[0]),
                f"'{filing.company.name}' states a total of {total:,.0f}, its cells by {at.code} add up to "
                f"{known:,.0f}.",
                "Correct the cells or the total.",
            )
            return
        people = headcount if np.isnan(total) else total
        if known > people:
            self._notes.append(
                f"{filing.file}, row {figures.row}: the cells of {filing.company.name} by {at.code} add up "
                f"to {known:,.0f}, its workforce is stated as {people:,.0f}; the cells are used."
            )
        if known >= people or complete.all():
            counts[np.isnan(counts)] = 0.0  # nobody is left for the entries that are empty
            unknown += max(float(np.nan_to_num(people, nan=known)) - known, 0.0)
        else:
            counts[~complete] = np.nan
        filing.counts[at.code] = counts[None, :]
        filing.unobserved[at.code] = np.array([unknown])
        filing.sizes[0] = np.fmax(filing.sizes[0], np.fmax(known, people))
