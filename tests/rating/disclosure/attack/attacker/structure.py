"""Which counts there are, and what adds up to what: units, levels, groups and their totals."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tests.rating.disclosure.attack.attacker.cell import STAR, Cell, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from tests.rating.disclosure.attack.attacker.names import Names
    from tests.rating.disclosure.attack.attacker.reading import Reading

UNLISTED = "(unlisted)"


def above(unit: Unit) -> Unit | None:
    """Return the unit that holds this one: the innermost key becomes a star."""
    for place in reversed(range(len(unit))):
        if unit[place] != STAR:
            return (*unit[:place], *(STAR for _ in unit[place:]))
    return None


class Line(NamedTuple):
    """A sum: the total and its parts."""

    total: Cell
    parts: list[Cell]


class Table(NamedTuple):
    """A two-way table of counts with the totals of its rows and columns; a hole is a count that is nought."""

    cells: list[list[Cell | None]]
    row_totals: list[Cell]
    column_totals: list[Cell]


class Structure:
    """Which counts there are, and what adds up to what."""

    def __init__(self, reading: Reading, *, is_complete: bool) -> None:
        self._tabulated: dict[str, set[Unit]] = defaultdict(set)
        self._leveled: set[str] = set()
        for said in reading.said:
            self._tabulated[said.cell.attribute].add(said.cell.unit)
            if said.cell.level != STAR:
                self._leveled.add(said.cell.attribute)
        self._hang(set().union(*self._tabulated.values()), is_complete=is_complete)
        self.levels = self._inherited(reading.levels, lambda unit: unit, self.units)
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self._add_headcounts()
        for attribute in sorted(self._tabulated.keys() - {STAR}):
            self._add_attribute(attribute, reading.groups)

    def _hang(self, seen: set[Unit], *, is_complete: bool) -> None:
        """Hang the units into a tree; whoever doubts that all children are listed adds an unlisted one."""
        nodes = set(seen)
        for unit in seen:
            chain = [unit]
            while (higher := above(chain[-1])) is not None:
                chain.append(higher)
            highest = max(place for place, node in enumerate(chain) if node in seen)
            nodes.update(chain[:highest])
        if not is_complete:
            for holder in {above(unit) for unit in nodes}:
                if holder in nodes:
                    place = holder.index(STAR)
                    nodes.add((*holder[:place], UNLISTED, *holder[place + 1 :]))
        # parents first
        self.units = sorted(nodes, key=lambda unit: (sum(name != STAR for name in unit), unit))
        self.children: dict[Unit, list[Unit]] = {unit: [] for unit in self.units}
        self.parent: dict[Unit, Unit | None] = {}
        for unit in self.units:
            higher = above(unit)
            self.parent[unit] = higher if higher in nodes else None
            if higher in nodes:
                self.children[higher].append(unit)

    def _inherited(
        self, names: Names, key: Callable[[Unit], Hashable], units: Sequence[Unit]
    ) -> dict[Unit, tuple[str, ...]]:
        """Give each unit its names: its own, those of its parts, and where it lists none, its holder's."""
        found = {
            unit: {**names.listed.get(key(unit), {}), **names.alone.get(key(unit), {})} for unit in units
        }
        is_listed = {unit: bool(names.listed.get(key(unit))) for unit in units}
        for unit in reversed(units):
            holder = self.parent[unit]
            if holder in found:
                found[holder].update(found[unit])
                is_listed[holder] |= is_listed[unit]
        for unit in units:
            holder = self.parent[unit]
            if not is_listed[unit] and holder in found:
                found[unit].update(found[holder])
                is_listed[unit] = is_listed[holder]
            if found[unit] and not is_listed[unit]:
                found[unit][UNLISTED] = set()
        return {unit: tuple(found[unit]) for unit in units}

    def _add_headcounts(self) -> None:
        for unit in self.units:
            levels = self.levels[unit]
            if levels:
                parts = [Cell(unit, STAR, level, STAR) for level in levels]
                self.lines.append(Line(Cell(unit, STAR, STAR, STAR), parts))
            if self.children[unit]:
                self._add_children(unit, STAR, levels, (STAR,), dict.fromkeys(self.children[unit], (STAR,)))

    def _add_attribute(self, attribute: str, names: Names) -> None:
        tabulated = self._tabulated[attribute]
        deeper: set[Unit] = set()
        for unit in tabulated:
            higher = self.parent[unit]
            while higher is not None:
                deeper.add(higher)
                higher = self.parent[higher]
        units: list[Unit] = []
        for unit in self.units:
            holder = self.parent[unit]
            if unit in tabulated or (holder in deeper and holder in units):
                units.append(unit)
        groups = self._inherited(names, lambda unit: (attribute, unit), units)
        for unit in units:
            levels = self.levels[unit] if attribute in self._leveled else ()
            for level in (*levels, STAR):
                parts = [Cell(unit, attribute, level, group) for group in groups[unit]]
                self.lines.append(Line(Cell(unit, STAR, level, STAR), parts))
            for group in groups[unit] if levels else ():
                parts = [Cell(unit, attribute, level, group) for level in levels]
                self.lines.append(Line(Cell(unit, attribute, STAR, group), parts))
            self.tables.append(
                Table(
                    [[Cell(unit, attribute, level, group) for group in groups[unit]] for level in levels],
                    [Cell(unit, STAR, level, STAR) for level in levels],
                    [Cell(unit, attribute, STAR, group) for group in groups[unit]],
                )
            )
            if unit in deeper:
                self._add_children(unit, attribute, levels, groups[unit], groups)

    def _add_children(
        self,
        unit: Unit,
        attribute: str,
        levels: tuple[str, ...],
        groups: tuple[str, ...],
        groups_of: Mapping[Unit, tuple[str, ...]],
    ) -> None:
        """State that a unit is the sum of its children, cell by cell."""
        children = self.children[unit]

        def part(child: Unit, level: str, group: str) -> Cell | None:
            has_level = level == STAR or level in self.levels[child]
            return Cell(child, attribute, level, group) if has_level and group in groups_of[child] else None

        for level, group in itertools.product((*levels, STAR), groups):
            parts = [part(child, level, group) for child in children]
            self.lines.append(Line(Cell(unit, attribute, level, group), [cell for cell in parts if cell]))
        for group in groups:
            self.tables.append(
                Table(
                    [[part(child, level, group) for level in levels] for child in children],
                    [Cell(child, attribute, STAR, group) for child in children],
                    [Cell(unit, attribute, level, group) for level in levels],
                )
            )
        for level in (*levels, STAR) if attribute != STAR else ():
            self.tables.append(
                Table(
                    [[part(child, level, group) for group in groups] for child in children],
                    [Cell(child, STAR, level, STAR) for child in children],
                    [Cell(unit, attribute, level, group) for group in groups],
                )
            )
