"""Ranges and what is withheld against what enumeration of all small tables finds."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.disclosure.kernels.protection import protect, ranges
from rating.disclosure.lattice import Lattice
from rating.disclosure.primary import primary_cells
from rating.disclosure.suppression import graph_of, shaken
from tests.rating.disclosure.kernels.small_tables import SMALL, every_table

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.disclosure.lattice import Integers
    from rating.disclosure.tables import Flags

FLOOR = 5
#: Ranges are compared up to so many people either way.
FAR = 3


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
