"""Completions against what enumeration of all small tables finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.disclosure.kernels.completion import fill
from rating.disclosure.lattice import Lattice
from rating.disclosure.suppression import graph_of
from tests.rating.disclosure.kernels.small_tables import SMALL, every_table

if TYPE_CHECKING:
    from rating.disclosure.lattice import Integers


def cost_of(base: Integers, linear: float, quadratic: float, wish: Integers) -> float:
    order = np.arange(base.shape[-1]) + 1.0
    return float((linear * order * base + quadratic * (base - wish) ** 2).sum())


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
    wish = np.zeros_like(counts)
    if quadratic and data.draw(st.booleans()):
        wish = data.draw(arrays(np.int64, (levels, groups), elements=st.integers(0, 4)))
    costs = np.zeros((2, *true.shape))
    costs[0, :levels, :-1] = linear * (np.arange(groups) + 1.0)
    costs[1, :levels, :-1] = quadratic
    value = np.where(free, 0, true).ravel()
    wishes = lattice.extended(wish).ravel()
    assert fill(value, free.ravel(), costs[0].ravel(), costs[1].ravel(), wishes, graph_of(lattice, groups))
    filled = value.reshape(true.shape)
    assert filled.tolist() == lattice.extended(filled[:levels, :-1]).tolist()
    assert filled[~free].tolist() == true[~free].tolist()
    tables = every_table(place, 9 if levels * groups < 5 else 6).reshape(-1, *true.shape)
    possible = tables[(tables[:, ~free] == true[~free]).all(axis=1)]
    least = min(cost_of(table[:levels, :-1], linear, quadratic, wish) for table in possible)
    assert cost_of(filled[:levels, :-1], linear, quadratic, wish) == least


def test_filling_where_nothing_fits_is_told() -> None:
    lattice = Lattice(("a", "b"))
    value = np.array([5, 0, 5, 7, 0, 7, 11, 1, 12])  # twelve women and more at the levels, eleven in all
    free = np.zeros(9, np.bool_)
    nothing = np.zeros(9)
    assert not fill(value, free, nothing, nothing, np.zeros(9, np.int64), graph_of(lattice, 2))
