"""How many people joined and left between two editions, as far as a reader is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from tests.rating.disclosure.attack.attacker.cell import STAR, Said, Unit

if TYPE_CHECKING:
    from tests.rating.disclosure.attack.attacker.document import Document
    from tests.rating.disclosure.attack.attacker.pair import Pair
    from tests.rating.disclosure.attack.attacker.structure import Structure

Told: TypeAlias = "int | Mapping[str, int] | None"


class Movement:
    """How many people joined and left, as far as the reader was told."""

    def __init__(self, pair: Pair, newer: Document, joiners: Told, leavers: Told) -> None:
        stated = newer.get("population", {})
        self._told = [
            stated.get(name) if given is None else given
            for name, given in (("joiners", joiners), ("leavers", leavers))
        ]
        self._dims = pair.reading.dims
        self._company = stated.get("company")

    def of(self, unit: Unit) -> tuple[int, int] | None:
        """Return the joiners and leavers that are told of a unit's company, or of all where it has none."""
        found = []
        for told in self._told:
            if isinstance(told, Mapping):
                name = unit[self._dims.index("company")] if "company" in self._dims else STAR
                count = told.get(name) if name != STAR else sum(told.values())
            else:
                count = told
            if count is None:
                return None
            found.append(int(count))
        return found[0], found[1]

    def is_free(self, said: Said) -> bool:
        """Tell whether enough people came and went for a cell to be shown as it is."""
        moved = self.of(said.cell.unit)
        return moved is not None and min(moved) >= said.floor

    def totals(self, structure: Structure) -> dict[Unit, tuple[int, int]]:
        """Return the units whose joiners and leavers were counted."""
        if any(isinstance(told, Mapping) for told in self._told):
            place = self._dims.index("company")
            units = [u for u in structure.units if u[place] != STAR and {*u[place + 1 :]} <= {STAR}]
        else:
            units = [u for u in structure.units if structure.parent[u] is None]
            if len(units) > 1:  # the number is that of the publication's own company
                units = [u for u in units if self._company in u]
        return {unit: moved for unit in units if (moved := self.of(unit)) is not None}
