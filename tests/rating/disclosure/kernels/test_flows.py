"""Flows and ways against what trying all sets of cells finds."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.disclosure.kernels.flows import UNBOUNDED, cheapest, push
from rating.disclosure.lattice import Lattice
from rating.disclosure.suppression import graph_of


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
