"""Linked tables: the totals follow from the base cells, and what cannot be linked is an error."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rating.disclosure import tables_of
from rating.disclosure.builder import TablesBuilder
from rating.disclosure.lattice import Lattice
from rating.disclosure.tables import MOST_WORTH
from rating.errors import DefinitionError
from tests.builders import base_cells, linked

KEYS = ("company", "level", "attribute", "group")
CHAIN = {"site": "company", "company": "city"}


def test_base_cells_become_counts_with_all_totals() -> None:
    tables = linked(base_cells({"staff": (60, 70), "head": (12, 20)}))
    assert (tables.keys, tables.unit_keys, tables.units) == (KEYS, ("company",), (("A",),))
    assert (tables.lattice.levels, dict(tables.groups)) == (("staff", "head"), {"gender": ("women", "men")})
    assert tables.values("gender").tolist() == [[[60, 70, 130], [12, 20, 32], [72, 90, 162]]]
    assert (tables.parents.tolist(), tables.leaves.tolist(), tables.roots.tolist()) == ([-1], [True], [0])


def test_the_order_says_nothing_about_the_source_but_that_of_the_keys() -> None:
    """Names that are not registered stand by name."""
    cells = [
        {"group": "b", "level": "y", "company": "Z", "attribute": "age", "n": 1},
        {"group": "a", "level": "x", "company": "Z", "attribute": "age", "n": 2},
        {"group": "a", "level": "y", "company": "A", "attribute": "age", "n": 3},
    ]
    tables = tables_of(cells, ("group", "level", "company", "attribute"))
    assert tables.keys == ("group", "level", "company", "attribute")
    assert tables.units == (("A",), ("Z",))
    assert (tables.lattice.levels, tables.groups["age"]) == (("x", "y"), ("a", "b"))
    assert tables.counts["age"].tolist() == [[[0, 0], [3, 0]], [[2, 0], [0, 1]]]
    assert tables.present.tolist() == [[False, True], [True, True]]


def test_counts_may_have_another_name_and_no_level_attribute_or_unit() -> None:
    rows = [{"group": "women", "people": 12}, {"group": "men", "people": 30}]
    tables = tables_of(rows, ["group"], value="people")
    assert (tables.unit_keys, tables.units, tables.lattice.levels) == ((), ((),), ("",))
    assert tables.values("").tolist() == [[[30, 12, 42], [30, 12, 42]]]


def three_storeys() -> list[dict[str, str | int]]:
    """Build two cities, the first with two companies of two sites and one, the second with one."""
    cells = []
    places = [("X", "A", "a1"), ("X", "A", "a2"), ("X", "B", "b1"), ("Y", "C", "c1")]
    for number, (city, company, site) in enumerate(places, start=1):
        rows = {"staff": (10 * number, 20 * number), "head": (number, 2)}
        cells += base_cells(rows, company=company, site=site, city=city)
    return cells


def test_a_hierarchy_of_three_storeys_sums_up() -> None:
    tables = linked(three_storeys(), CHAIN)
    assert tables.unit_keys == ("city", "company", "site")
    assert tables.units == (
        ("X", "*", "*"), ("X", "A", "*"), ("X", "A", "a1"), ("X", "A", "a2"), ("X", "B", "*"),
        ("X", "B", "b1"), ("Y", "*", "*"), ("Y", "C", "*"), ("Y", "C", "c1"),
    )  # fmt: skip
    assert tables.parents.tolist() == [-1, 0, 1, 1, 0, 4, -1, 6, 7]
    assert tables.roots.tolist() == [0, 0, 0, 0, 0, 0, 6, 6, 6]
    assert tables.leaves.tolist() == [False, False, True, True, False, True, False, False, True]
    assert [children.tolist() for children in tables.children] == [
        [1, 4],
        [2, 3],
        [],
        [],
        [5],
        [],
        [7],
        [8],
        [],
    ]
    counts = tables.counts["gender"]
    assert counts[:2].tolist() == [[[60, 120], [6, 6]], [[30, 60], [3, 4]]]
    for unit, children in enumerate(tables.children):
        if len(children):
            assert counts[unit].tolist() == counts[children].sum(axis=0).tolist()
    assert tables.present.all()


def test_names_of_sites_may_come_again_in_another_company() -> None:
    cells = base_cells({"staff": (10, 20)}, site="main") + base_cells(
        {"staff": (1, 2)}, company="B", site="main"
    )
    tables = linked(cells, {"site": "company"})
    assert tables.units == (("A", "*"), ("A", "main"), ("B", "*"), ("B", "main"))
    assert tables.counts["gender"][:, 0].tolist() == [[10, 20], [10, 20], [1, 2], [1, 2]]


def test_keys_outside_the_chain_come_first_and_are_never_summed_over() -> None:
    cells = [
        cell for year in ("2025", "2026") for cell in base_cells({"staff": (10, 20)}, site="s", year=year)
    ]
    tables = linked(cells, {"site": "company"})
    assert tables.unit_keys == ("year", "company", "site")
    assert tables.units == (
        ("2025", "A", "*"), ("2025", "A", "s"), ("2026", "A", "*"), ("2026", "A", "s")
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "parents", "fault"),
    [
        (("company", "level"), {}, "need 'group'"),
        ((), {}, "need 'group'"),
        (("group", "group"), {}, "named twice"),
        (KEYS, {"site": "company"}, "'site' of the parent site=company is no key"),
        (("group",), {"site": "company"}, "there are none"),
        (KEYS, {"level": "company"}, "'level' of the parent"),
        (("site", "depot", "company", "group"), {"site": "company", "depot": "company"}, "one other only"),
        (("a", "b", "c", "d", "group"), {"a": "b", "c": "d"}, "one chain"),
        (("a", "b", "group"), {"a": "b", "b": "a"}, "one chain"),
        (("a", "group"), {"a": "a"}, "one chain"),
    ],
)
def test_keys_and_parents_that_form_no_tables_are_an_error(
    keys: tuple[str, ...], parents: dict[str, str], fault: str
) -> None:
    with pytest.raises(DefinitionError, match=fault):
        TablesBuilder(keys, parents)


def test_a_cell_that_stands_twice_is_an_error_and_changes_nothing() -> None:
    cells = base_cells({"staff": (10, 20)})
    with pytest.raises(DefinitionError, match=r"'women'.* stands twice"):
        linked([*cells, cells[0] | {"n": 11}])
    builder = TablesBuilder(KEYS)
    keys = [{key: str(cell[key]) for key in KEYS} for cell in cells]
    assert [builder.add(cell, 10) for cell in (*keys, keys[0])] == [True, True, False]
    assert builder.build().counts["gender"].tolist() == [[[10, 10]]]


def test_attributes_that_count_different_people_are_told_and_never_built() -> None:
    cells = base_cells({"staff": (10, 20), "head": (6, 7)}) + base_cells(
        {"staff": (30, 0), "head": (6, 6)}, "origin", ("native", "other")
    )
    builder = TablesBuilder(KEYS)
    for cell in cells:
        builder.add({key: str(cell[key]) for key in KEYS}, int(cell["n"]))
    assert builder.headcounts_that_differ() == [(("A",), "head", {"gender": 13, "origin": 12})]
    with pytest.raises(DefinitionError, match="'origin' counts other people"):
        builder.build()


def test_a_level_that_one_attribute_leaves_out_counts_as_nobody_there() -> None:
    cells = base_cells({"staff": (10, 20), "head": (6, 7)}) + base_cells(
        {"staff": (30,)}, "origin", ("native",)
    )
    with pytest.raises(DefinitionError, match="'origin' counts other people"):
        linked(cells)


def test_units_may_have_different_attributes_where_nothing_is_summed() -> None:
    cells = base_cells({"staff": (10, 20)}) + base_cells(
        {"staff": (9, 9)}, "age", ("old", "young"), company="B"
    )
    tables = linked(cells)
    assert {name: stated.tolist() for name, stated in tables.stated.items()} == {
        "gender": [True, False], "age": [False, True]
    }  # fmt: skip
    assert tables.floors({"gender": 5, "age": 7}).tolist() == [5, 7]


def test_in_a_hierarchy_every_unit_has_all_attributes() -> None:
    both = base_cells({"staff": (10, 20)}, site="a") + base_cells(
        {"staff": (15, 15)}, "age", ("old", "young"), site="a"
    )
    with pytest.raises(DefinitionError, match="lacks 'age': its totals cannot be linked"):
        linked([*both, *base_cells({"staff": (1, 2)}, site="b")], {"site": "company"})


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(DefinitionError, match="cannot be negative"):
        linked(base_cells({"staff": (-1, 20)}))


def test_subtotals_over_levels_stand_between_the_levels_and_the_total() -> None:
    builder = TablesBuilder(KEYS, subtotals={"management": ("head", "board")})
    for cell in base_cells({"staff": (60, 70), "head": (12, 20), "board": (3, 4)}):
        builder.add({key: str(cell[key]) for key in KEYS}, int(cell["n"]))
    tables = builder.build()
    assert tables.lattice == Lattice(("staff", "board", "head"), {"management": (2, 1)})
    assert tables.values("gender")[0, :, -1].tolist() == [130, 7, 32, 39, 169]


def test_the_marks_of_pools_are_none_until_there_are_some() -> None:
    tables = linked(base_cells({"staff": (10, 20)}))
    assert (tables.hidden.tolist(), tables.members.tolist(), tables.pools.tolist()) == (
        [False],
        [False],
        [False],
    )
    marked = replace(tables, hidden=np.array([True]))
    assert marked.hidden.tolist() == [True]


def test_what_a_cell_is_worth_follows_from_its_row_and_its_group() -> None:
    plain = linked(base_cells({"staff": (60, 70), "head": (12, 20)}))
    assert plain.worth("gender").tolist() == [[1, 1, 1], [1, 1, 1], [2, 2, 2]]
    named = {"gender": {"men": 10.0, "nobody": 5.0}, "age": {"old": 2.0}}  # others may be named as well
    tables = replace(plain, group_worth=named)
    assert tables.column_worth("gender").tolist() == [1, 10, 1]
    assert tables.worth("gender").tolist() == [[1, 10, 1], [1, 10, 1], [2, 20, 2]]


@pytest.mark.parametrize("worth", [0.99, 0.0, -1.0, 2.0 * MOST_WORTH, np.inf, np.nan])
def test_a_group_that_would_never_or_always_be_withheld_is_an_error(worth: float) -> None:
    tables = linked(base_cells({"staff": (60, 70)}))
    with pytest.raises(DefinitionError, match="1 to 1e"):
        replace(tables, group_worth={"gender": {"men": worth}})
