"""Two editions at different dates: what changed by a few people, and what both tell together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.answers import FEW, LOW, ONE
from tests.rating.disclosure.attack.attacker.cell import Said, Unit
from tests.rating.disclosure.attack.attacker.contradiction import CONTRADICTION, contradiction
from tests.rating.disclosure.attack.attacker.document import Document, documents_of
from tests.rating.disclosure.attack.attacker.facts import facts_of
from tests.rating.disclosure.attack.attacker.joint import joint_breaches
from tests.rating.disclosure.attack.attacker.movement import Movement, Told
from tests.rating.disclosure.attack.attacker.pair import Pair
from tests.rating.disclosure.attack.attacker.publications import attack, attack_reading
from tests.rating.disclosure.attack.attacker.reading import read
from tests.rating.disclosure.attack.attacker.remainders import remainders
from tests.rating.disclosure.attack.attacker.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.rating.disclosure.attack.attacker.breach import Breach


def held_breaches(pair: Pair, movement: Movement) -> list[Breach]:
    """Compare what is told in both editions where too few came or went for that to be safe."""
    old, new = pair.half(is_newer=False), pair.half(is_newer=True)
    before, after = pair.known(old), pair.known(new)
    floors: dict[tuple[Unit, str], int] = {}
    for said in pair.reading.said:
        key = (said.cell.unit, said.cell.attribute)
        floors[key] = max(floors.get(key, 0), said.floor)
    breaches = []
    for cell, one, other, what in remainders(pair.structure, before, after):
        floor = floors.get((cell.unit, cell.attribute))
        if floor is None:
            floor = max(value for (_, name), value in floors.items() if name == cell.attribute)
        said = Said(pair.boundary, cell, None, floor)
        if 0 < abs(other - one) < floor and not movement.is_free(said):
            breaches.append(pair.reading.breach(said, (one, other), f"{what} changed by a few people"))
    shown = {said.cell: said for said in new.said if said.value is not None}
    for cell in facts_of(old, {}).withheld:
        if cell in shown and not movement.is_free(shown[cell]):
            said = shown[cell]
            breaches.append(pair.reading.breach(said, (said.value or 0,), "withheld before and released now"))
    return breaches


def together_breaches(pair: Pair) -> list[Breach]:
    """Attack both editions as one population, as far as what they show agrees."""
    old, new = pair.half(is_newer=False), pair.half(is_newer=True)
    shown = [{one.cell: one.value for one in half.said if one.value is not None} for half in (old, new)]
    moved = {cell for cell in shown[0].keys() & shown[1].keys() if shown[0][cell] != shown[1][cell]}
    touched = {(cell.unit, cell.level) for cell in moved}

    def agreeing(one: Said, *, is_strict: bool) -> bool:
        if one.cell in moved:
            return False
        in_both = one.cell in shown[0] and one.cell in shown[1]
        return in_both or one.value is None or not (is_strict or (one.cell.unit, one.cell.level) in touched)

    for is_strict in (False, True):
        said = [one for one in pair.reading.said if agreeing(one, is_strict=is_strict)]
        # what moved is neither known nor asked about
        found = attack_reading(replace(pair.reading, said=said))
        if contradiction() not in found:
            return [breach for breach in found if breach.why in {ONE, FEW, LOW}]
    return []


def compare_editions(
    older: Document | Sequence[Document],
    newer: Document | Sequence[Document],
    *,
    joiners: Told = None,
    leavers: Told = None,
) -> list[Breach]:
    """Attack two editions about the same company or city at different dates.

    Where fewer people than a cell's floor joined or left, or nobody said how many, a reader takes what
    changed for those few: whatever can be worked out in both editions may change by nobody or by as many as
    the floor. Where more joined and left, he looks for counts of both dates that fit with them.

    Parameters
    ----------
    older, newer
        A document, or all documents of an edition.
    joiners, leavers
        People who came and went, of the company or by company; by default as the newer edition states them.

    Returns
    -------
    list[Breach]
        Their publication counts the older edition's documents first.
    """
    old, new = documents_of(older), documents_of(newer)
    reading = read([*old, *new])
    pair = Pair(reading, Structure(reading, is_complete=True), len(old))
    movement = Movement(pair, new[0], joiners, leavers)
    breaches = attack(old)
    breaches += [replace(breach, publication=breach.publication + len(old)) for breach in attack(new)]
    if any(breach.why == CONTRADICTION for breach in breaches):
        return breaches
    if all(movement.is_free(said) for said in reading.said):
        more = joint_breaches(pair, movement)
    else:
        breaches += held_breaches(pair, movement)
        more = together_breaches(pair)
    found = [(breach.unit, breach.cell) for breach in breaches]
    return breaches + [breach for breach in more if (breach.unit, breach.cell) not in found]
