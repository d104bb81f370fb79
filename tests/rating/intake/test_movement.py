"""Who joined and left, in the canonical format: read, refused, written back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from rating.data import Movement
from rating.errors import InputRefusedError
from rating.intake import load_profile, read_tables
from rating.intake.canonical import canonical_cells
from rating.intake.tables import table_in_memory

if TYPE_CHECKING:
    from rating.intake import Intake

_HEADER = ("company", "period", "level", "attribute", "group", "count")
_STAFF = [["A", "2026", "staff", "gender", "women", "61"], ["A", "2026", "staff", "gender", "men", "74"]]


def read(*rows: list[str]) -> Intake:
    source = partial(table_in_memory, "x.csv", "", _HEADER, [*_STAFF, *rows])
    return read_tables([source], load_profile("canonical"))


def moved(group: str, count: str, *, level: str = "all", company: str = "A") -> list[str]:
    return [company, "2026", level, "movement", group, count]


def test_joiners_and_leavers_of_a_company_are_read() -> None:
    (headcount,) = read(moved("joined", "12"), moved("left", "7")).headcounts
    assert headcount.movements == {"name:a": Movement(12, 7)}
    assert headcount.sizes.sum() == 135


def test_what_is_left_empty_or_out_is_not_known() -> None:
    assert read().headcounts[0].movements == {}
    assert read(moved("joined", "12")).headcounts[0].movements == {"name:a": Movement(12, None)}
    (headcount,) = read(moved("joined", ""), moved("left", "0")).headcounts
    assert headcount.movements == {"name:a": Movement(None, 0)}


def test_movement_is_written_back_as_it_was_read() -> None:
    (headcount,) = read(moved("joined", "12"), moved("left", "")).headcounts
    cells = [(c.level, c.group, c.count) for c in canonical_cells(headcount) if c.attribute == "movement"]
    assert cells == [("all", "joined", 12), ("all", "left", None)]


@pytest.mark.parametrize(
    ("row", "place", "fault"),
    [
        (moved("joined", "12", level="staff"), "row 4, column level", "the company as a whole"),
        (["A", "2026", "all", "gender", "women", "61"], "row 4, column level", "about all levels"),
        (["A", "2026", "all", "headcount", "total", "135"], "row 4, column level", "about all levels"),
        (moved("total", "12"), "row 4, column group", "'total' is no group of 'movement'"),
        (moved("women", "12"), "row 4, column group", "'women' is no group of 'movement'"),
        (moved("joined", "-1"), "row 4, column count", "negative"),
        (moved("joined", "136"), "row 4", "136 people joined 'A', which has 135 (2026)"),
    ],
)
def test_a_movement_that_cannot_be_is_refused_with_its_place(row: list[str], place: str, fault: str) -> None:
    with pytest.raises(InputRefusedError) as caught:
        read(row)
    (told,) = caught.value.faults
    assert (told.place, fault in told.message) == (place, True)


def test_a_company_keeps_its_movement_when_others_are_left_out() -> None:
    other = ["B", "2026", "staff", "gender", "women", "9"]
    (headcount,) = read(other, moved("left", "3"), moved("left", "1", company="B")).headcounts
    chosen = headcount.select(headcount.sizes.sum(axis=1) > 100)
    assert chosen.movements == {"name:a": Movement(None, 3)}
