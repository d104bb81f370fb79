"""Which cells are withheld in one unit: those of the rule, and what they could be computed from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rating.disclosure.kernels.protection import ranges
from rating.disclosure.primary import primary_cells, primary_headcounts
from rating.disclosure.suppression import Known, graph_of, suppress
from rating.disclosure.tables import MOST_WORTH
from tests.builders import base_cells, linked

if TYPE_CHECKING:
    from rating.disclosure import Tables

FLOORS = {"gender": 5, "origin": 10}
ORIGINS = ("native", "other", "unknown")


def shown(tables: Tables, attribute: str = "gender", known: Known | None = None) -> list[list[int | None]]:
    """Return the cells of the first unit as they are left, None where withheld."""
    floors = {name: FLOORS.get(name, 5) for name in tables.counts}
    withheld = suppress(tables, floors, known).withheld[attribute][0]
    return [
        [None if hidden else int(people) for people, hidden in zip(*row, strict=True)]
        for row in zip(tables.values(attribute)[0], withheld, strict=True)
    ]


def test_where_nothing_is_small_nothing_is_withheld() -> None:
    tables = linked(base_cells({"staff": (60, 70), "middle_manager": (12, 20)}))
    assert shown(tables) == [[60, 70, 130], [12, 20, 32], [72, 90, 162]]


def test_a_small_cell_takes_the_least_with_it_that_hides_it() -> None:
    tables = linked(base_cells({"staff": (60, 70), "middle_manager": (30, 40), "board": (3, 20)}))
    # the heads lose least: totals are worth more than their parts
    assert shown(tables) in (
        [[None, None, 130], [30, 40, 70], [None, None, 23], [93, 130, 223]],
        [[60, 70, 130], [None, None, 70], [None, None, 23], [93, 130, 223]],
    )


def test_a_cell_with_nothing_beside_it_takes_the_total_with_it() -> None:
    assert shown(linked(base_cells({"staff": (3, 20)}))) == [[None, None, 23], [None, None, 23]]


def test_a_small_level_is_rolled_up_with_another_to_their_total() -> None:
    """Not even its headcount is told, nor anything about it; the company as a whole is."""
    tables = linked(
        base_cells(
            {"staff": (60, 70), "middle_manager": (9, 20), "senior_manager": (15, 16), "board": (3, 1)}
        )
    )
    assert shown(tables) == [
        [60, 70, 130],
        [None, None, None],  # the level that is the least loss
        [15, 16, 31],
        [None, None, None],
        [87, 107, 194],
    ]


def test_a_level_that_is_withheld_is_so_in_all_attributes_by_the_largest_floor() -> None:
    # seven are enough for gender alone
    levels = {"staff": (60, 70), "middle_manager": (20, 20), "board": (5, 2)}
    alone = base_cells(levels)
    assert shown(linked(alone))[2] == [None, None, 7]
    both = alone + base_cells(
        {"staff": (100, 30), "middle_manager": (20, 20), "board": (7, 0)}, "origin", ("native", "other")
    )
    for attribute in ("gender", "origin"):
        cells = shown(linked(both), attribute)
        assert cells[2] == [None, None, None]
        assert sum(row == [None, None, None] for row in cells) >= 2


def test_what_was_withheld_stays_so_and_what_was_released_stays_open() -> None:
    tables = linked(base_cells({"staff": (60, 70), "middle_manager": (30, 40), "board": (25, 20)}))
    assert shown(tables)[2] == [25, 20, 45]
    withheld = np.zeros((1, 4, 3), np.bool_)
    withheld[0, 2, 0] = True
    cells = shown(tables, known=Known({}, {"gender": withheld}))
    assert cells[2] == [None, None, 45]
    small = linked(base_cells({"staff": (60, 70), "middle_manager": (30, 40), "board": (3, 20)}))
    released = np.zeros((1, 4, 3), np.bool_)
    released[0, 1] = True
    assert shown(small, known=Known({"gender": released}, {}))[1] == [30, 40, 70]


@pytest.mark.parametrize("cheap", ["b", "c", "d"])
@pytest.mark.parametrize("counts", [(4, 50, 60, 70), (4, 70, 60, 50)])
def test_beside_a_small_group_the_one_that_is_worth_least_is_withheld(
    cheap: str, counts: tuple[int, ...]
) -> None:
    tables = linked(base_cells({"staff": counts, "board": (20, 30, 40, 50)}, groups="abcd"))
    worth = dict.fromkeys("abcd", 10.0) | {cheap: 1.0}
    cells = shown(replace(tables, group_worth={"gender": worth}))
    withheld = {group for group, people in zip("abcd", cells[0][:-1], strict=True) if people is None}
    assert withheld == {"a", cheap}


def test_totals_are_weighed_together_with_their_parts_where_no_group_is_worth_more() -> None:
    """Golden: what was withheld before groups could be worth more. Part by part, totals would come last."""
    tables = linked(base_cells({"w": (2, 2, 40), "x": (4, 6, 6)}, groups="abc"))
    assert shown(tables) == [[None, None, None, 44], [None, None, 6, 16], [None, 8, None, 60]]


def test_a_group_is_withheld_only_where_all_that_are_worth_less_do_not_do() -> None:
    """No single one of these is large enough to stand in for it: two are, together."""
    levels = {"x": (79, 3, 0, 6), "y": (82, 6, 1, 9), "z": (31, 3, 0, 5)}
    tables = linked(base_cells(levels, "origin", ("a", "b", "few", "unknown")))
    worth = {"a": 10_000.0, "b": 10.0, "few": 10.0}
    cells = shown(replace(tables, group_worth={"origin": worth}), "origin")
    assert cells[3][0] == 192
    assert shown(tables, "origin")[3][0] is None
    # where nothing else does, it is withheld whatever it is worth
    alone = linked(base_cells({"x": (79, 3)}, "origin", ("a", "b")))
    assert (
        shown(replace(alone, group_worth={"origin": {"a": MOST_WORTH}}), "origin") == [[None, None, 82]] * 2
    )


def test_the_same_tables_always_lose_the_same_cells() -> None:
    rng = np.random.default_rng(2)
    cells = base_cells({f"l{number}": tuple(rng.integers(0, 12, 2)) for number in range(8)})
    assert shown(linked(cells)) == shown(linked(cells))


@st.composite
def one_unit(draw: st.DrawFn) -> Tables:
    """Draw a company of up to four levels with one attribute or two."""
    names = "abcd"[: draw(st.integers(1, 4))]
    most = draw(st.sampled_from((6, 15, 50)))
    gender = {name: (draw(st.integers(0, most)), draw(st.integers(0, most))) for name in names}
    cells = base_cells(gender)
    if draw(st.booleans()):
        origin = {}
        for name, row in gender.items():
            native = draw(st.integers(0, sum(row)))
            other = draw(st.integers(0, sum(row) - native))
            origin[name] = (native, other, sum(row) - native - other)
        cells += base_cells(origin, "origin", ORIGINS)
    assume(sum(map(sum, gender.values())) > 0)
    return linked(cells)


@st.composite
def with_worth(draw: st.DrawFn) -> Tables:
    """Draw the same with groups that are worth more than others."""
    tables = draw(one_unit())
    worth = st.sampled_from([1.0, 1.5, 10.0, 1e6, MOST_WORTH])
    return replace(
        tables,
        group_worth={name: {group: draw(worth) for group in own} for name, own in tables.groups.items()},
    )


@given(one_unit())
def test_groups_that_are_worth_no_more_are_withheld_as_if_nothing_were_said_of_it(tables: Tables) -> None:
    same = {name: dict.fromkeys(own, 1.0) for name, own in tables.groups.items()}
    for attribute in tables.counts:
        assert shown(replace(tables, group_worth=same), attribute) == shown(tables, attribute)


@given(one_unit() | with_worth())
def test_every_withheld_cell_keeps_its_promise_beside_everything_released(tables: Tables) -> None:
    pattern = suppress(tables, FLOORS)
    least = max(FLOORS[name] for name in tables.counts)
    rows = None
    for attribute in tables.counts:
        values, withheld = tables.values(attribute)[0], pattern.withheld[attribute][0]
        unknown = tables.groups[attribute].index("unknown") if attribute == "origin" else None
        assert withheld[primary_cells(values, FLOORS[attribute], unknown=unknown)].all()
        small = primary_headcounts(values[None, :, -1], tables.lattice.parents, np.array([least]))[0]
        assert withheld[small, -1].all()
        # a headcount is withheld with everything about its level, and in all attributes alike
        assert withheld[withheld[:, -1]].all()
        rows = withheld[:, -1] if rows is None else rows
        assert withheld[:, -1].tolist() == rows.tolist()
        if withheld[-1, -1]:
            assert values[-1, -1] < least  # nothing at all is told, and readers know only that they are few
            continue
        below, above = np.zeros_like(values).ravel(), np.zeros_like(values).ravel()
        graph = graph_of(tables.lattice, values.shape[1] - 1)
        ranges(values.ravel(), withheld.ravel(), graph, 200, below, above)
        floor = np.where(
            np.arange(values.size) % values.shape[1] == values.shape[1] - 1, least, FLOORS[attribute]
        )
        for edge in np.flatnonzero(withheld):
            assert below[edge] + above[edge] + 1 >= floor[edge]
            assert values.ravel()[edge] + above[edge] >= floor[edge]


@pytest.mark.parametrize("people", [1, 4])
def test_of_a_company_below_the_floor_nothing_is_told(people: int) -> None:
    assert shown(linked(base_cells({"staff": (people, 0)}))) == [[None, None, None]] * 2
