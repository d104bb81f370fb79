"""What units of a hierarchy are shown to exchange against what integer programming finds."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rating.disclosure.kernels.exchange import keeps, reach
from rating.disclosure.kernels.hierarchy import Hierarchy
from rating.disclosure.placing import Told
from rating.disclosure.programme import Programme
from rating.disclosure.suppression import graph_of
from tests.builders import base_cells, linked

FLOOR = 5


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
