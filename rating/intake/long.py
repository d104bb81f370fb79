"""Sources with one row a cell: the canonical format (long) and crossed ones such as EEO-1."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rating.data import Company
from rating.intake.faults import Faults
from rating.intake.filings import Filing, Rejection
from rating.intake.header import Header
from rating.intake.labels import plain
from rating.intake.numbers import NotANumberError, read_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rating.data import Attribute, Floats
    from rating.intake.profiles import Profile
    from rating.intake.tables import Table

#: The pseudo-attribute of the canonical format whose only group, "total", is the number of people.
HEADCOUNT = "headcount"

#: So many of a kind are named in a note; the rest is counted.
_NAMED = 8

_TOTAL = -1  # a coordinate that sums over its axis


@dataclass(frozen=True, slots=True)
class _Entry:
    value: int | None
    text: str
    file: str
    row: int
    column: str


@dataclass(slots=True)
class _Draft:
    """The cells of one company and period: family of attributes -> coordinates -> entry."""

    company: Company
    file: str
    row: int
    families: dict[tuple[str, ...], dict[tuple[int, ...], _Entry]] = field(default_factory=dict)

    def place(self, level: int) -> str:
        """Name the first row about a level."""
        rows = [
            entry.row
            for cells in self.families.values()
            for at, entry in cells.items()
            if at[0] == level and entry.file == self.file
        ]
        return f"row {min(rows, default=self.row)}"


@dataclass(frozen=True, slots=True)
class _Positions:
    """Where the columns of a table stand."""

    header: Header
    company: int
    period: int
    level: int
    count: int
    number: int | None
    area: int | None
    #: crossed sources: attribute code -> column; empty for the long format
    groups: dict[str, int]
    attribute: int
    group: int

    @classmethod
    def find(cls, header: Header, profile: Profile) -> _Positions:
        columns = profile.columns
        crossed = profile.shape == "crossed"
        return cls(
            header=header,
            company=header.require(columns.company),
            period=header.require(columns.period),
            level=header.require(columns.level),
            count=header.require(columns.count),
            number=header.find(columns.number),
            area=header.find(columns.area),
            groups={code: header.require(names) for code, names in columns.groups.items()},
            attribute=-1 if crossed else header.require(columns.attribute),
            group=-1 if crossed else header.require(columns.group),
        )

    def place(self, row: int, column: int) -> str:
        return f"row {row}, column {self.header.name(column)}"


class LongReader:
    """Reads tables of one profile into filings; several tables are parts of one submission."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._attributes = profile.attribute_list()
        self._levels = {code: index for index, code in enumerate(profile.ladder().codes)}
        self._level_labels = [level.label for level in profile.ladder().levels]
        self._level_totals = {plain(name) for name in profile.totals.levels}
        self._ignored = {plain(name) for name in profile.totals.ignored_levels}
        self._group_totals = {plain(name) for name in profile.totals.groups}
        self._unknown = {plain(name) for name in profile.unknown_groups}
        self._group_index = {
            code: {name: attribute.group_codes.index(group) for name, group in names.items()}
            for code, names in profile.group_names.items()
            for attribute in (self._attributes[code],)
        }
        self._drafts: dict[tuple[str, str], _Draft] = {}
        self._empty_levels: dict[tuple[str, str], None] = {}

    @property
    def notes(self) -> list[str]:
        """What was noticed and does no harm, for the reader of the results."""
        if not self._empty_levels:
            return []
        names = [f"{company} ({level})" for company, level in self._empty_levels]
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        what = "Levels whose rows are empty throughout are taken as levels that the company does not have"
        return [f"{what}: {', '.join(names[:_NAMED])}{more}."]

    def read(self, table: Table) -> None:
        """Read one table.

        Raises
        ------
        InputRefusedError
            For every faulty row at once.
        """
        header = Header(table, self._profile.name)
        at = _Positions.find(header, self._profile)
        header.refuse_unknown(self._profile.other_columns)
        faults = Faults(table.file)
        for row, cells in table.rows:
            self._read_row(table.file, row, cells, at, faults)
        faults.refuse_if_any()

    def _read_row(self, file: str, row: int, cells: list[str], at: _Positions, faults: Faults) -> None:
        company, period = cells[at.company], cells[at.period]
        if not company or not period:
            place = at.place(row, at.period if company else at.company)
            faults.add(place, "the entry is empty.", "Fill it in for every row.")
            return
        if plain(cells[at.level]) in self._ignored:
            return
        level = self._level(cells[at.level], at.place(row, at.level), faults)
        texts = self._texts(row, cells, at, faults)
        if level is None or texts is None:
            return
        groups = self._groups(texts, faults)
        text = cells[at.count]
        value = None
        if text.casefold() not in self._profile.missing_names:
            try:
                value = read_count(text)
            except NotANumberError as error:
                faults.add(at.place(row, at.count), error.message, error.remedy)
                return
        if groups is None:
            return
        number = cells[at.number] if at.number is not None else ""
        draft = self._draft(Company(number or company.casefold(), company, number), period, file, row)
        if at.area is not None and cells[at.area] and not draft.company.area:
            draft.company = replace(draft.company, area=self._profile.area_of([cells[at.area]]))
        entry = _Entry(value, text, file, row, at.header.name(at.count))
        self._put(draft, tuple(texts), (level, *groups), entry, faults)

    def _texts(
        self, row: int, cells: list[str], at: _Positions, faults: Faults
    ) -> dict[str, tuple[str, str]] | None:
        """Return attribute code -> the group as written and its place; None where a code is not known."""
        if at.groups:
            return {code: (cells[index], at.place(row, index)) for code, index in at.groups.items()}
        text = cells[at.attribute]
        code = plain(text).replace(" ", "_")
        if code != HEADCOUNT and code not in self._attributes:
            known = [*self._attributes, HEADCOUNT]
            place = at.place(row, at.attribute)
            faults.add(place, f"the attribute '{text}' is not known.", _did_you_mean(code, known))
            return None
        return {code: (cells[at.group], at.place(row, at.group))}

    def _level(self, text: str, place: str, faults: Faults) -> int | None:
        name = plain(text)
        if name in self._level_totals:
            return _TOTAL
        code = self._profile.level_names.get(name)
        if code is None:
            faults.add(place, f"the level '{text}' is not known.", _did_you_mean(name, list(self._levels)))
            return None
        return self._levels[code]

    def _groups(self, texts: dict[str, tuple[str, str]], faults: Faults) -> tuple[int, ...] | None:
        """Return the group's index for each attribute: `_TOTAL`, 0 ... k - 1, or k for "not known"."""
        total_row = any(plain(text) in self._group_totals for text, _ in texts.values())
        found = []
        for code, (text, place) in texts.items():
            name = plain(text)
            if name in self._group_totals or (total_row and not name):
                found.append(_TOTAL)
            elif code == HEADCOUNT:
                faults.add(place, f"'{text}' is no group of '{HEADCOUNT}'.", "Its only group is 'total'.")
                return None
            elif name in self._unknown:
                found.append(len(self._attributes[code].groups))
            elif name in self._group_index[code]:
                found.append(self._group_index[code][name])
            else:
                known = [*self._attributes[code].group_codes, *self._profile.unknown_groups[:1]]
                faults.add(place, f"the group '{text}' of '{code}' is not known.", _did_you_mean(name, known))
                return None
        return tuple(found)

    def _draft(self, company: Company, period: str, file: str, row: int) -> _Draft:
        key = company.key, period
        if key not in self._drafts:
            self._drafts[key] = _Draft(company, file, row)
        return self._drafts[key]

    @staticmethod
    def _put(
        draft: _Draft, family: tuple[str, ...], at: tuple[int, ...], entry: _Entry, faults: Faults
    ) -> None:
        cells = draft.families.setdefault(family, {})
        first = cells.get(at)
        if first is not None:
            where = f"row {first.row}" if first.file == entry.file else f"{first.file}, row {first.row}"
            faults.add(
                f"row {entry.row}",
                f"'{draft.company.name}' has a second row for the cell that {where} states.",
                "Keep one of the two.",
            )
            return
        cells[at] = entry

    def filings(self) -> tuple[list[Filing], list[Rejection]]:
        """Return what was read, with the entries that a rule keeps out.

        Raises
        ------
        InputRefusedError
            Where cells disagree with their total.
        """
        filings: list[Filing] = []
        rejections: list[Rejection] = []
        faults: dict[str, Faults] = {}
        self._refuse_half_numbered(faults)
        for (_, period), draft in self._drafts.items():
            of_file = faults.setdefault(draft.file, Faults(draft.file))
            filings.append(self._filing(draft, period, of_file, rejections))
        for of_file in faults.values():
            of_file.refuse_if_any()
        return filings, rejections

    def _refuse_half_numbered(self, faults: dict[str, Faults]) -> None:
        """Note companies that have a register number in some rows only: they would be split in two."""
        numbered = {
            (draft.company.name.casefold(), period): draft
            for (_, period), draft in self._drafts.items()
            if draft.company.number
        }
        for (key, period), draft in self._drafts.items():
            if not draft.company.number and (key, period) in numbered:
                other = numbered[key, period]
                faults.setdefault(draft.file, Faults(draft.file)).add(
                    f"row {draft.row}",
                    f"'{draft.company.name}' has no number here and the number {other.company.number} in row "
                    f"{other.row}.",
                    "Give the number in all of its rows, or in none.",
                )

    def _filing(self, draft: _Draft, period: str, faults: Faults, rejections: list[Rejection]) -> Filing:
        filing = Filing(draft.company, period, draft.file, draft.row)
        levels = len(self._levels)
        sizes = np.full(levels, np.nan)
        for (level, _), entry in draft.families.pop((HEADCOUNT,), {}).items():
            if entry.value is not None:
                sizes[level] = entry.value
        for family, cells in draft.families.items():
            joint = self._joint(family, cells, rejections)
            self._note_empty_levels(draft, cells)
            self._check_totals(draft, family, cells, joint, faults)
            for axis, code in enumerate(family, start=1):
                others = tuple(a for a in range(1, joint.ndim) if a != axis)
                marginal = joint.sum(axis=others) if others else joint
                hidden = marginal[:, -1]
                # where the people left over are not known either, nothing about the level is
                filing.counts[code] = np.where(np.isnan(hidden)[:, None], np.nan, marginal[:, :-1])
                filing.unobserved[code] = np.nan_to_num(hidden)
        self._settle_sizes(draft, filing, sizes, faults)
        return filing

    def _joint(
        self, family: tuple[str, ...], cells: dict[tuple[int, ...], _Entry], rejections: list[Rejection]
    ) -> Floats:
        """Return the cells as an array (levels, k + 1, ...): the last group of each axis is "not known".

        At a level that is stated, a group without a row is missing (NaN) unless it is optional; at a level
        that is not stated there is nobody. Rows that are empty throughout a level state nothing.
        """
        attributes = [self._attributes[code] for code in family]
        joint = np.zeros((len(self._levels), *(len(attribute.groups) + 1 for attribute in attributes)))
        stated = {at[0] for at, entry in cells.items() if _TOTAL not in at and entry.text}
        for level in stated:
            known = tuple(slice(len(attribute.groups)) for attribute in attributes)
            joint[level][known] = np.nan
            for axis, attribute in enumerate(attributes):
                for index, group in enumerate(attribute.groups):
                    if group.optional:
                        np.moveaxis(joint[level], axis, 0)[index] = 0.0
        for at, entry in cells.items():
            if _TOTAL in at or at[0] not in stated or (not entry.text and _is_unknown(at, attributes)):
                continue
            joint[at] = np.nan if entry.value is None else entry.value
            if entry.value is None:
                rejections.append(
                    Rejection.for_reason(
                        "suppressed", file=entry.file, row=entry.row, column=entry.column, value=entry.text
                    )
                )
        rejections += self._omitted(attributes, cells, stated)
        return joint

    def _omitted(
        self, attributes: list[Attribute], cells: dict[tuple[int, ...], _Entry], stated: set[int]
    ) -> list[Rejection]:
        """List the cells that have no row at a level that is stated, at the level's first row."""
        required = [
            [index for index, group in enumerate(attribute.groups) if not group.optional]
            for attribute in attributes
        ]
        found = []
        for level in sorted(stated):
            entries = {at[1:]: entry for at, entry in cells.items() if at[0] == level and _TOTAL not in at}
            first = min(entries.values(), key=lambda entry: (entry.file, entry.row))
            missing = [
                " x ".join(a.groups[index].code for a, index in zip(attributes, at, strict=True))
                for at in product(*required)
                if at not in entries
            ]
            if missing:
                found.append(
                    Rejection.for_reason(
                        "missing_entry",
                        file=first.file,
                        row=first.row,
                        column=first.column,
                        value=", ".join(missing[:_NAMED]),
                    )
                )
        return found

    def _note_empty_levels(self, draft: _Draft, cells: dict[tuple[int, ...], _Entry]) -> None:
        listed = {at[0] for at in cells if _TOTAL not in at}
        filled = {at[0] for at, entry in cells.items() if _TOTAL not in at and entry.text}
        for level in sorted(listed - filled):
            self._empty_levels[draft.company.name, self._level_labels[level]] = None

    def _check_totals(
        self,
        draft: _Draft,
        family: tuple[str, ...],
        cells: dict[tuple[int, ...], _Entry],
        joint: Floats,
        faults: Faults,
    ) -> None:
        for at, entry in cells.items():
            if _TOTAL not in at or entry.value is None:
                continue
            part = joint[tuple(slice(None) if index == _TOTAL else index for index in at)]
            known = np.nansum(part)
            if known > entry.value or (known < entry.value and not np.isnan(part).any()):
                faults.add(
                    f"row {entry.row}",
                    f"'{draft.company.name}' states a total of {entry.value:,} ({self._words(family, at)}), "
                    f"its cells add up to {known:,.0f}.",
                    "Correct the cells or the total.",
                )

    def _words(self, family: tuple[str, ...], at: tuple[int, ...]) -> str:
        parts = ["all levels" if at[0] == _TOTAL else self._level_labels[at[0]]]
        for code, index in zip(family, at[1:], strict=True):
            attribute: Attribute = self._attributes[code]
            if index == _TOTAL:
                parts.append(f"all of {attribute.title}")
            elif index < len(attribute.groups):
                parts.append(attribute.groups[index].label)
            else:
                parts.append("not known")
        return ", ".join(parts)

    def _settle_sizes(self, draft: _Draft, filing: Filing, sizes: Floats, faults: Faults) -> None:
        """Settle the people at each level: as stated, else as the complete attributes agree.

        An attribute that knows fewer people than the level has leaves the rest unobserved.
        """
        sums = {
            code: np.asarray(np.nansum(counts, axis=1) + filing.unobserved[code])
            for code, counts in filing.counts.items()
        }
        complete = {code: np.asarray(~np.isnan(counts).any(axis=1)) for code, counts in filing.counts.items()}
        for level, label in enumerate(self._level_labels):
            seen = {code: total[level] for code, total in sums.items() if total[level] > 0}
            if np.isnan(sizes[level]):
                whole = {total for code, total in seen.items() if complete[code][level]}
                if len(whole) > 1:
                    stated = ", ".join(f"{code} {seen[code]:,.0f}" for code in seen if complete[code][level])
                    faults.add(
                        draft.place(level),
                        f"the attributes of '{draft.company.name}' disagree on how many people there are at "
                        f"the level {label} ({filing.period}): {stated}.",
                        "Correct the counts, or add a row with the group 'unknown' for the people whose "
                        "group is not known.",
                    )
                    continue
                sizes[level] = max(whole, default=np.nan if seen else 0.0)
            over = {code: total for code, total in seen.items() if total > sizes[level]}
            for code, total in over.items():
                faults.add(
                    draft.place(level),
                    f"'{draft.company.name}' counts {total:,.0f} people by {code} at the level {label} "
                    f"({filing.period}) and {sizes[level]:,.0f} in total.",
                    "Correct the counts or the total.",
                )
            if np.isnan(sizes[level]):
                continue
            for code, total in sums.items():
                if complete[code][level] and total[level] < sizes[level]:
                    filing.unobserved[code][level] += sizes[level] - total[level]
        filing.sizes = sizes


def _is_unknown(at: tuple[int, ...], attributes: list[Attribute]) -> bool:
    """Tell whether a cell is about people whose group is not known: left empty, there are none."""
    return any(index == len(attribute.groups) for index, attribute in zip(at[1:], attributes, strict=True))


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(name.replace(" ", "_"), names, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(names)}."
