"""The gate: what leaves is a `Released`, and what it withholds cannot be recovered from what it shows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

import rating
from rating.disclosure import Policy, Released, release
from rating.disclosure.headcounts import release_headcount
from rating.disclosure.lattice import Lattice
from rating.disclosure.primary import primary_cells
from rating.disclosure.publication import rows
from tests.builders import base_cells, figures, headcount, linked, published

Row = tuple[int, ...]


def test_nobody_builds_a_released_but_the_gate() -> None:
    true = release(linked(base_cells({"staff": (50, 60)})), Policy())
    parts = {name: getattr(true, name) for name in ("policy", "frame", "tables", "statistics")}
    for key in (object(), None, true, "release"):
        with pytest.raises(TypeError, match=r"rating\.disclosure\.release"):
            Released(key, **parts)
    with pytest.raises(TypeError):
        replace(true, tables={})


def test_what_is_released_does_not_change() -> None:
    released = release(linked(base_cells({"staff": (50, 60)})), Policy())
    for name in ("tables", "statistics", "frame", "policy", "anything"):
        with pytest.raises((AttributeError, TypeError)):  # the latter for names that there are not
            setattr(released, name, {})
    assert not hasattr(released, "__dict__")
    with pytest.raises(AttributeError):
        del released.tables


def test_the_facade_offers_the_gate_and_nothing_beside_it() -> None:
    assert rating.release is release
    assert rating.Released is Released


# ------------------------------------------------------------------------------------ the rule, at the gate


@pytest.mark.parametrize(
    ("counts", "attribute", "withheld"),
    [
        ((4, 40), "gender", [True, True]),  # a small group, and its complement
        ((5, 40), "gender", [False, False]),
        ((9, 40), "origin", [True, True]),
        ((10, 40), "origin", [False, False]),
        ((9, 40), "race", [True, True]),  # renaming origin to race does not escape the floor
        ((9, 40), "ethnie", [True, True]),
        ((9, 40), "", [True, True]),
        ((0, 29), "gender", [True, True]),  # nobody and everybody among fewer than thirty
        ((0, 30), "gender", [False, False]),
        ((1, 8), "gender", [True, True]),  # one woman director among nine
        ((40, 40, 3), "gender", None),  # a small one takes another with it
        ((0, 0), "gender", [False, False]),
    ],
)
def test_which_groups_of_a_level_are_withheld(
    counts: Row, attribute: str, withheld: list[bool] | None
) -> None:
    groups = ["a", "b", "c"][: len(counts)]
    said = figures(published(base_cells({"staff": counts}, attribute, groups)))
    found = [said["A", attribute, "staff", group] is None for group in groups]
    if withheld is None:
        assert found[2]
        assert sum(found) == 2
    else:
        assert found == withheld
    assert said["A", attribute, "*", "*"] == sum(counts)


def test_nine_people_with_one_woman_director_tell_that_they_are_nine_and_nothing_else() -> None:
    said = figures(published(base_cells({"staff": (4, 2), "director": (1, 2)})))
    assert [value for value in said.values() if value is not None] == [9]


def test_a_row_with_a_small_group_is_not_lost_as_a_whole() -> None:
    cells = base_cells({"staff": (50, 60, 40), "head": (3, 40, 30)}, groups=("women", "men", "other"))
    said = figures(published(cells))
    assert said["A", "gender", "head", "women"] is None
    assert [said["A", "gender", "head", group] for group in ("men", "other")].count(None) == 1
    assert said["A", "gender", "head", "*"] == 73


@pytest.mark.parametrize(
    "policy", [Policy(), Policy(k=6, k_sensitive=15), Policy(sensitive=frozenset({"gender"}))]
)
def test_the_policy_asks_for_more_and_gets_it(policy: Policy) -> None:
    floor = policy.floor_of("gender")
    for people in range(1, 18):
        said = figures(published(base_cells({"staff": (people, 60)}), policy))
        assert (said["A", "gender", "staff", "women"] is None) == (people < floor)


def test_already_public_filings_are_shown_as_filed() -> None:
    policy = Policy(already_public=True, source="a public filing")
    released = release_headcount(headcount({"gender": [[[1, 8], [0, 3]]]}), policy)
    table = released.tables["gender"]
    assert table.cells[1, :2, :2].tolist() == [[1, 8], [0, 3]]
    assert (table.floor, released.policy.source) == (0, "a public filing")


def test_that_figures_are_public_elsewhere_opens_no_table_of_counts() -> None:
    """Only filings are shown as filed: the gate for counts does not know the exception."""
    said = figures(published(base_cells({"staff": (1, 8)}), Policy(already_public=True)))
    assert {key[-1]: value for key, value in said.items()} == {"women": None, "men": None, "*": 9}


def test_everything_withheld_has_one_reason() -> None:
    cells = base_cells({"staff": (50, 60), "head": (30, 40), "board": (1, 40), "committee": (1, 2)})
    released = release(linked(cells), Policy())
    found = defaultdict(set)
    for *_, value, status in rows(released):
        found[value is None].add(status)
    assert found == {True: {"withheld"}, False: {"released"}}


# ------------------------------------------------------------------------------------ the attacker


def attacked(
    said: dict[tuple[str, ...], int | None], levels: list[str], cell: tuple[str, str]
) -> tuple[int, int]:
    """Return the smallest and largest value of a cell that an attacker finds by integer programming."""
    groups = ["women", "men"]
    places = [(level, group) for level in levels for group in groups]
    constraints = []
    for (_, _, level, group), value in said.items():
        if value is not None:
            weights = [float(level in (own, "*") and group in (kind, "*")) for own, kind in places]
            constraints.append(LinearConstraint(np.array(weights), value, value))
    aim = np.array([float(cell[0] in (own, "*") and cell[1] in (kind, "*")) for own, kind in places])
    ends = []
    for sign in (1, -1):
        found = milp(
            sign * aim, constraints=constraints, integrality=np.ones(len(places)), bounds=Bounds(0, 10_000)
        )
        assert found.success
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=1, max_size=4))
def test_an_attacker_with_all_that_is_shown_keeps_at_least_five_possibilities(
    levels: list[tuple[int, int]],
) -> None:
    names = [f"l{number}" for number in range(len(levels))]
    said = figures(published(base_cells(dict(zip(names, levels, strict=True)))))
    for (_, _, level, group), value in said.items():
        if value is None:
            low, high = attacked(said, names, (level, group))
            assert high - low + 1 >= 5, (levels, level, group)
            assert high >= 5, (levels, level, group)


def compositions(people: int, groups: int) -> list[Row]:
    """Return all ways of splitting people into groups."""
    if groups == 1:
        return [(people,)]
    return [(own, *rest) for own in range(people + 1) for rest in compositions(people - own, groups - 1)]


@pytest.mark.parametrize(
    ("people", "groups"),
    [((12,), 3), ((40,), 3), ((20, 30), 2), ((7, 9), 3), ((6, 5, 31), 2)],
    ids=["12 of three", "40 of three", "20 and 30 of two", "7 and 9 of three", "6, 5 and 31 of two"],
)
def test_one_who_knows_the_rule_keeps_five_possibilities(people: Row, groups: int) -> None:
    """All populations are written down: their numbers fit, and the rule names cells, all withheld.

    Of forty people in groups of 2, 3 and 35 it would not do to withhold the two: each would have one to four.
    """
    lattice, names = Lattice(tuple("rst"[: len(people)])), tuple("abc"[:groups])
    every = np.array(list(product(*(compositions(number, groups) for number in people))))
    values = lattice.extended(every)
    named = primary_cells(values, 5)
    for number, own in enumerate(every):
        counts = {level: tuple(map(int, row)) for level, row in zip(lattice.levels, own, strict=True)}
        withheld = np.isnan(
            release(linked(base_cells(counts, groups=names)), Policy()).tables["gender"].cells[0]
        )
        if not withheld.any():
            continue
        fits = (values[:, ~withheld] == values[number, ~withheld]).all(axis=1)
        fits &= named.any(axis=(1, 2)) & ~(named & ~withheld).any(axis=(1, 2))
        left = values[fits]
        for row, column in np.argwhere(withheld):
            possible = np.unique(left[:, row, column])
            assert len(possible) >= 5, (counts, row, column)
            assert possible[-1] >= 5, (counts, row, column)


def narrowest(people: int, groups: int) -> dict[str, int]:
    """Return the fewest and the largest values that one who tries the gate on all compositions has left."""
    names = tuple("abcd"[:groups])
    behind = defaultdict(list)
    for counts in compositions(people, groups):
        said = figures(published(base_cells({"staff": counts}, groups=names)))
        behind[tuple(said.items())].append(counts)
    left = [
        {counts[names.index(key[-1])] for counts in members}
        for said, members in behind.items()
        for key, value in said
        if value is None and key[-1] != "*"
    ]
    return {"values": min(map(len, left)), "largest": min(map(max, left))}


@pytest.mark.parametrize("people", [12, 31, 40])
def test_two_groups_keep_five_possibilities_for_one_who_tries_the_gate_on_all_of_them(people: int) -> None:
    """He knows the whole procedure, not only the rule: what would have been withheld in the same way."""
    found = narrowest(people, 2)
    assert found["values"] >= 5
    assert found["largest"] >= 5


@pytest.mark.xfail(strict=True, reason="the search itself is not part of the guarantee: docs/decisions/0043")
@pytest.mark.parametrize("people", [12, 40])
def test_three_groups_keep_five_possibilities_for_one_who_tries_the_gate_on_all_of_them(people: int) -> None:
    """Which group is withheld beside a small one tells which of the two is the small one."""
    found = narrowest(people, 3)
    assert found["values"] >= 5
    assert found["largest"] >= 5
