"""What follows from the rule: what it withholds, and what a shown cell tells of its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.cell import STAR, Cell, Said
from tests.rating.disclosure.attack.attacker.intervals import FAR, Pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.rating.disclosure.attack.attacker.breach import Breach
    from tests.rating.disclosure.attack.attacker.programme import Programme
    from tests.rating.disclosure.attack.attacker.reading import Reading


def row_of(cell: Cell) -> Cell | None:
    """Return the headcount that a cell is a part of, by the rule: its level's, or for a level its unit's."""
    if cell.attribute != STAR:
        return Cell(cell.unit, STAR, cell.level, STAR)
    return Cell(cell.unit, STAR, STAR, STAR) if cell.level != STAR else None


def rule_breaks(reading: Reading, known: Mapping[Cell, int]) -> list[Breach]:
    """Find released cells that the rule withholds."""
    found: dict[Cell, Breach] = {}
    for said in reading.said:
        count, row = said.value, row_of(said.cell)
        if count is None:
            continue
        everybody = known.get(row) if row is not None else None
        zeros = reading.rules[said.publication].zeros_below if said.cell.attribute != STAR else 0
        why = ""
        if 0 < count < said.floor:
            why = "released although below its floor"
        elif everybody is not None and 0 < everybody - count < said.floor:
            why = "released although all but a few of its row are in it"
        elif everybody is not None and 0 < everybody < zeros and count in {0, everybody}:
            why = "released although nobody or everybody of a small row is in it"
        if why:
            found.setdefault(said.cell, reading.breach(said, (count,), why))
    return list(found.values())


def allowed_rows(said: Said, zeros_below: int) -> Pieces:
    """Return the headcounts of a row in which the rule lets this cell be shown."""
    count = said.value or 0
    least = count + said.floor
    if said.cell.attribute == STAR:
        return ((count, count), (least, FAR))
    if count == 0:
        return ((0, 0), (max(least, zeros_below), FAR))
    return ((count, count), (least, FAR)) if count >= zeros_below else ((least, FAR),)


def allowed_counts(people: int, floor: int, zeros_below: int) -> Pieces:
    """Return the counts that the rule lets be shown in a row of so many people."""
    pieces = [(floor, people - floor)] if people >= 2 * floor else []
    if people == 0 or people >= zeros_below:
        pieces.append((0, 0))
        pieces += [(people, people)] if people == 0 or people >= floor else []
    return tuple(sorted(set(pieces)))


def mind_the_rule(programme: Programme, reading: Reading, known: Mapping[Cell, int], layer: str = "") -> None:
    """State what a released cell tells of the headcount of its row where that is withheld."""
    for said in reading.said:
        row = row_of(said.cell)
        if said.value is None or row is None or row in known:
            continue
        programme.restrict((layer, row), allowed_rows(said, reading.rules[said.publication].zeros_below))
        if said.cell.attribute != STAR:
            # a cell is withheld with its row, so the row is none that the rule withholds
            floor = reading.highest[said.publication, row.unit]
            programme.restrict((layer, row), ((0, 0), (floor, FAR)))
            if row.level != STAR:
                rest = (layer, row, "all others of the unit")
                programme.equate([(layer, row), rest], [(layer, Cell(row.unit, STAR, STAR, STAR))])
                programme.restrict(rest, ((0, 0), (floor, FAR)))
