"""Worlds are what they say, careless gates break on them, and what the attacker finds is never false."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.rating.disclosure.attack.attacker import Cell, attack, compare_editions
from tests.rating.disclosure.attack.careless_gates import by_the_rule, counted, everything, published
from tests.rating.disclosure.attack.worlds import FIRST, KINDS, kind_of, worlds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.rating.disclosure.attack.worlds import Row, World


def headcounts_of(rows: Iterable[Row], keys: Sequence[str]) -> dict[str, dict[Any, int]]:
    heads: dict[str, dict[Any, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        heads[row["attribute"]][tuple(row[key] for key in keys if key not in {"attribute", "group"})] += row[
            "n"
        ]
    return heads


SOME = list(worlds(5, 2 * len(KINDS)))


def test_all_kinds_of_worlds_come_in_one_round() -> None:
    assert len({kind_of(number) for number in range(len(KINDS))}) == len(KINDS)


def test_the_same_seed_makes_the_same_worlds_and_another_makes_others() -> None:
    assert list(worlds(5, 2 * len(KINDS))) == SOME
    assert list(worlds(6, 2 * len(KINDS))) != SOME


def test_all_attributes_of_a_world_split_the_same_people() -> None:
    for world in SOME:
        assert set(world.parents) | set(world.parents.values()) <= set(world.keys)
        people = []
        for rows in (world.rows, *(edition.rows for edition in world.later)):
            assert {frozenset(row) for row in rows} == {frozenset((*world.keys, "n"))}
            first, *others = headcounts_of(rows, world.keys).values()
            assert all(other == first for other in others), world.name
            people.append(sum(first.values()))
        for edition, count in zip(world.later, people[1:], strict=True):
            if edition.joiners is not None and edition.leavers is not None:
                assert count - people[0] == edition.joiners - edition.leavers, world.name


def truth_of(world: World, rows: Iterable[Row]) -> dict[Cell, int]:
    return {
        Cell(unit, attribute if group != "*" else "*", level, group): count
        for (unit, attribute, level, group), count in counted(rows, world.keys[:-3]).items()
    }


def test_worlds_break_a_careless_gate_and_what_is_found_out_is_never_false() -> None:
    broken = []
    for world in SOME:
        units, truth = world.keys[:-3], truth_of(world, world.rows)
        if len(world.rows) > 60:
            continue
        breaches = attack([published(world.rows, by_the_rule, units)])
        for one in breaches:
            assert truth[Cell(tuple(one.unit[key] for key in units), **one.cell)] in one.values, world.name
        broken.append(bool(breaches))
    assert 0.3 < np.mean(broken) < 1
    assert len(broken) > 15


def test_worlds_of_which_nothing_is_shown_give_nothing_away() -> None:
    for world in SOME:
        assert attack([published(world.rows, everything, world.keys[:-3])]) == [], world.name


def test_editions_of_worlds_break_a_gate_that_does_not_remember() -> None:
    broken = []
    for world in SOME:
        for edition in world.later:
            units = world.keys[:-3]
            if edition.reference_date == FIRST or len(world.rows) > 60:
                continue
            older = published(world.rows, by_the_rule, units)
            moved = (edition.joiners, edition.leavers)
            newer = published(edition.rows, by_the_rule, units, date=edition.reference_date, moved=moved)
            broken.append(bool(compare_editions(older, newer)))
    assert sum(broken) >= len(broken) - 2 > 2
