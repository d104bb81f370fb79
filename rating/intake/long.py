"""Sources with one row a cell: the canonical format (long) and crossed ones such as EEO-1."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from rating.data import Company
from rating.intake.drafts import HEADCOUNT, MOVED, MOVEMENT, TOTAL, Draft, Entry, Settler
from rating.intake.faults import Faults
from rating.intake.filings import company_key, refuse_if_too_many
from rating.intake.header import Header
from rating.intake.labels import plain
from rating.intake.numbers import NotANumberError, read_count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rating.intake.filings import Filing, Rejection
    from rating.intake.profiles import Profile
    from rating.intake.tables import Table


#: Movement is told of a company as a whole, and nothing else is; message and remedy.
_WHOLE_COMPANY = (
    f"'{MOVEMENT}' counts who joined and left the company as a whole.",
    "Write the level 'all'.",
)
_ONE_LEVEL = ("this row is about all levels; sums over them are computed.", "Write one row for each level.")


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
        self._level_totals = {plain(name) for name in profile.totals.levels}
        self._ignored = {plain(name) for name in profile.totals.ignored_levels}
        self._group_totals = {plain(name) for name in profile.totals.groups}
        self._unknown = {plain(name) for name in profile.unknown_groups}
        self._group_index = {
            code: {name: attribute.group_codes.index(group) for name, group in names.items()}
            for code, names in profile.group_names.items()
            for attribute in (self._attributes[code],)
        }
        self._drafts: dict[tuple[str, str], Draft] = {}
        self._settler = Settler(profile)

    @property
    def notes(self) -> list[str]:
        """What was noticed and does no harm, for the reader of the results."""
        return self._settler.notes

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
        if (level == TOTAL) != (MOVEMENT in texts) and not at.groups:
            place = at.place(row, at.level)
            faults.add(place, *_WHOLE_COMPANY if level != TOTAL else _ONE_LEVEL)
            return
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
        draft = self._draft(Company(company_key(company, number), company, number), period, file, row)
        self._check_same(draft, row, cells, at, faults)
        entry = Entry(value, text, file, row, at.header.name(at.count))
        self._put(draft, tuple(texts), (level, *groups), entry, faults)

    def _check_same(self, draft: Draft, row: int, cells: list[str], at: _Positions, faults: Faults) -> None:
        """Note where a row contradicts an earlier one about which company it is and where it lies."""
        company = cells[at.company]
        if plain(draft.company.name) != plain(company):
            faults.add(
                at.place(row, at.company),
                f"the number {draft.company.number} belongs to '{draft.company.name}' in row {draft.row} and "
                f"to '{company}' here.",
                "Correct the number or the name.",
            )
        area = self._profile.area_of([cells[at.area]]) if at.area is not None and cells[at.area] else ""
        if area and not draft.company.area:
            draft.company = replace(draft.company, area=area)
        elif area and at.area is not None and area != draft.company.area:
            faults.add(
                at.place(row, at.area),
                f"'{company}' lies in {draft.company.area} in an earlier row and in {area} here.",
                "Give a company one area.",
            )

    def _texts(
        self, row: int, cells: list[str], at: _Positions, faults: Faults
    ) -> dict[str, tuple[str, str]] | None:
        """Return attribute code -> the group as written and its place; None where a code is not known."""
        if at.groups:
            return {code: (cells[index], at.place(row, index)) for code, index in at.groups.items()}
        text = cells[at.attribute]
        code = plain(text).replace(" ", "_")
        if code not in (HEADCOUNT, MOVEMENT) and code not in self._attributes:
            known = [*self._attributes, HEADCOUNT, MOVEMENT]
            place = at.place(row, at.attribute)
            faults.add(place, f"the attribute '{text}' is not known.", _did_you_mean(code, known))
            return None
        return {code: (cells[at.group], at.place(row, at.group))}

    def _level(self, text: str, place: str, faults: Faults) -> int | None:
        name = plain(text)
        if name in self._level_totals:
            return TOTAL
        code = self._profile.level_names.get(name)
        if code is None:
            faults.add(place, f"the level '{text}' is not known.", _did_you_mean(name, list(self._levels)))
            return None
        return self._levels[code]

    def _groups(self, texts: dict[str, tuple[str, str]], faults: Faults) -> tuple[int, ...] | None:
        """Return the group's index for each attribute: `TOTAL`, 0 ... k - 1, or k for "not known"."""
        total_row = any(plain(text) in self._group_totals for text, _ in texts.values())
        found = []
        for code, (text, place) in texts.items():
            name = plain(text)
            if code == MOVEMENT:
                if name not in MOVED:
                    remedy = f"Its groups: {', '.join(MOVED)}."
                    faults.add(place, f"'{text}' is no group of '{MOVEMENT}'.", remedy)
                    return None
                found.append(MOVED.index(name))
            elif name in self._group_totals or (total_row and not name):
                found.append(TOTAL)
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

    def _draft(self, company: Company, period: str, file: str, row: int) -> Draft:
        key = company.key, period
        if key not in self._drafts:
            refuse_if_too_many(len(self._drafts) + 1, file)
            self._drafts[key] = Draft(company, file, row)
        return self._drafts[key]

    @staticmethod
    def _put(
        draft: Draft, family: tuple[str, ...], at: tuple[int, ...], entry: Entry, faults: Faults
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
            filings.append(self._settler.filing(draft, period, of_file, rejections))
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
        for (_, period), draft in self._drafts.items():
            name = draft.company.name.casefold()
            if not draft.company.number and (name, period) in numbered:
                other = numbered[name, period]
                faults.setdefault(draft.file, Faults(draft.file)).add(
                    f"row {draft.row}",
                    f"'{draft.company.name}' has no number here and the number {other.company.number} in row "
                    f"{other.row}.",
                    "Give the number in all of its rows, or in none.",
                )


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    return _hint(name, tuple(known))


@lru_cache(maxsize=1024)  # one wrong name often stands in every row
def _hint(name: str, names: tuple[str, ...]) -> str:
    near = get_close_matches(name.replace(" ", "_"), names, n=1)
    return f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(names)}."
