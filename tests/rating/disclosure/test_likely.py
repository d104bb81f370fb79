"""Guesses at withheld counts: what is told stays, the rest is spread evenly."""

from __future__ import annotations

import numpy as np

from rating.disclosure.likely import likely
from rating.disclosure.placing import Told
from tests.builders import base_cells, linked


def test_withheld_people_are_spread_over_what_is_not_told() -> None:
    tables = linked(base_cells({"staff": (30, 40), "board": (3, 12)}))
    values = tables.values("gender").astype(float)
    values[0, 1, :-1] = np.nan
    assert likely(tables, Told({"gender": values}, {}))["gender"].tolist() == [[[30, 40], [8, 8]]]


def test_withheld_headcounts_share_what_is_left_of_the_total() -> None:
    tables = linked(base_cells({"staff": (30, 40), "board": (3, 12), "executive": (2, 13)}))
    values = np.full(tables.values("gender").shape, np.nan)
    values[0, -1, -1] = 100.0
    values[0, 0, -1] = 70.0
    assert likely(tables, Told({"gender": values}, {}))["gender"][0].sum(axis=1).tolist() == [70, 16, 16]


def test_a_unit_of_which_nothing_is_told_has_a_few_people() -> None:
    tables = linked(base_cells({"staff": (30, 40)}))
    values = np.full(tables.values("gender").shape, np.nan)
    assert likely(tables, Told({"gender": values}, {}))["gender"].tolist() == [[[3, 3]]]
