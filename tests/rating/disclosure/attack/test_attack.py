"""The gate under attack: whatever it publishes, no withheld cell can be narrowed below its promise.

Exports of a release, in whatever shape, are cells of the same release. Two thousand table sets and more are
attacked, of fifteen kinds in turn; those that fail name their seed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest

from rating.disclosure import Movement, Policy, publication_of, release, tables_of
from rating.disclosure.headcounts import public_shares
from rating.disclosure.publication import Publication, columns, rows
from tests.rating.disclosure.attack.attacker import Movement as Told
from tests.rating.disclosure.attack.attacker import (
    Pair,
    Structure,
    attack,
    attack_csv,
    attack_shares,
    compare_editions,
    joint_breaches,
    read,
)
from tests.rating.disclosure.attack.cities import KEYS, PARENTS, city
from tests.rating.disclosure.attack.worlds import FIRST, SECOND, World, worlds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rating.disclosure import Released
    from tests.rating.disclosure.attack.attacker import Breach
    from tests.rating.disclosure.attack.worlds import Edition, Row

Document = dict[str, Any]
#: Attribute -> group -> what its cells are worth beside those of others.
Worth: TypeAlias = "Mapping[str, Mapping[str, float]]"
#: Sets of tables: so many parts, so that they are attacked side by side, and so many in each.
PARTS, SETS = 16, 135


def published(
    world: World,
    given: Sequence[Row],
    policy: Policy,
    earlier: Sequence[Document] = (),
    worth: Worth | None = None,
) -> tuple[Document, Released]:
    tables = replace(tables_of(given, world.keys, parents=world.parents), group_worth=worth or {})
    before = [Publication.model_validate(document) for document in earlier]
    released = release(tables, policy, before)
    return json.loads(publication_of(released).model_dump_json(by_alias=True)), released


def in_shape(document: Document, edition: Edition) -> Document:
    """Export some cells of a release: a filter, or totals over a key that is left out."""
    tables = []
    for table in document["tables"]:
        if any(table["fixed"].get(key, text) != text for key, text in edition.fixed.items()):
            continue
        cells = [
            {key: text for key, text in cell.items() if key in (*edition.keys, "value")}
            for cell in table["cells"]
            if all(
                cell[key] == edition.fixed.get(key, "*")
                for key in ("level", "group")
                if key not in edition.keys
            )
        ]
        fixed = {key: text for key, text in edition.fixed.items() if key not in table["fixed"]}
        tables.append({"keys": list(edition.keys), "fixed": table["fixed"] | fixed, "cells": cells})
    return document | {"tables": tables}


def csv_rows(released: Released) -> list[dict[str, str]]:
    names = columns(released)
    return [
        {name: "" if text is None else str(text) for name, text in zip(names, row, strict=True)}
        for row in rows(released)
    ]


def as_shares(document: Document) -> tuple[Document, dict[tuple[str, ...], int]]:
    """Publish the shares that follow from released counts, and tell the headcounts that are released."""
    tables, heads = [], {}
    for table in document["tables"]:
        units = [text for key, text in table["fixed"].items() if key != "attribute"]
        people = {cell["level"]: cell["value"] for cell in table["cells"] if cell["group"] == "*"}
        heads |= {(*units, level): count for level, count in people.items() if count is not None}
        cells = []
        for cell in table["cells"]:
            count, total = cell["value"], people[cell["level"]]
            shown = cell["group"] != "*" and count is not None and total
            share = float(public_shares(np.array([count]), np.array(total))[0]) if shown else None
            if cell["group"] != "*" and (share is not None or count is None):
                cells.append(cell | {"value": None if share is None else int(share)})
        tables.append(table | {"cells": cells})
    return document | {"tables": tables}, heads


def breaches(world: World, worth: Worth | None = None) -> list[Breach]:
    policy = Policy(reference_date=world.reference_date)
    first, released = published(world, world.rows, policy, worth=worth)
    found = [*attack([first]), *attack_csv(csv_rows(released), first), *attack_shares(*as_shares(first))]
    for edition in world.later:
        movement = Movement(edition.joiners, edition.leavers)
        policy = Policy(reference_date=edition.reference_date, movement=movement)
        later, _ = published(world, edition.rows, policy, [first], worth)
        if edition.reference_date == world.reference_date:
            found += attack([first, in_shape(later, edition)])
        else:
            found += compare_editions(first, later)
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_withheld_can_be_narrowed_below_its_promise(part: int) -> None:
    failed = {
        f"{number}: {world.name}": found
        for number, world in enumerate(worlds(1000 + part, SETS))
        if (found := breaches(world))
    }
    assert failed == {}


@pytest.mark.parametrize("part", range(2))
def test_nor_where_some_groups_are_worth_more_than_others(part: int) -> None:
    """Then others are withheld for the sake of a small one, and the promise is the same."""
    failed = {}
    for number, world in enumerate(worlds(2000 + part, SETS)):
        rng = np.random.default_rng(number)
        worth: dict[str, dict[str, float]] = {}
        for row in world.rows:
            own = worth.setdefault(str(row.get("attribute", "")), {})
            own.setdefault(str(row["group"]), 10.0 ** int(rng.integers(0, 7)))
        if found := breaches(world, worth):
            failed[f"{number}: {world.name}"] = found
    assert failed == {}


@pytest.mark.parametrize("seed", range(40))
def test_the_totals_of_a_city_do_not_uncover_companies_that_changed(seed: int) -> None:
    made = city(seed)
    world = World("a city", KEYS, PARENTS, made.first)
    first, _ = published(world, made.first, Policy(reference_date=FIRST))
    movements = {name: Movement(joined, made.leavers[name]) for name, joined in made.joiners.items()}
    second, _ = published(world, made.second, Policy(reference_date=SECOND, movements=movements), [first])
    kept = second["population"]["kept"]
    there = {row["company"] for row in made.first}
    # nobody came or went where figures are kept: that is how readers have to take them
    joiners = {name: 0 if name in kept else joined for name, joined in made.joiners.items() if name in there}
    leavers = {name: 0 if name in kept else left for name, left in made.leavers.items() if name in there}
    pair = Pair(read([first, second]), Structure(read([first, second]), is_complete=True), 1)
    told = Told(pair, second, joiners, leavers)
    assert [*attack([first]), *attack([second]), *joint_breaches(pair, told)] == []
