"""A document whose cells are shares in percent, and the counts that they stand for."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tests.rating.disclosure.attack.attacker.answers import breaches_of, settle
from tests.rating.disclosure.attack.attacker.cell import STAR, Cell, Said
from tests.rating.disclosure.attack.attacker.consequences import allowed_counts, row_of
from tests.rating.disclosure.attack.attacker.contradiction import ContradictionError, contradiction
from tests.rating.disclosure.attack.attacker.population import lay
from tests.rating.disclosure.attack.attacker.programme import Programme
from tests.rating.disclosure.attack.attacker.reading import Reading, read
from tests.rating.disclosure.attack.attacker.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from tests.rating.disclosure.attack.attacker.breach import Breach
    from tests.rating.disclosure.attack.attacker.document import Document
    from tests.rating.disclosure.attack.attacker.intervals import Pieces


def share_pieces(share: float, people: int) -> Pieces:
    """Return the counts that are shown as a share: whole percents of 100 people or more, else fives."""
    step = 1 if people >= 100 else 5
    half = Fraction(step, 2)
    low, high = (people * (Fraction(share) + side) / 100 for side in (-half, half))
    return ((max(math.ceil(low), 0), min(math.floor(high), people)),)


def row_heads(headcounts: Mapping[Any, int], reading: Reading) -> dict[Cell, int]:
    """Place the headcounts of rows: by level, by a unit's own name and level, or by all names and level."""
    found = {}
    for said in reading.said:
        unit, level = said.cell.unit, said.cell.level
        names = [name for name in unit if name != STAR]
        for key in ((*unit, level), (*names, level), (*names[-1:], level), level):
            if key in headcounts:
                found[Cell(unit, STAR, level, STAR)] = int(headcounts[key])
                break
    return found


def attack_shares(publication_with_shares: Document, headcounts: Mapping[Any, int]) -> list[Breach]:
    """Attack a document whose cells are shares in percent, knowing how many people each row has.

    Parameters
    ----------
    publication_with_shares
        A document like any other, with percentages of the row for values.
    headcounts
        People in each row: by level, by (unit, level), or by (outermost unit, ..., unit, level).

    Raises
    ------
    ValueError
        If a share is shown of a row whose headcount is not given.
    """
    reading = read([publication_with_shares])
    structure, heads = Structure(reading, is_complete=True), row_heads(headcounts, reading)
    rule = reading.rules[0]
    programme = Programme()
    lay(programme, structure)
    asked: dict[Hashable, Said] = {}
    try:
        for cell, count in heads.items():
            programme.fix(("", cell), count)
        for said in reading.said:
            row = row_of(said.cell)
            if said.cell.attribute == STAR or row is None:
                continue
            people = heads.get(row)
            if said.value is None:
                if people is None or people >= said.floor:
                    asked["", said.cell] = said
            elif people is None:
                raise ValueError(f"How many people are in {row} is not known, but a share of them is shown")
            else:
                programme.restrict(("", said.cell), share_pieces(said.value, people))
                programme.restrict(("", said.cell), allowed_counts(people, said.floor, rule.zeros_below))
        return breaches_of(reading, asked, settle(programme, asked))
    except ContradictionError:
        return [contradiction()]
