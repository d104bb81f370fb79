"""The primary rule, case by case."""

from __future__ import annotations

import numpy as np
import pytest

from rating.disclosure.lattice import Lattice
from rating.disclosure.primary import primary_cells, primary_headcounts


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ([4, 40], [True, True]),  # a small group, and its complement
        ([5, 40], [False, False]),
        ([0, 29], [True, True]),  # nobody and everybody among fewer than thirty
        ([0, 30], [False, False]),
        ([30, 0], [False, False]),
        ([1, 8], [True, True]),  # one woman director among nine
        ([5, 3, 40], [False, True, False]),
        ([2, 2, 40], [True, True, True]),  # the others of the large group are few
        ([2, 3, 40], [True, True, False]),  # five others are not few
        ([0, 12, 12], [True, False, False]),  # nobody, but not everybody
        ([0, 1, 40], [False, True, True]),
        ([0, 0, 29], [True, True, True]),
        ([0, 0], [False, False]),  # a row without people has nobody to protect
        ([0, 0, 0], [False, False, False]),
        ([1], [True]),
        ([29], [True]),
        ([30], [False]),
    ],
)
def test_which_groups_of_a_row_are_withheld(counts: list[int], withheld: list[bool]) -> None:
    row = np.array([[*counts, sum(counts)]])
    assert primary_cells(row, 5).tolist() == [[*withheld, False]]


@pytest.mark.parametrize("floor", [5, 10, 17])
def test_the_floor_is_the_first_number_that_is_shown(floor: int) -> None:
    values = np.array([[people, 100, people + 100] for people in range(floor + 2)])
    assert primary_cells(values, floor)[:, 0].tolist() == [False, *[True] * (floor - 1), False, False]


def test_that_nobody_or_everybody_is_unknown_says_nothing_about_anyone() -> None:
    rows = np.array([[6, 6, 0, 12], [0, 0, 12, 12], [0, 8, 4, 12], [8, 4, 0, 12]])
    assert primary_cells(rows, 5, unknown=2).tolist() == [
        [False, False, False, False],
        [True, True, False, False],  # that no woman and no man is known is still said of twelve people
        [True, True, True, False],  # four are unknown; so the men leave four others
        [True, True, False, False],
    ]


def test_small_headcounts_are_withheld_and_those_that_leave_few_in_their_total() -> None:
    lattice = Lattice(("staff", "head", "board"), {"management": (1, 2)})
    people = np.array(
        [
            [100, 20, 30, 50, 150],  # nothing small
            [100, 20, 3, 23, 123],  # a small board, and the heads that leave three leaders
            [100, 4, 0, 4, 104],  # four leaders: staff leave four in all, the empty board four leaders
            [0, 20, 30, 50, 50],
            [3, 0, 0, 0, 3],  # a total that is small
            [7, 20, 30, 50, 57],  # seven are enough for a floor of five ...
            [7, 20, 30, 50, 57],  # ... and too few for one of ten
        ]
    )
    floors = np.array([5, 5, 5, 5, 5, 5, 10])
    assert primary_headcounts(people, lattice.parents, floors).tolist() == [
        [False, False, False, False, False],
        [False, True, True, False, False],
        [True, True, True, True, False],
        [False, False, False, False, False],
        [True, False, False, True, True],
        [False, False, False, False, False],
        [True, False, False, True, False],
    ]
