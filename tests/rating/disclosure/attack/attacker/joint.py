"""Two editions and who came and went between them, in one programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.answers import breaches_of, settle
from tests.rating.disclosure.attack.attacker.cell import STAR, Cell, Said
from tests.rating.disclosure.attack.attacker.consequences import mind_the_rule
from tests.rating.disclosure.attack.attacker.contradiction import ContradictionError, contradiction
from tests.rating.disclosure.attack.attacker.facts import facts_of
from tests.rating.disclosure.attack.attacker.population import lay
from tests.rating.disclosure.attack.attacker.programme import Programme

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tests.rating.disclosure.attack.attacker.breach import Breach
    from tests.rating.disclosure.attack.attacker.movement import Movement
    from tests.rating.disclosure.attack.attacker.pair import Pair


def joint_breaches(pair: Pair, movement: Movement) -> list[Breach]:
    """Attack both editions with what is known of who came and went."""
    for is_counted in (True, False):
        try:
            return joint_search(pair, movement, is_counted=is_counted)
        except ContradictionError:
            continue  # people who were promoted are neither joiners nor leavers
    return [contradiction(pair.boundary)]


def joint_search(pair: Pair, movement: Movement, *, is_counted: bool) -> list[Breach]:
    programme = Programme()
    asked: dict[Hashable, Said] = {}
    halves = {"old": pair.half(is_newer=False), "new": pair.half(is_newer=True)}
    for layer, half in halves.items():
        lay(programme, pair.structure, layer)
        facts = facts_of(half, {})
        for cell in pair.absent(half):
            programme.fix((layer, cell), 0)
        for cell, count in facts.released.items():
            programme.fix((layer, cell), count)
        mind_the_rule(programme, half, facts.released, layer)
        asked |= {(layer, cell): said for cell, said in facts.withheld.items()}
    for unit, (joined, left) in movement.totals(pair.structure).items():
        total = Cell(unit, STAR, STAR, STAR)
        programme.equate([("new", total)], [("old", total)], joined - left)
        if is_counted:
            programme.fix(("joined", total), joined)
            programme.fix(("left", total), left)
    if is_counted:
        lay(programme, pair.structure, "joined")
        lay(programme, pair.structure, "left")
        totals = {line.total for line in pair.structure.lines}
        for cell in dict.fromkeys(
            cell for line in pair.structure.lines for cell in (line.total, *line.parts)
        ):
            programme.equate([("old", cell), ("joined", cell)], [("new", cell), ("left", cell)])
            if cell not in totals:
                programme.equate([("old", cell)], [("left", cell), ("stayed", cell)])
    return breaches_of(pair.reading, asked, settle(programme, asked))
