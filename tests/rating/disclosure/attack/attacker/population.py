"""All that is known of one population, written down as a programme, and what is asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.cell import STAR, Cell, Said, Unit
from tests.rating.disclosure.attack.attacker.consequences import mind_the_rule
from tests.rating.disclosure.attack.attacker.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from tests.rating.disclosure.attack.attacker.facts import Facts
    from tests.rating.disclosure.attack.attacker.reading import Reading
    from tests.rating.disclosure.attack.attacker.structure import Structure


def lay(programme: Programme, structure: Structure, layer: str = "") -> None:
    """State all sums of a population."""
    for line in structure.lines:
        programme.equate([(layer, part) for part in line.parts], [(layer, line.total)])


def population(
    reading: Reading, structure: Structure, facts: Facts, told: Mapping[Cell, int]
) -> tuple[Programme, dict[Hashable, Said]]:
    """Write down all that is known of one population, and what is asked."""
    programme = Programme()
    lay(programme, structure)
    known = {**facts.released, **told}
    for cell, count in known.items():
        programme.fix(("", cell), count)
    mind_the_rule(programme, reading, known)
    return programme, {("", cell): said for cell, said in facts.withheld.items() if cell not in told}


def is_hopeless(said: Said, told: Mapping[Cell, int], structure: Structure) -> bool:
    """Tell whether nothing can be promised: the reader knows from elsewhere that the unit is too small."""
    unit: Unit | None = said.cell.unit
    if Cell(said.cell.unit, STAR, STAR, STAR) == said.cell and said.cell in told:
        return True
    while unit is not None:
        count = told.get(Cell(unit, STAR, STAR, STAR))
        if count is not None and count < said.floor:
            return True
        unit = structure.parent.get(unit)
    return False
