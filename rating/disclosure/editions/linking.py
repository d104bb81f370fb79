"""Releases beside earlier ones: what readers already have, and what has to wait until more people have moved.

About the same people (same reference date) every earlier file is part of one problem. At another date
readers compare: where fewer than k people joined or fewer than k left a company, or nobody knows, a number
that changed by fewer than k says something about those few. All figures of such a company are kept at their
earlier values until more people have moved; its tables are then of one date, and add up.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.blocked import Blocked, explain
from rating.disclosure.lattice import TOTAL, Lattice
from rating.disclosure.placing import cells_of, told
from rating.disclosure.programme import Programme
from rating.disclosure.suppression import Known
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    import numpy.typing as npt

    from rating.data import Floats, Movement
    from rating.disclosure.lattice import Integers
    from rating.disclosure.placing import Told
    from rating.disclosure.policy import Policy
    from rating.disclosure.publication import Publication
    from rating.disclosure.tables import Flags, Tables, Unit

_COMPANY = "company"


@dataclass(frozen=True)
class Moved:
    """A company whose figures change because enough people joined and left.

    Attributes
    ----------
    units
        The company and its sites.
    before
        What the earlier edition tells.
    movement
        Joiners and leavers since then.
    """

    units: npt.NDArray[np.intp]
    before: Told
    movement: Movement


@dataclass(frozen=True)
class Parted:
    """A sum over units of which some are as they were before.

    Attributes
    ----------
    unit
        The sum.
    kept
        Its parts that are as they were.
    before
        What the earlier edition tells.
    """

    unit: int
    kept: npt.NDArray[np.intp]
    before: Told


@dataclass(frozen=True)
class Linked:
    """Counts as they may be published beside earlier releases.

    Attributes
    ----------
    tables
        The counts; companies whose figures are kept have numbers that agree with the earlier files.
    known
        What readers have about the same people.
    blocked
        The companies whose figures are kept although they changed.
    moved
        Companies whose figures changed with their joiners and leavers, and what was known of them before.
    as_of
        Unit -> the date that its figures describe, where they were kept although they changed.
    parted
        Sums of which some parts are kept and others changed.
    """

    tables: Tables
    known: Known
    blocked: tuple[Blocked, ...] = ()
    moved: tuple[Moved, ...] = ()
    as_of: Mapping[Unit, str] = field(default_factory=dict)
    parted: tuple[Parted, ...] = ()


def link(
    tables: Tables, policy: Policy, earlier: Sequence[Publication], kept: Collection[Unit] = ()
) -> Linked:
    """Link counts with what was released before.

    Parameters
    ----------
    tables
        The counts as they are.
    policy
        Their reference date, and who joined and left since the edition before.
    earlier
        The files.
    kept
        Companies whose figures are to be kept whatever joined and left.

    Raises
    ------
    ContradictionError
        If two files of the same date give different numbers for a cell.
    """
    if not earlier:
        return Linked(tables, Known())
    wide = _widened(tables, earlier)
    by_date: dict[str, list[Publication]] = {}
    for publication in earlier:
        by_date.setdefault(publication.population.reference_date or "", []).append(publication)
    here = policy.reference_date
    others = sorted(date for date in by_date if date != here)
    # the same date last: a correction is held against what was published about that day
    steps = [(date, False) for date in others[-1:]] + ([(here, True)] if here in by_date else [])
    work = _Linking(wide, policy, kept)
    for date, same in steps:
        work.against(told(by_date[date], wide), date, same=same)
    return work.linked()


class _Linking:
    """Goes through the companies, edition by edition."""

    def __init__(self, tables: Tables, policy: Policy, kept: Collection[Unit]) -> None:
        self._tables, self._policy, self._forced = tables, policy, set(kept)
        self._floor_of = {a: policy.floor_of(a) for a in tables.counts}
        self._floors = tables.floors(self._floor_of)
        self._counts = {a: own.copy() for a, own in tables.counts.items()}
        self._present = tables.present.copy()
        shapes = {a: tables.values(a).shape for a in tables.counts}
        self._released = {a: np.zeros(shape, np.bool_) for a, shape in shapes.items()}
        self._withheld = {a: np.zeros(shape, np.bool_) for a, shape in shapes.items()}
        self._blocked: list[Blocked] = []
        self._moved: list[Moved] = []
        self._as_of: dict[Unit, str] = {}
        self._parted: list[Parted] = []
        self._hidden = tables.hidden.copy()

    def against(self, before: Told, date: str, *, same: bool) -> None:
        """Compare with what was published at one date."""
        kept = np.zeros(len(self._tables.units), np.bool_)
        for top, units in self._companies():
            kept[units] = self._company(top, units, before, date, same=same)
        self._parted = []
        for top, units in self._sums():
            kept[top] = kept[units].all() and self._all_there(before, top) and top not in before.parts_gone
            if not kept[top] and self._was_told(before, top):
                self._parted.append(Parted(top, units[kept[units]], before))
        self._keep(kept, before)

    def _companies(self) -> Iterable[tuple[int, npt.NDArray[np.intp]]]:
        """Yield each company with its sites, or each unit at the top where units are no companies."""
        tables = self._tables
        key = tables.unit_keys.index(_COMPANY) if _COMPANY in tables.unit_keys else 0
        tops = np.array([self._top(unit, key) for unit in range(len(tables.units))], dtype=np.int64)
        for top in np.unique(tops[tops >= 0]):
            yield int(top), np.flatnonzero(tops == top)

    def _top(self, unit: int, key: int) -> int:
        """Return the widest unit of the same company; -1 for a sum over companies."""
        tables = self._tables
        if not tables.unit_keys:
            return unit
        if tables.units[unit][key] == TOTAL:
            return -1
        while True:
            parent = int(tables.parents[unit])
            if parent < 0 or tables.units[parent][key] == TOTAL:
                return unit
            unit = parent

    def _sums(self) -> Iterable[tuple[int, npt.NDArray[np.intp]]]:
        """Yield the sums over companies with their parts, the narrowest first."""
        tables = self._tables
        companies = {top for top, _ in self._companies()}
        inside = {int(unit) for _, units in self._companies() for unit in units} - companies
        for unit in range(len(tables.units) - 1, -1, -1):
            if len(tables.children[unit]) and unit not in companies | inside:
                yield unit, tables.children[unit]

    def _company(self, top: int, units: npt.NDArray[np.intp], before: Told, date: str, *, same: bool) -> bool:
        """Tell whether the figures of a company stay as they were published."""
        if not any(
            (~np.isnan(before.values[a][units])).any() or before.withheld[a][units].any()
            for a in self._counts
        ):
            return False  # a new one
        changes = {a: self._changes(a, units, before) for a in self._counts}
        changed = any(np.nansum(np.abs(change)) > 0 for change in changes.values())
        name = (
            self._tables.units[top][self._tables.unit_keys.index(_COMPANY)]
            if (_COMPANY in self._tables.unit_keys)
            else ""
        )
        if not same and changed and self._tables.units[top] not in self._forced:
            movement = self._policy.movement_of(name)
            if self._enough(movement, int(self._floors[top])):
                self._moved.append(Moved(units, before, movement))
                return False
            if not self._tells_of_few(changes, units, before):
                return False
        if changed:
            self._as_of |= dict.fromkeys((self._tables.units[unit] for unit in units), date)
            self._blocked.append(explain(self._tables, units, changes, self._floor_of, date))
        return True

    def _changes(self, attribute: str, units: npt.NDArray[np.intp], before: Told) -> Floats:
        now = self._tables.lattice.extended(self._counts[attribute][units])
        return np.asarray(now - before.values[attribute][units])

    @staticmethod
    def _enough(movement: Movement, floor: int) -> bool:
        """Tell whether so many joined and left that nobody is told by what changed."""
        known = (movement.joiners, movement.leavers)
        return all(people is not None and people >= floor for people in known)

    def _tells_of_few(self, changes: dict[str, Floats], units: npt.NDArray[np.intp], before: Told) -> bool:
        """Tell whether some number, or the rest behind withheld ones, changed by fewer than k."""
        for attribute, change in changes.items():
            size = np.abs(change)
            few = (size > 0) & (size < self._floor_of[attribute])
            if few.any() or before.withheld[attribute][units].any():
                return True
        return False

    def _was_told(self, before: Told, top: int) -> bool:
        return any((~np.isnan(values[top])).any() for values in before.values.values())

    def _all_there(self, before: Told, top: int) -> bool:
        """Tell whether a sum was published before, over the same parts."""
        parts = self._tables.children[top]
        return all(
            (~np.isnan(before.values[a][part]) | before.withheld[a][part]).any()
            for part in (top, *parts)
            for a in self._counts
            if self._tables.stated[a][part]
        )

    def _keep(self, kept: Flags, before: Told) -> None:
        """Put the earlier figures in place of the present ones, hierarchy by hierarchy."""
        tables = self._tables
        for attribute in self._counts:
            cells = kept[:, None, None]
            self._released[attribute] |= cells & ~np.isnan(before.values[attribute])
            self._withheld[attribute] |= cells & before.withheld[attribute]
        for top in np.flatnonzero(kept):
            parent = int(tables.parents[top])
            if parent >= 0 and kept[parent]:
                continue
            units = np.array([unit for unit in range(len(tables.units)) if self._is_under(unit, int(top))])
            for unit in units:  # a new site is not there as long as its company stays as it was
                self._hidden[unit] |= not any(
                    (before.withheld[a][unit] | ~np.isnan(before.values[a][unit])).any() for a in self._counts
                )
            for attribute, counts in self._fitted(units, before).items():
                self._counts[attribute][units] = counts
                held = ~np.isnan(before.values[attribute][units]) | before.withheld[attribute][units]
                self._present[units] |= held[:, : len(tables.lattice.levels)].any(axis=2)
        for unit in range(len(tables.units) - 1, -1, -1):  # sums over companies that are kept, and others
            parts = tables.children[unit]
            if len(parts) and not kept[unit]:
                for counts in self._counts.values():
                    counts[unit] = counts[parts].sum(axis=0)
                self._present[unit] = self._present[parts].any(axis=0)

    def _is_under(self, unit: int, top: int) -> bool:
        while unit >= 0 and unit != top:
            unit = int(self._tables.parents[unit])
        return unit == top

    def _fitted(self, units: npt.NDArray[np.intp], before: Told) -> dict[str, Integers]:
        """Return counts that agree with the earlier files and are as near as possible to the present ones."""
        now = {a: own[units] for a, own in self._counts.items()}
        values = {a: self._tables.lattice.extended(own) for a, own in now.items()}
        if all(
            (np.isnan(before.values[a][units]) | (before.values[a][units] == own)).all()
            for a, own in values.items()
        ):
            return now
        frame = replace(self._tables, counts=self._counts)
        return Programme(frame, before, units).nearest()

    def linked(self) -> Linked:
        """Return the result."""
        tables = replace(self._tables, counts=self._counts, present=self._present, hidden=self._hidden)
        known = Known(self._released, self._withheld)
        return Linked(
            tables, known, tuple(self._blocked), tuple(self._moved), self._as_of, tuple(self._parted)
        )


def _widened(tables: Tables, publications: Sequence[Publication]) -> Tables:
    """Add the levels and groups that only earlier files have: nobody is there now."""
    units = set(tables.units)
    levels: dict[str, None] = {}
    groups: dict[str, dict[str, None]] = {a: {} for a in tables.groups}
    for publication in publications:
        for _, keys, _ in cells_of(publication):
            attribute = keys.get(ATTRIBUTE, "")
            if attribute not in groups or tuple(keys.get(k, TOTAL) for k in tables.unit_keys) not in units:
                continue
            level, group = keys.get(LEVEL, TOTAL), keys.get(GROUP, TOTAL)
            if level not in tables.lattice.rows:
                levels[level] = None
            if group not in (*tables.groups[attribute], TOTAL):
                groups[attribute][group] = None
    known, more = len(tables.lattice.levels), len(levels)
    return replace(
        tables,
        lattice=Lattice((*tables.lattice.levels, *levels), tables.lattice.subtotals),
        groups={a: (*own, *groups[a]) for a, own in tables.groups.items()},
        counts={a: np.pad(own, ((0, 0), (0, more), (0, len(groups[a])))) for a, own in tables.counts.items()},
        present=np.pad(tables.present, ((0, 0), (0, more))),
        row_worth=(*tables.row_worth[:known], *[1.0] * more, *tables.row_worth[known:]),
    )


__all__ = ["Blocked", "Linked", "Moved", "link"]
