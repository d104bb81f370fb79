"""What is released and what is withheld of one population, and what is known from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.rating.disclosure.attack.attacker.cell import STAR, Cell, Said
from tests.rating.disclosure.attack.attacker.contradiction import ContradictionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.rating.disclosure.attack.attacker.breach import Breach
    from tests.rating.disclosure.attack.attacker.reading import Reading


@dataclass
class Facts:
    """What is released and what is withheld of one population."""

    released: dict[Cell, int]
    withheld: dict[Cell, Said]
    breaches: list[Breach]


def facts_of(reading: Reading, told: Mapping[Cell, int]) -> Facts:
    """Collect what all publications say; a cell that one of them withholds and another shows is a breach."""
    released: dict[Cell, int] = {}
    withheld: dict[Cell, Said] = {}
    for said in reading.said:
        if said.value is None:
            if said.cell not in withheld or withheld[said.cell].floor < said.floor:
                withheld[said.cell] = said
        elif released.setdefault(said.cell, said.value) != said.value:
            raise ContradictionError(said)
    for cell, value in told.items():
        if released.get(cell, value) != value:
            raise ContradictionError(cell)
    breaches = [
        reading.breach(said, (released[cell],), "withheld here and released elsewhere")
        for cell, said in withheld.items()
        if cell in released
    ]
    return Facts(released, {cell: said for cell, said in withheld.items() if cell not in released}, breaches)


def heads_of(headcounts: Mapping[Any, int] | None, reading: Reading) -> dict[Cell, int]:
    """Place headcounts known from elsewhere: by a unit's own name, or by its names from the outermost."""
    units = dict.fromkeys(said.cell.unit for said in reading.said)
    found = {}
    for key, count in (headcounts or {}).items():
        for unit in units:
            names = [name for name in unit if name != STAR]
            own = names[-1] if names else STAR
            if key == own or (
                isinstance(key, tuple) and (key == unit or [n for n in key if n != STAR] == names)
            ):
                found[Cell(unit, STAR, STAR, STAR)] = int(count)
    return found
