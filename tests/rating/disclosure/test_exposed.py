"""Cells of hierarchies that no exchange shows to be safe: what an integer programme says of them holds."""

from __future__ import annotations

import numpy as np
import pytest

from rating.disclosure.exposed import CannotBePromisedError, Exposed, refuse_if_told
from rating.disclosure.suppression import Known, Pattern
from tests.builders import base_cells, linked

FLOORS = {"gender": 5}
WOMEN, MEN = 0, 1


def pattern(*withheld: tuple[int, int, int]) -> Pattern:
    """Build a company of two sites with some cells withheld: unit (company first), row, column."""
    cells = base_cells({"staff": (3, 40)}, site="north") + base_cells({"staff": (30, 20)}, site="south")
    tables = linked(cells, {"site": "company"})
    hidden = np.zeros(tables.values("gender").shape, np.bool_)
    for place in withheld:
        hidden[place] = True
    return Pattern(tables, FLOORS, {"gender": tables.values("gender")}, {"gender": hidden})


def row_of(unit: int) -> list[tuple[int, int, int]]:
    """Return women and men of a unit, at its only level and in all."""
    return [(unit, row, column) for row in (0, 1) for column in (WOMEN, MEN)]


NORTH = Exposed("gender", 1, 0, WOMEN)


def test_a_site_whose_rest_is_shown_is_told() -> None:
    with pytest.raises(
        CannotBePromisedError, match="north, staff, gender, women can be computed back"
    ) as caught:
        refuse_if_told(pattern(*row_of(1)), Known(), [NORTH])
    assert caught.value.cell == {
        "company": "A", "site": "north", "level": "staff", "attribute": "gender", "group": "women"
    }  # fmt: skip


def test_a_site_is_not_told_where_another_one_or_the_sum_is_withheld_too() -> None:
    refuse_if_told(pattern(*row_of(1), *row_of(2)), Known(), [NORTH])
    refuse_if_told(pattern(*row_of(1), *row_of(0)), Known(), [NORTH])


def test_only_what_is_in_question_and_withheld_is_asked() -> None:
    refuse_if_told(pattern(*row_of(1)), Known(), [])
    refuse_if_told(pattern(), Known(), [NORTH])
