"""Pairs of tables of two dates: what flows show is what enumeration finds, and never more."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rating.data import Movement
from rating.disclosure.movement import why_not_together
from rating.disclosure.pairs import AFTER, BEFORE, Pairs, Place
from rating.disclosure.placing import Told
from tests.builders import base_cells, linked

if TYPE_CHECKING:
    from rating.disclosure import Tables

FLOORS = {"gender": 5}


def told(tables: Tables, withheld: np.ndarray) -> Told:
    values = np.where(withheld, np.nan, tables.values("gender").astype(float))
    return Told({"gender": values}, {"gender": withheld})


def level(women: int, men: int) -> Tables:
    return linked(base_cells({"staff": (women, men), "board": (20, 30)}))


def hidden(tables: Tables, *, rows: tuple[int, ...] = (0, 1)) -> np.ndarray:
    """Withhold women and men of some levels; headcounts and totals over levels stay."""
    withheld = np.zeros(tables.values("gender").shape, np.bool_)
    for row in rows:
        withheld[0, row, :-1] = True
    return withheld


def test_with_many_joiners_every_cell_has_other_values() -> None:
    before, after = level(30, 40), level(34, 41)
    editions = told(before, hidden(before)), told(after, hidden(after))
    assert Pairs(after, 0, editions, Movement(25, 20)).not_shown(FLOORS) == []
    assert why_not_together(after, np.array([0]), editions, Movement(25, 20), FLOORS) is None


def test_with_all_joiners_accounted_for_a_withheld_cell_is_known() -> None:
    """Five joined, all of them women of the staff: so everything else is as it was, and that was told."""
    before, after = level(30, 40), level(35, 40)
    editions = told(before, np.zeros_like(hidden(before))), told(after, hidden(after))
    missing = Pairs(after, 0, editions, Movement(5, 0)).not_shown(FLOORS)
    assert set(missing) == {Place(AFTER, "gender", row, column) for row in (0, 1) for column in (0, 1)}
    assert why_not_together(after, np.array([0]), editions, Movement(5, 0), FLOORS) == "told_together"


def test_where_no_pair_goes_with_the_movement_nothing_is_shown() -> None:
    before, after = level(30, 40), level(60, 40)
    editions = told(before, hidden(before)), told(after, hidden(after))
    missing = Pairs(after, 0, editions, Movement(10, 10)).not_shown(FLOORS)
    assert {place.edition for place in missing} == {BEFORE, AFTER}
    assert why_not_together(after, np.array([0]), editions, Movement(10, 10), FLOORS) == "unfitting"


def possible(place: Place, editions: tuple[Told, Told], movement: Movement) -> set[int]:
    """Find by enumeration which values a cell may have: counts, joiners and leavers cell by cell."""
    fits = []
    for one in editions:
        values = one.values["gender"][0]
        (women, men), (staff, board) = values[-1, :-1], values[:2, -1]
        tables = [
            np.array([[own, staff - own], [women - own, board - women + own]])
            for own in np.arange(max(0, staff - men), min(staff, women) + 1)
        ]
        base = [table for table in tables if _agree(table, values[:2, :2])]
        fits.append(base)
    found = set()
    for before, after in product(*fits):
        more = np.maximum(after - before, 0).sum()
        grown = after.sum() - before.sum()
        if more <= movement.joiners and grown == movement.joiners - movement.leavers:
            found.add(int((before, after)[place.edition][place.row, place.column]))
    return found


def _agree(table: np.ndarray, known: np.ndarray) -> bool:
    return bool((np.isnan(known) | (known == table)).all())


people = st.integers(0, 12)


@settings(max_examples=60)
@given(st.data())
def test_what_is_shown_is_there(data: st.DataObject) -> None:
    """A cell that is not among the missing has as many values as it needs, whatever the tables."""
    rows = [[data.draw(people) for _ in range(4)] for _ in range(2)]
    assume(min(sum(row) for row in rows) > 0)
    both = [linked(base_cells({"staff": tuple(row[:2]), "board": tuple(row[2:])})) for row in rows]
    before, after = np.array(rows)
    joined = int(np.maximum(after - before, 0).sum()) + data.draw(st.integers(0, 6))
    assume(joined <= after.sum())
    movement = Movement(joined, joined - int(after.sum() - before.sum()))
    editions = tuple(told(own, hidden(own, rows=data.draw(st.sampled_from(((), (0, 1)))))) for own in both)
    missing = Pairs(both[1], 0, editions, movement).not_shown(FLOORS)
    order = {name: number for number, name in enumerate(both[1].lattice.levels)}
    assert order == {"staff": 0, "board": 1}
    for edition, one in enumerate(editions):
        for _, row, column in np.argwhere(one.withheld["gender"]):
            place = Place(edition, "gender", int(row), int(column))
            values = possible(place, editions, movement)
            if place not in missing:
                assert len(values) >= 5
                assert max(values) >= 5
