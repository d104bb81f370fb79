"""Ranges, ways and completions against what enumeration of all small tables finds."""

from __future__ import annotations

from functools import cache
from itertools import chain, combinations, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.disclosure.completion import completed, headcounts
from rating.disclosure.kernels.completion import fill
from rating.disclosure.kernels.exchange import Hierarchy, keeps, path, reach
from rating.disclosure.kernels.flows import UNBOUNDED, cheapest, push
from rating.disclosure.kernels.protection import protect, ranges
from rating.disclosure.lattice import Lattice
from rating.disclosure.placing import Told
from rating.disclosure.primary import primary_cells
from rating.disclosure.programme import Programme
from rating.disclosure.suppression import graph_of, shaken
from tests.builders import base_cells, linked

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.disclosure.lattice import Integers
    from rating.disclosure.tables import Flags

FLOOR = 5
#: Ranges are compared up to so many people either way.
FAR = 3
SMALL = (
    (Lattice(("a",)), 3),
    (Lattice(("a", "b")), 2),
    (Lattice(("a", "b"), {"both": (0, 1)}), 2),
    (Lattice(("a", "b", "c"), {"leading": (1, 2)}), 2),
    (Lattice(("a", "b")), 3),
)


@cache
def every_table(place: int, most: int) -> Integers:
    """Return all tables of a small shape with up to so many people in a base cell, with their totals."""
    lattice, groups = SMALL[place]
    levels = len(lattice.levels)
    axes = np.meshgrid(*[np.arange(most + 1)] * (levels * groups), indexing="ij")
    base = np.stack([axis.ravel() for axis in axes], axis=1)
    return lattice.extended(base.reshape(-1, levels, groups)).reshape(len(base), -1)


def found(
    value: Integers, withheld: Flags, lattice: Lattice, groups: int, most: int
) -> tuple[Integers, Integers]:
    below, above = np.zeros_like(value), np.zeros_like(value)
    ranges(value, withheld, graph_of(lattice, groups), most, below, above)
    return below, above


@given(st.data())
def test_the_range_of_every_cell_is_what_enumeration_finds(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SMALL) - 1))
    lattice, groups = SMALL[place]
    counts = data.draw(arrays(np.int64, (len(lattice.levels), groups), elements=st.integers(0, 3)))
    value = lattice.extended(counts).ravel()
    withheld = data.draw(arrays(np.bool_, value.shape))  # headcounts and totals too
    tables = every_table(place, 3 + FAR)
    possible = tables[(tables[:, ~withheld] == value[~withheld]).all(axis=1)]
    below, above = found(value, withheld, lattice, groups, FAR)
    assert below.tolist() == np.minimum(value - possible.min(axis=0), FAR).tolist()
    assert above.tolist() == np.minimum(possible.max(axis=0) - value, FAR).tolist()
    # nothing between the ends is left out
    for edge in np.flatnonzero(withheld):
        values = set(possible[:, edge].tolist())
        assert set(range(value[edge] - below[edge], value[edge] + above[edge] + 1)) <= values


def test_a_cell_is_pushed_no_farther_than_wanted_and_the_table_stays_one() -> None:
    lattice = Lattice(("a", "b"))
    value = lattice.extended(np.array([[6, 4], [3, 9]])).ravel()
    free = np.array([True, True, False, True, True, False, False, False, False])
    ceiling = np.full(9, UNBOUNDED)
    for want, expected in ((2, 2), (9, 3)):
        moved = np.zeros(9, dtype=np.int64)
        assert push(0, True, want, value, ceiling, free, graph_of(lattice, 2), moved) == expected
        assert moved.tolist() == [expected, -expected, 0, -expected, expected, 0, 0, 0, 0]
    moved = np.zeros(9, dtype=np.int64)
    ceiling[4] = 1  # the cell that has to rise along with it may rise by one
    assert push(0, True, 9, value, ceiling, free, graph_of(lattice, 2), moved) == 1


@settings(max_examples=40)
@given(st.data())
def test_the_cheapest_way_is_the_cheapest_set_of_cells_with_a_way_along_them(data: st.DataObject) -> None:
    lattice = Lattice(("a", "b"))
    graph = graph_of(lattice, 2)
    counts = data.draw(arrays(np.int64, (2, 2), elements=st.integers(0, 3)))
    value = lattice.extended(counts).ravel()
    whole = data.draw(arrays(np.int64, value.shape, elements=st.integers(1, 9)))
    barred = data.draw(arrays(np.bool_, value.shape))
    price = np.where(barred, np.inf, whole)
    target, rising = data.draw(st.integers(0, 8)), data.draw(st.booleans())
    assume(rising or value[target] > 0)
    unbounded, nothing = np.full(9, UNBOUNDED), np.zeros(9, dtype=np.int64)
    others = [edge for edge in range(9) if edge != target and not barred[edge]]
    lowest = np.inf
    for chosen in chain.from_iterable(combinations(others, size) for size in range(len(others) + 1)):
        free = np.isin(np.arange(9), chosen)
        if push(target, rising, 1, value, unbounded, free, graph, nothing.copy()):
            lowest = min(lowest, float(price[list(chosen)].sum()))
    way = np.empty(len(graph.first), dtype=np.int64)
    cost, length = cheapest(target, rising, 1, value, unbounded, price, graph, nothing, way)
    assert cost == lowest
    if cost < np.inf:
        assert price[way[:length]].sum() == cost
        free = np.isin(np.arange(9), way[:length])
        assert push(target, rising, 1, value, unbounded, free, graph, nothing.copy()) == 1


def test_a_way_must_have_room_for_all_that_is_needed() -> None:
    lattice = Lattice(("a", "b", "c"))
    graph = graph_of(lattice, 2)
    value = lattice.extended(np.array([[2, 9], [3, 9], [7, 9]])).ravel()
    price = np.array([1, 1, np.inf, 1, 1, np.inf, 2, 2, np.inf, np.inf, np.inf, np.inf])
    unbounded, nothing = np.full(12, UNBOUNDED), np.zeros(12, dtype=np.int64)
    way = np.empty(len(graph.first), dtype=np.int64)
    costs = []
    for need in (3, 4, 8):
        cost, length = cheapest(0, True, need, value, unbounded, price, graph, nothing, way)
        costs.append((float(cost), sorted(way[:length].tolist())))
    # three can come from the second level at 3; four only from the third at 5; nobody has eight
    assert costs == [(3.0, [1, 3, 4]), (5.0, [1, 6, 7]), (np.inf, [])]


def worth(lattice: Lattice, groups: int) -> Floats:
    """Return what is lost with each cell: totals are worth two parts, headcounts are not withheld."""
    weight = np.ones((len(lattice.rows), groups + 1))
    weight[len(lattice.levels) :] = 2.0
    weight[:, -1] = np.inf
    return weight.ravel()


def judged(lattice: Lattice, groups: int) -> Flags:
    """Return the cells that are held to the promise in a table whose headcounts are known."""
    checked = np.ones((len(lattice.rows), groups + 1), np.bool_)
    checked[:, -1] = False
    return checked.ravel()


def keeps_promise(value: Integers, withheld: Flags, lattice: Lattice, groups: int) -> bool:
    below, above = found(value, withheld, lattice, groups, int(value.max()) + FLOOR)
    kept = (below + above + 1 >= FLOOR) & (value + above >= FLOOR)
    return bool(kept[withheld & judged(lattice, groups)].all())


def protected(counts: Integers, lattice: Lattice) -> tuple[bool, Integers, Flags, Flags]:
    """Return whether it could be done, the values, what the rule names and what is withheld."""
    groups = counts.shape[1]
    values = lattice.extended(counts)
    first = primary_cells(values, FLOOR).ravel()
    withheld = first.copy()
    weight = worth(lattice, groups)
    done = protect(
        values.ravel(),
        withheld,
        judged(lattice, groups),
        weight,
        shaken(weight.size),
        FLOOR,
        graph_of(lattice, groups),
    )
    return done, values.ravel(), first, withheld


@st.composite
def counted(draw: st.DrawFn) -> tuple[Integers, Lattice]:
    """Draw the counts of a table that the rule has something to say about."""
    levels = draw(st.integers(1, 4))
    leading = draw(st.booleans()) and levels > 2
    lattice = Lattice(tuple("abcd"[:levels]), {"leading": (1, 2)} if leading else {})
    most = draw(st.sampled_from((3, 8, 15, 40)))
    shape = (levels, draw(st.integers(2, 4)))
    counts = draw(arrays(np.int64, shape, elements=st.integers(0, most), fill=st.nothing()))
    assume(primary_cells(lattice.extended(counts), FLOOR).any())
    return counts, lattice


@given(counted())
def test_what_is_withheld_keeps_its_promise_and_none_of_it_is_too_much(
    case: tuple[Integers, Lattice],
) -> None:
    counts, lattice = case
    groups = counts.shape[1]
    done, value, first, withheld = protected(counts, lattice)
    if not done:
        everything = judged(lattice, groups)
        assert withheld.tolist() == first.tolist()
        assert not keeps_promise(value, everything, lattice, groups)
        return
    assert (withheld | ~first).all()
    assert not withheld[~judged(lattice, groups)].any()  # headcounts may not be withheld here
    assert keeps_promise(value, withheld, lattice, groups)
    for edge in np.flatnonzero(withheld & ~first):
        without = withheld.copy()
        without[edge] = False
        assert not keeps_promise(value, without, lattice, groups), edge


def least_loss(value: Integers, first: Flags, lattice: Lattice, groups: int, most: float) -> float:
    """Return the least weight that has to be withheld besides, by trying all sets of cells that lose less."""
    weight = worth(lattice, groups)
    open_cells = [int(edge) for edge in np.flatnonzero(judged(lattice, groups) & ~first)]
    sets = chain.from_iterable(combinations(open_cells, size) for size in range(int(most)))
    for chosen in sorted(sets, key=lambda cells: float(weight[list(cells)].sum())):
        loss = float(weight[list(chosen)].sum())
        if loss >= most:
            break
        withheld = first.copy()
        withheld[list(chosen)] = True
        if keeps_promise(value, withheld, lattice, groups):
            return loss
    return most


@pytest.mark.parametrize(("levels", "groups"), [(3, 3), (3, 2), (2, 3)])
def test_little_more_is_lost_than_by_the_best_choice_there_is(levels: int, groups: int) -> None:
    """Over tables of all sizes: at most a quarter more than the optimum, found by enumeration."""
    lattice = Lattice(tuple("abc"[:levels]))
    rng = np.random.default_rng(levels * 10 + groups)
    weight = worth(lattice, groups)
    ratios = []
    while len(ratios) < 60:
        counts = rng.integers(0, rng.integers(4, 40), (levels, groups))
        done, value, first, withheld = protected(counts, lattice)
        lost = float(weight[withheld & ~first].sum())
        if done and lost > 0:
            ratios.append(lost / least_loss(value, first, lattice, groups, lost))
    assert np.mean(ratios) <= 1.25


def test_what_may_not_be_withheld_is_not() -> None:
    lattice = Lattice(("a", "b", "c"))
    value = lattice.extended(np.array([[3, 50], [20, 20], [30, 30]])).ravel()
    first = primary_cells(value.reshape(4, 3), FLOOR).ravel()
    checked, graph = judged(lattice, 2), graph_of(lattice, 2)
    weight = worth(lattice, 2)
    for barred, allowed in (((), True), ((3, 4), True), ((3, 4, 6, 7), True), ((3, 4, 6, 7, 9, 10), False)):
        prices = weight.copy()
        prices[list(barred)] = np.inf
        withheld = first.copy()
        assert protect(value, withheld, checked, prices, shaken(12), FLOOR, graph) is allowed
        assert not withheld[list(barred)].any()
    assert withheld.tolist() == first.tolist()  # left as it was where it cannot be done


# ------------------------------------------------------------------------------------ completion


def cost_of(base: Integers, linear: float, quadratic: float) -> float:
    order = np.arange(base.shape[-1]) + 1.0
    return float((linear * order * base + quadratic * base**2).sum())


@given(st.data())
def test_filling_agrees_with_what_is_released_at_the_least_cost(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SMALL) - 1))
    lattice, groups = SMALL[place]
    levels = len(lattice.levels)
    counts = data.draw(arrays(np.int64, (levels, groups), elements=st.integers(0, 3)))
    true = lattice.extended(counts)
    free = data.draw(arrays(np.bool_, true.shape))
    free[:, -1] = False  # headcounts are known, so that nothing is unbounded
    linear, quadratic = data.draw(st.sampled_from(((1.0, 0.0), (0.0, 1.0))))
    costs = np.zeros((2, *true.shape))
    costs[0, :levels, :-1] = linear * (np.arange(groups) + 1.0)
    costs[1, :levels, :-1] = quadratic
    value = np.where(free, 0, true).ravel()
    assert fill(value, free.ravel(), costs[0].ravel(), costs[1].ravel(), graph_of(lattice, groups))
    filled = value.reshape(true.shape)
    assert filled.tolist() == lattice.extended(filled[:levels, :-1]).tolist()
    assert filled[~free].tolist() == true[~free].tolist()
    tables = every_table(place, 9 if levels * groups < 5 else 6).reshape(-1, *true.shape)
    possible = tables[(tables[:, ~free] == true[~free]).all(axis=1)]
    least = min(cost_of(table[:levels, :-1], linear, quadratic) for table in possible)
    assert cost_of(filled[:levels, :-1], linear, quadratic) == least


def test_filling_where_nothing_fits_is_told() -> None:
    lattice = Lattice(("a", "b"))
    value = np.array([5, 0, 5, 7, 0, 7, 11, 1, 12])  # twelve women and more at the levels, eleven in all
    free = np.zeros(9, np.bool_)
    nothing = np.zeros(9)
    assert not fill(value, free, nothing, nothing, graph_of(lattice, 2))


def test_withheld_people_are_spread_evenly_or_towards_an_end() -> None:
    lattice = Lattice(("staff", "head"), {"management": (1,)})
    nan = np.nan
    cells = np.array(
        [
            [nan, nan, nan, 20, 0, 60],
            [nan, nan, nan, 10, 0, 22],
            [nan, nan, nan, 10, 0, 22],
            [nan, nan, nan, 30, 0, 82],
        ]
    )  # forty and twelve people of three groups, at two levels
    even, first, last = (completed(cells, lattice, name).tolist() for name in ("even", "first", "last"))
    assert [sorted(row[:3]) for row in even] == [[13, 13, 14], [4, 4, 4]]
    assert [row[3:] for row in even] == [[20, 0], [10, 0]]
    assert first == [[40, 0, 0, 20, 0], [12, 0, 0, 10, 0]]
    assert last == [[0, 0, 40, 20, 0], [0, 0, 12, 10, 0]]


def test_nobody_is_put_among_the_unknown_who_need_not_be_there() -> None:
    lattice = Lattice(("staff",))
    nan = np.nan
    cells = np.array([[nan, nan, nan, 40], [nan, nan, nan, 40]])
    for supposition in ("even", "first", "last"):
        assert completed(cells, lattice, supposition)[0, -1] == 0
    some = np.array([[10, 12, nan, 40], [10, 12, nan, 40]])
    assert completed(some, lattice, "even").tolist() == [[10, 12, 18]]


@pytest.mark.parametrize("supposition", ["even", "first", "last"])
def test_many_people_fit_as_well_as_few(supposition: str) -> None:
    lattice = Lattice(("a", "b", "c"), {"leading": (1, 2)})
    rng = np.random.default_rng(3)
    counts = rng.integers(0, 900_000, (3, 6))
    true = lattice.extended(counts).astype(float)
    for _ in range(20):
        hidden = rng.random(true.shape) < 0.6
        hidden[:, -1] = False
        cells = np.where(hidden, np.nan, true)
        again = lattice.extended(completed(cells, lattice, supposition))
        assert again[~hidden].tolist() == true[~hidden].astype(int).tolist()


def test_cells_that_contradict_each_other_cannot_be_completed() -> None:
    lattice = Lattice(("a", "b"))
    cells = np.array([[5.0, 5, 0, 10], [5, 5, 0, 10], [11, 9, 0, 20]])
    with pytest.raises(ValueError, match="contradict"):
        completed(cells, lattice, "even")
    with pytest.raises(ValueError, match="contradict"):
        headcounts(np.array([5.0, 5, 11]), lattice, 30)


def test_withheld_headcounts_are_spread_over_their_rows() -> None:
    lattice = Lattice(("staff", "head", "board"), {"management": (1, 2)})
    nan = np.nan
    assert headcounts(np.array([100, nan, nan, 24, 124.0]), lattice, 30).tolist() == [100, 12, 12, 24, 124]
    assert headcounts(np.array([50, 20, 30, 50, 100.0]), lattice, 30).tolist() == [50, 20, 30, 50, 100]
    # of a unit that is withheld altogether it is known only that it has fewer than thirty people
    assert headcounts(np.full(5, nan), lattice, 30)[-1] == 15


# ------------------------------------------------------------------------------------ hierarchies


def test_the_way_between_two_units_leaves_out_what_stays_as_it_is() -> None:
    #            0
    #          /   \
    #         1     4
    #        / \     \
    #       2   3     5
    parent = np.array([-1, 0, 1, 1, 0, 4])
    depth = np.array([0, 1, 2, 2, 1, 2])
    nodes = np.empty(6, dtype=np.int64)

    def between(one: int, other: int) -> set[int]:
        return set(nodes[: path(one, other, parent, depth, nodes)].tolist())

    assert between(2, 3) == {2, 3}
    assert between(2, 5) == {2, 1, 5, 4}
    assert between(2, -1) == {2, 1, 0}


@st.composite
def hierarchies(draw: st.DrawFn) -> tuple[Hierarchy, Programme]:
    """Draw a company of some sites with two attributes, what of it is withheld, and the reader's problem."""
    sites = draw(st.integers(2, 4))
    cells = []
    for site in range(sites):
        people = draw(st.lists(st.integers(0, 9), min_size=2, max_size=2))
        for attribute, groups in (("age", ("old", "young")), ("gender", ("men", "women"))):
            own = [draw(st.integers(0, number)) for number in people]
            rows = {f"l{place}": (one, people[place] - one) for place, one in enumerate(own)}
            cells += base_cells(rows, attribute, groups, site=f"s{site}")
    tables = linked(cells, {"site": "company"})
    lattice = tables.lattice
    shape = (len(tables.units), len(lattice.rows))
    rows = draw(arrays(np.bool_, shape))
    withheld = {a: draw(arrays(np.bool_, (*shape, 3))) | rows[:, :, None] for a in tables.counts}
    for cells_withheld in withheld.values():
        cells_withheld[:, :, -1] = rows  # headcounts are those of all attributes
    told = Told({a: np.where(own, np.nan, tables.values(a)) for a, own in withheld.items()}, withheld)
    units = np.arange(len(tables.units))
    leaves = np.flatnonzero(tables.leaves)
    flat = tables.values("gender").reshape(len(units), -1)
    tree = Hierarchy(
        tables.parents,
        (tables.parents >= 0).astype(np.int64),
        leaves,
        flat,
        withheld["gender"].reshape(len(units), -1),
        tables.counts["age"][None],
        np.argsort(-flat[leaves], axis=0, kind="stable").T.copy(),
        lattice.parents,
        3,
        graph_of(lattice, 2),
    )
    return tree, Programme(tables, told, units)


@settings(max_examples=50)
@given(st.data())
def test_no_cell_of_a_hierarchy_is_shown_to_move_farther_than_it_can(data: st.DataObject) -> None:
    """What is shown is at most what integer programming finds, with both attributes and all totals known."""
    tree, programme = data.draw(hierarchies())
    places = np.argwhere(tree.withheld)
    assume(len(places))
    unit, edge = (int(number) for number in places[data.draw(st.integers(0, len(places) - 1))])
    row, column = divmod(edge, 3)
    cells = programme.cell("gender", unit, row, column)
    aim = np.zeros(len(programme.point()))
    aim[cells] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        end = programme.solve(sign * aim)
        assert end is not None
        ends.append(int(end[cells].sum()))
    value = int(tree.value[unit, edge])
    for rising, end in ((False, ends[0]), (True, ends[1])):
        shown = reach(unit, edge, rising, 20, tree)
        assert shown <= abs(end - value), (rising, end)
    if keeps(unit, edge, FLOOR, tree):
        assert ends[1] - ends[0] + 1 >= FLOOR
        assert ends[1] >= FLOOR


def test_two_sites_that_withhold_the_same_cells_cover_for_each_other() -> None:
    rows = {"north": (3, 20), "south": (12, 25)}
    cells = [cell for site, row in rows.items() for cell in base_cells({"staff": row}, site=site)]
    tables = linked(cells, {"site": "company"})
    flat = tables.values("gender").reshape(3, -1)
    withheld = np.zeros_like(flat, dtype=np.bool_)
    for row, column in product(range(2), range(2)):
        withheld[1:, row * 3 + column] = True
    leaves = np.array([1, 2])
    tree = Hierarchy(
        tables.parents, np.array([0, 1, 1]), leaves, flat, withheld, np.zeros((0, 3, 1, 1), np.int64),
        np.argsort(-flat[leaves], axis=0, kind="stable").T.copy(), tables.lattice.parents, 3,
        graph_of(tables.lattice, 2),
    )  # fmt: skip
    # of the company's fifteen women 0 to 15 can be in the north: men of the south change places with them
    assert (reach(1, 0, False, 99, tree), reach(1, 0, True, 99, tree)) == (3, 12)
    assert keeps(1, 0, 15, tree)
    assert not keeps(1, 0, 16, tree)  # sixteen values are possible, but none of them is sixteen
