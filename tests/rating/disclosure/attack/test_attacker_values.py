"""The attacker counts exactly: every value that a withheld cell can have, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scipy.optimize import linprog

from tests.rating.disclosure.attack.attacker import Cell, attack, possible_values
from tests.rating.disclosure.attack.careless_gates import ALONE, OPEN, TINY, cells, counted, published, table

if TYPE_CHECKING:
    from tests.rating.disclosure.attack.careless_gates import Hidden
    from tests.rating.disclosure.attack.worlds import Row


def test_a_block_of_two_by_two_has_the_values_between_its_frechet_bounds() -> None:
    rows = table({"one": {"a": 12, "b": 8, "c": 30}, "two": {"a": 13, "b": 17, "c": 40}})
    values = possible_values([published(rows, cells("one a", "one b", "two a", "two b"), rule=OPEN)])
    # rows of 20 and 30 and columns of 25 and 25: max(0, 20 + 25 - 50) to min(20, 25)
    assert values[Cell(("A",), "gender", "one", "a")] == tuple(range(21))
    assert values[Cell(("A",), "gender", "two", "a")] == tuple(range(5, 26))
    assert values[Cell(("A",), "gender", "two", "b")] == tuple(range(5, 26))


def test_a_cycle_through_three_rows_leaves_one_degree_of_freedom() -> None:
    rows = table(
        {
            "one": {"a": 7, "b": 9, "c": 50},
            "two": {"a": 60, "b": 6, "c": 8},
            "three": {"a": 9, "b": 70, "c": 9},
        }
    )
    hidden = cells("one a", "one b", "two b", "two c", "three a", "three c")
    values = possible_values([published(rows, hidden, rule=OPEN)])
    # one a + t, one b - t, two b + t, two c - t, three c + t, three a - t for t from -6 to 8
    assert values[Cell(("A",), "gender", "one", "a")] == tuple(range(1, 16))
    assert values[Cell(("A",), "gender", "three", "a")] == tuple(range(1, 16))
    assert values[Cell(("A",), "gender", "two", "b")] == tuple(range(15))


def five_levels_of_four() -> tuple[list[Row], Hidden]:
    """Return three attributes that each split five withheld levels into two groups of whole levels."""
    levels = ("one", "two", "three", "four", "five")
    rows = []
    for attribute, first in (
        ("gender", levels[:2]),
        ("age", levels[1:3]),
        ("seniority", (*levels[:1], *levels[2:4])),
    ):
        split = {level: {"a": 4, "b": 0} if level in first else {"a": 0, "b": 4} for level in levels}
        rows += table(split, attribute)
    counts = counted(rows, ALONE)
    return rows, {place for place, count in counts.items() if place[2] != "*" and (place[3] == "*" or count)}


def test_three_linked_attributes_leave_holes_that_a_linear_relaxation_does_not_see() -> None:
    rows, hidden = five_levels_of_four()
    # group totals are sums of levels: one + two = 8, two + three = 8, one + three + four = 12,
    # so four is 2 two - 4, which is even
    values = possible_values([published(rows, hidden, rule=OPEN)])
    assert values[Cell(("A",), "*", "four", "*")] == (0, 2, 4, 6, 8, 10, 12)
    sums = [[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [1, 0, 1, 1, 0], [1, 1, 1, 1, 1]]
    inside = [(0, None)] * 3 + [(0, 11), (0, None)]
    relaxed = linprog([0, 0, 0, -1, 0], A_eq=sums, b_eq=[8, 8, 12, 20], bounds=inside)
    assert relaxed.fun == pytest.approx(-11)  # which no table of people reaches


def test_a_shown_nobody_tells_that_its_withheld_row_is_empty_or_large() -> None:
    rows, hidden = five_levels_of_four()
    document = published(rows, hidden, rule={**OPEN, "k": 8})
    told = {
        breach.cell["level"]: breach.values for breach in attack([document]) if breach.cell["group"] == "*"
    }
    # two is 0 or 8, and as four is 2 two - 4, it is 8
    assert told == {"one": (0,), "two": (8,), "three": (0,), "four": (12,), "five": (0,)}


def test_the_rule_itself_tells_something_of_a_withheld_total() -> None:
    rows = table({"staff": {"a": 20, "b": 20}, "leaders": {"a": 10, "b": 2}}, "origin")
    hidden = {place for place in counted(rows, ALONE) if place[2:] != ("staff", "*")}
    values = possible_values([published(rows, hidden)], at_most=12)
    # staff would be withheld if one to nine people were all that is not staff
    assert values[Cell(("A",), "*", "leaders", "*")] == (0, 10, 11, 12)


def test_a_shown_cell_tells_that_those_of_other_levels_are_nobody_or_enough() -> None:
    units = ("company", "site")
    rows = [
        *table({"staff": {"a": 0, "b": 0}, "leaders": {"a": 0, "b": 3}}, company="A", site="A1"),
        *table({"staff": {"a": 0, "b": 0}, "leaders": {"a": 0, "b": 1}}, company="A", site="A2"),
    ]
    shown = {(("A", "*"), "gender", "*", "*"), (("A", "A1"), "gender", "staff", "a")}
    hidden = counted(rows, units).keys() - shown
    values = possible_values([published(rows, hidden, units, rule=TINY)])
    # of four people, had one been a leader of the first site, its staff would have been withheld
    assert values[Cell(("A", "A1"), "*", "leaders", "*")] == (0, 2, 3, 4)
