"""From the cells of one company and period to its filing: totals checked, sizes settled, gaps kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from rating.data import Movement
from rating.intake.filings import Filing, Rejection

if TYPE_CHECKING:
    from rating.data import Attribute, Company, Floats
    from rating.intake.faults import Faults
    from rating.intake.profiles import Profile

#: The pseudo-attribute of the canonical format whose only group, "total", is the number of people.
HEADCOUNT = "headcount"

#: The pseudo-attribute of the canonical format that tells who came and went, and its groups.
MOVEMENT = "movement"
MOVED = ("joined", "left")

#: A coordinate that sums over its axis.
TOTAL = -1

#: So many of a kind are named in a note; the rest is counted.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the file; None for a value that is suppressed or missing."""

    value: int | None
    text: str
    file: str
    row: int
    column: str


@dataclass(slots=True)
class Draft:
    """The cells of one company and period: family of attributes -> coordinates -> entry."""

    company: Company
    file: str
    row: int
    families: dict[tuple[str, ...], dict[tuple[int, ...], Entry]] = field(default_factory=dict)

    def place(self, level: int) -> str:
        """Name the first row about a level."""
        rows = [
            entry.row
            for cells in self.families.values()
            for at, entry in cells.items()
            if at[0] == level and entry.file == self.file
        ]
        return f"row {min(rows, default=self.row)}"


class Settler:
    """Turns drafts into filings."""

    def __init__(self, profile: Profile) -> None:
        self._attributes = profile.attribute_list()
        levels = profile.ladder().levels
        self._levels = {level.code: index for index, level in enumerate(levels)}
        self._level_labels = [level.label for level in levels]
        self._empty_levels: dict[tuple[str, str], None] = {}

    @property
    def notes(self) -> list[str]:
        """What was noticed and does no harm, for the reader of the results."""
        if not self._empty_levels:
            return []
        names = [f"{company} ({level})" for company, level in sorted(self._empty_levels)]
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        what = "Levels whose rows are empty throughout are taken as levels that the company does not have"
        return [f"{what}: {', '.join(names[:_NAMED])}{more}."]

    def filing(self, draft: Draft, period: str, faults: Faults, rejections: list[Rejection]) -> Filing:
        """Return the filing of a draft; note contradictions and list what a rule keeps out."""
        filing = Filing(draft.company, period, draft.file, draft.row)
        levels = len(self._levels)
        sizes = np.full(levels, np.nan)
        for (level, _), entry in draft.families.pop((HEADCOUNT,), {}).items():
            if entry.value is not None:
                sizes[level] = entry.value
        moved = draft.families.pop((MOVEMENT,), {})
        filing.movement = _movement(moved)
        for family, cells in draft.families.items():
            for (level, *groups), entry in cells.items():
                whole = level != TOTAL and all(group == TOTAL for group in groups)
                if whole and entry.value is not None and np.isnan(sizes[level]):
                    sizes[level] = entry.value
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
        self._check_joiners(filing, moved, faults)
        return filing

    def _joint(
        self, family: tuple[str, ...], cells: dict[tuple[int, ...], Entry], rejections: list[Rejection]
    ) -> Floats:
        """Return the cells as an array (levels, k + 1, ...): the last group of each axis is "not known".

        At a level that is stated, a group without a row is missing (NaN) unless it is optional; at a level
        that is not stated there is nobody. Rows that are empty throughout a level state nothing.
        """
        attributes = [self._attributes[code] for code in family]
        joint = np.zeros((len(self._levels), *(len(attribute.groups) + 1 for attribute in attributes)))
        stated = {at[0] for at, entry in cells.items() if at[0] != TOTAL and entry.text}
        for level in stated:
            known = tuple(slice(len(attribute.groups)) for attribute in attributes)
            joint[level][known] = np.nan
            for axis, attribute in enumerate(attributes):
                for index, group in enumerate(attribute.groups):
                    if group.optional:
                        np.moveaxis(joint[level], axis, 0)[index] = 0.0
        for at, entry in cells.items():
            if TOTAL in at or at[0] not in stated or (not entry.text and _is_unknown(at, attributes)):
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
        self, attributes: list[Attribute], cells: dict[tuple[int, ...], Entry], stated: set[int]
    ) -> list[Rejection]:
        """List the cells that have no row at a level that is stated, at the level's first row."""
        required = [
            [index for index, group in enumerate(attribute.groups) if not group.optional]
            for attribute in attributes
        ]
        found = []
        for level in sorted(stated):
            here = {at[1:]: entry for at, entry in cells.items() if at[0] == level}
            first = min(here.values(), key=lambda entry: (entry.file, entry.row))
            entries = {at: entry for at, entry in here.items() if TOTAL not in at}
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

    def _note_empty_levels(self, draft: Draft, cells: dict[tuple[int, ...], Entry]) -> None:
        listed = {at[0] for at in cells if TOTAL not in at}
        filled = {at[0] for at, entry in cells.items() if at[0] != TOTAL and entry.text}
        for level in sorted(listed - filled):
            self._empty_levels[draft.company.name, self._level_labels[level]] = None

    def _check_totals(
        self,
        draft: Draft,
        family: tuple[str, ...],
        cells: dict[tuple[int, ...], Entry],
        joint: Floats,
        faults: Faults,
    ) -> None:
        for at, entry in cells.items():
            if TOTAL not in at or entry.value is None:
                continue
            part = joint[tuple(slice(None) if index == TOTAL else index for index in at)]
            known = np.nansum(part)
            if known > entry.value or (known < entry.value and not np.isnan(part).any()):
                faults.add(
                    f"row {entry.row}",
                    f"'{draft.company.name}' states a total of {entry.value:,} ({self._words(family, at)}), "
                    f"its cells add up to {known:,.0f}.",
                    "Correct the cells or the total.",
                )

    @staticmethod
    def _check_joiners(filing: Filing, moved: dict[tuple[int, ...], Entry], faults: Faults) -> None:
        """Note more joiners than there are people: who joined and left again is neither."""
        joined = moved.get((TOTAL, MOVED.index("joined")))
        people = filing.sizes.sum()
        if joined is not None and joined.value is not None and joined.value > people:
            faults.add(
                f"row {joined.row}",
                f"{joined.value:,} people joined '{filing.company.name}', which has {people:,.0f} "
                f"({filing.period}).",
                "Count those who are there now and were not at the reference date before.",
            )

    def _words(self, family: tuple[str, ...], at: tuple[int, ...]) -> str:
        parts = ["all levels" if at[0] == TOTAL else self._level_labels[at[0]]]
        for code, index in zip(family, at[1:], strict=True):
            attribute: Attribute = self._attributes[code]
            if index == TOTAL:
                parts.append(f"all of {attribute.title}")
            elif index < len(attribute.groups):
                parts.append(attribute.groups[index].label)
            else:
                parts.append("not known")
        return ", ".join(parts)

    def _settle_sizes(self, draft: Draft, filing: Filing, sizes: Floats, faults: Faults) -> None:
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
            if np.isnan(sizes[level]) and not all(complete[code][level] for code in complete):
                # an attribute is suppressed here: without a complete one the size is not known either
                seen = {code: total for code, total in seen.items() if complete[code][level]}
                if not seen:
                    continue
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


def _movement(cells: dict[tuple[int, ...], Entry]) -> Movement | None:
    """Return who joined and left, None where no row says anything about it."""
    if not cells:
        return None
    told = {group: entry.value for (_, group), entry in cells.items()}
    return Movement(*(told.get(group) for group in range(len(MOVED))))


def _is_unknown(at: tuple[int, ...], attributes: list[Attribute]) -> bool:
    """Tell whether a cell is about people whose group is not known: left empty, there are none."""
    return any(index == len(attribute.groups) for index, attribute in zip(at[1:], attributes, strict=True))
