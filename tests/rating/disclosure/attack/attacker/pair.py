"""Two editions, read as one structure, and what each of them tells by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.cell import STAR, Cell, Unit
from tests.rating.disclosure.attack.attacker.contradiction import ContradictionError
from tests.rating.disclosure.attack.attacker.facts import facts_of
from tests.rating.disclosure.attack.attacker.population import lay
from tests.rating.disclosure.attack.attacker.programme import Programme

if TYPE_CHECKING:
    from tests.rating.disclosure.attack.attacker.reading import Reading
    from tests.rating.disclosure.attack.attacker.structure import Structure


@dataclass
class Pair:
    """Two editions, read as one structure."""

    reading: Reading
    structure: Structure
    boundary: int  # publications before this one are the older edition's

    def half(self, *, is_newer: bool) -> Reading:
        said = [one for one in self.reading.said if (one.publication >= self.boundary) == is_newer]
        return replace(self.reading, said=said)

    def absent(self, half: Reading) -> list[Cell]:
        """Return cells of units, levels and groups that an edition lists others beside, but not these."""
        alive: set[Unit] = set()
        for one in half.said:
            unit: Unit | None = one.cell.unit
            while unit is not None and unit not in alive:
                alive.add(unit)
                unit = self.structure.parent[unit]
        holders = {self.structure.parent[unit] for unit in alive} - {None}
        is_newer = half.said[0].publication >= self.boundary
        publications = range(self.boundary, len(self.reading.rules)) if is_newer else range(self.boundary)
        cells = dict.fromkeys(cell for line in self.structure.lines for cell in (line.total, *line.parts))
        return [
            cell
            for cell in cells
            if (cell.unit not in alive and self.structure.parent[cell.unit] in holders)
            or (cell.level != STAR and self.reading.levels.lists_others(cell.unit, cell.level, publications))
            or (
                cell.group != STAR
                and self.reading.groups.lists_others((cell.attribute, cell.unit), cell.group, publications)
            )
        ]

    def known(self, half: Reading) -> dict[Cell, int]:
        """Return what one edition tells: what it shows, and what follows from that without any search."""
        programme = Programme()
        lay(programme, self.structure)
        try:
            for cell in self.absent(half):
                programme.fix(("", cell), 0)
            for cell, count in facts_of(half, {}).released.items():
                programme.fix(("", cell), count)
            programme.propagate()
        except ContradictionError:
            return {one.cell: one.value for one in half.said if one.value is not None}
        return {
            key[1]: value
            for key, place in programme.index.items()
            if isinstance(key, tuple) and (value := programme.value[place]) is not None
        }
