"""The attacker counts exactly: tiny populations, of which every other one is tried."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.rating.disclosure.attack.attacker import Cell, attack, possible_values
from tests.rating.disclosure.attack.careless_gates import (
    ALONE,
    TINY,
    by_the_rule,
    counted,
    published,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.rating.disclosure.attack.careless_gates import Counts, Hidden
    from tests.rating.disclosure.attack.worlds import Row


def tables_of(width: int, people: int) -> np.ndarray:
    """Return all ways to put so many people into so many cells, one a row."""
    bars = np.array(list(itertools.combinations(range(people + width - 1), width - 1))).reshape(-1, width - 1)
    ends = np.pad(bars, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, people + width - 1)))
    return np.diff(ends, axis=1) - 1


def fitting(rows: Sequence[Row], units: Sequence[str], hidden: Hidden) -> list[Counts]:
    """Return every population of the same size, in one attribute, that has the released numbers."""
    truth = counted(rows, units)
    base = np.eye(len(rows), dtype=int)
    sums = [
        counted([{**row, "n": n} for row, n in zip(rows, one, strict=True)], units) for one in base.tolist()
    ]
    places = list(truth)
    adding = np.array([[one[place] for place in places] for one in sums])
    tried = tables_of(len(rows), sum(row["n"] for row in rows)) @ adding
    shown = [number for number, place in enumerate(places) if place not in hidden]
    kept = tried[(tried[:, shown] == [truth[places[number]] for number in shown]).all(axis=1)]
    return [dict(zip(places, one, strict=True)) for one in kept.tolist()]


def enumerated(
    rows: Sequence[Row], units: Sequence[str], hidden: Hidden, rule: Mapping[str, Any]
) -> dict[Cell, set[int]]:
    """Try every population of the same size, and note the values of withheld cells in those that fit."""
    by_attribute: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_attribute[row["attribute"]].append(row)
    values: dict[Cell, set[int]] = defaultdict(set)
    for parts in itertools.product(*(fitting(some, units, hidden) for some in by_attribute.values())):
        counts = {place: count for part in parts for place, count in part.items()}
        heads: dict[Any, set[int]] = defaultdict(set)
        for (unit, _, level, group), count in counts.items():
            if group == "*":
                heads[unit, level].add(count)
        if any(len(some) > 1 for some in heads.values()) or by_the_rule(counts, rule) - hidden:
            continue
        for unit, attribute, level, group in hidden:
            cell = Cell(unit, attribute if group != "*" else "*", level, group)
            values[cell].add(counts[unit, attribute, level, group])
    return values


def tiny_world(rng: np.random.Generator, kind: int) -> tuple[list[Row], tuple[str, ...]]:
    """Make a population small enough to be enumerated: a table, two linked ones, or two sites."""
    people = int(rng.integers(3, 9))
    if kind == 0:
        counts = rng.multinomial(people, rng.dirichlet(np.ones(6))).reshape(2, 3).tolist()
        return table(
            {f"l{r}": {f"g{c}": n for c, n in enumerate(row)} for r, row in enumerate(counts)}
        ), ALONE
    if kind == 1:
        heads = rng.multinomial(people + 2, [0.4, 0.6])
        rows = []
        for attribute in ("gender", "origin"):
            drawn = [rng.multinomial(head, [0.5, 0.5]) for head in heads]
            rows += table(
                {f"l{r}": {"g0": int(a), "g1": int(b)} for r, (a, b) in enumerate(drawn)}, attribute
            )
        return rows, ALONE
    sites = rng.multinomial(people, rng.dirichlet(np.ones(8))).reshape(2, 2, 2).tolist()
    rows = []
    for site, part in enumerate(sites):
        named = {f"l{r}": {f"g{c}": n for c, n in enumerate(row)} for r, row in enumerate(part)}
        rows += table(named, company="A", site=f"A{site}")
    return rows, ("company", "site")


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_the_attacker_agrees_with_trying_every_population(kind: int) -> None:
    rng = np.random.default_rng(kind)
    tried = found = told_by_the_rule = 0
    while tried < 25:
        rows, units = tiny_world(rng, kind)
        counts = counted(rows, units)
        whole = {place for place in counts if place[2:] == ("*", "*") and set(place[0][1:]) <= {"*"}}
        likely = {True: 0.5, False: rng.choice([0.1, 0.4])}
        hidden = by_the_rule(counts, TINY) | {
            place for place in counts if rng.random() < likely[place[3] == "*"]
        }
        heads = {(unit, level) for unit, _, level, group in hidden if group == "*"}
        hidden |= {place for place in counts if place[3] == "*" and (place[0], place[2]) in heads}
        hidden -= whole
        if by_the_rule(counts, TINY) & whole or not hidden:
            continue
        tried += 1
        expected = enumerated(rows, units, hidden, TINY)
        document = published(rows, hidden, units, rule=TINY)
        assert {cell: set(some) for cell, some in possible_values([document]).items()} == expected
        floors = {"gender": 2, "origin": 3, "*": 3 if kind == 1 else 2}
        broken = {
            cell: tuple(sorted(some))
            for cell, some in expected.items()
            if len(some) < floors[cell.attribute] or max(some) < floors[cell.attribute]
        }
        breaches = {
            Cell(tuple(one.unit[key] for key in units), **one.cell): one.values for one in attack([document])
        }
        assert breaches == broken
        found += len(broken)
        told_by_the_rule += any(
            place[3] != "*" and (*place[:3], "*") in hidden for place in counts.keys() - hidden
        )
    assert found > 10
    assert told_by_the_rule > 5
