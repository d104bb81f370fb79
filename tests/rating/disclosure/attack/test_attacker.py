"""The attacker finds what careless gates give away, finds nothing where nothing is, and counts exactly."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pytest
from scipy.optimize import linprog

from tests.rating.disclosure.attack.attacker import (
    Cell,
    attack,
    attack_csv,
    attack_shares,
    compare_editions,
    possible_values,
)
from tests.rating.disclosure.attack.worlds import FIRST, KINDS, SECOND, kind_of, worlds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tests.rating.disclosure.attack.attacker import Breach
    from tests.rating.disclosure.attack.worlds import Row, World

    Place: TypeAlias = tuple[tuple[str, ...], str, str, str]
    Counts: TypeAlias = dict[Place, int]
    Hidden: TypeAlias = set[Place]

RULE = {"k": 5, "k_sensitive": 10, "zeros": "withheld below 30", "rounding": "none"}
TINY = {"k": 2, "k_sensitive": 3, "zeros": "withheld below 4", "rounding": "none"}
OPEN = {"k": 1, "k_sensitive": 1, "zeros": "shown", "rounding": "none"}
ALONE = ("company",)


# ------------------------------------------------------------------------------------ careless gates


def counted(rows: Iterable[Row], units: Sequence[str]) -> Counts:
    """Count every cell and every total of base rows."""
    counts: Counts = defaultdict(int)
    for row in rows:
        names = [row[key] for key in units]
        for depth in range(1, len(names) + 1):
            unit = (*names[:depth], *("*" for _ in names[depth:]))
            for level, group in itertools.product((row["level"], "*"), (row["group"], "*")):
                counts[unit, row["attribute"], level, group] += row["n"]
    return dict(counts)


def floor_of(rule: Mapping[str, Any], attribute: str) -> int:
    return int(rule["k"] if attribute in {"gender", "age", "seniority", "education"} else rule["k_sensitive"])


def by_the_rule(counts: Counts, rule: Mapping[str, Any] = RULE) -> Hidden:
    """Withhold what the rule names and no more."""
    zeros = int("".join(sign for sign in rule["zeros"] if sign.isdigit()) or 0)
    highest: dict[tuple[str, ...], int] = defaultdict(int)
    for unit, attribute, _, _ in counts:
        highest[unit] = max(highest[unit], floor_of(rule, attribute))
    hidden: Hidden = set()
    for unit, attribute, level, group in counts:
        people, everybody = counts[unit, attribute, level, "*"], counts[unit, attribute, "*", "*"]
        is_small = 0 < people < highest[unit] or (level != "*" and 0 < everybody - people < highest[unit])
        count, floor = counts[unit, attribute, level, group], floor_of(rule, attribute)
        is_told = 0 < count < floor or 0 < people - count < floor
        is_told |= 0 < people < zeros and count in {0, people}
        if is_small or (group != "*" and is_told):
            hidden.add((unit, attribute, level, group))
    return hidden


def with_a_second_in_the_row(counts: Counts, rule: Mapping[str, Any] = RULE) -> Hidden:
    """Withhold what the rule names, and where it is alone in its row the next smallest."""
    hidden = by_the_rule(counts, rule)
    rows: dict[tuple[Any, ...], list[Place]] = defaultdict(list)
    for place in counts:
        if place[3] != "*":
            rows[place[:3]].append(place)
    for row in rows.values():
        shown = [place for place in row if place not in hidden]
        if len(row) - len(shown) == 1 and shown:
            hidden.add(min(shown, key=counts.__getitem__))
    return hidden


def each_attribute_for_itself(counts: Counts, rule: Mapping[str, Any] = RULE) -> Hidden:
    """Withhold what the rule names in each attribute, and forget that they split the same people."""
    hidden: Hidden = set()
    for attribute in {place[1] for place in counts}:
        hidden |= by_the_rule({place: n for place, n in counts.items() if place[1] == attribute}, rule)
    return hidden


def nothing(counts: Counts) -> Hidden:  # noqa: ARG001 - it is one of the gates
    return set()


def everything(counts: Counts) -> Hidden:
    return set(counts)


def published(
    rows: Iterable[Row],
    hide: Callable[[Counts], Hidden] | Hidden,
    units: Sequence[str] = ALONE,
    *,
    rule: Mapping[str, Any] = RULE,
    keys: Sequence[str] = ("level", "group"),
    fixed: Mapping[str, str] | None = None,
    date: str = FIRST,
    moved: tuple[int | None, int | None] = (None, None),
    shares: bool = False,
) -> dict[str, Any]:
    """Publish base rows by a gate, in a shape."""
    counts, filters = counted(rows, units), dict(fixed or {})
    hidden = hide(counts) if callable(hide) else hide
    tables: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for place, count in counts.items():
        unit, attribute, level, group = place
        names = {"attribute": attribute, "level": level, "group": group}
        if any(names[key] != name for key, name in filters.items()):
            continue
        if any(names[key] != "*" for key in ("level", "group") if key not in {*keys, *filters}):
            continue
        people = counts[unit, attribute, level, "*"]
        value = share_of(count, people) if shares and people else count
        cell = {key: names[key] for key in keys} | {"value": None if place in hidden else value}
        tables[unit, attribute].append(cell)
    return {
        "schema": "released/1",
        "rule": dict(rule),
        "population": {"company": "A", "reference_date": date, "joiners": moved[0], "leavers": moved[1]},
        "tables": [
            {
                "keys": list(keys),
                "fixed": {**dict(zip(units, unit, strict=True)), "attribute": attribute, **filters},
                "cells": cells,
            }
            for (unit, attribute), cells in tables.items()
        ],
        "guarantee": {"values_at_least": rule["k"], "reaches_at_least": rule["k"]},
    }


def share_of(count: int, people: int) -> int:
    step = 1 if people >= 100 else 5
    return step * round(100 * count / (people * step))


def csv_of(publication: Mapping[str, Any]) -> str:
    """Write the CSV file of a document."""
    keys = ("company", "site", "attribute", "level", "group")
    lines = [",".join([*keys, "value", "status"])]
    for table in publication["tables"]:
        for cell in table["cells"]:
            names = {**table["fixed"], **cell}
            value = "" if cell["value"] is None else str(cell["value"])
            status = "withheld" if cell["value"] is None else "released"
            lines.append(",".join([*(names.get(key, "") for key in keys), value, status]))
    return "\r\n".join(lines) + "\r\n"


def table(counts: Mapping[str, Mapping[str, int]], attribute: str = "gender", **unit: str) -> list[Row]:
    """Write a table as base rows: level, group, people."""
    names = unit or {"company": "A"}
    return [
        {**names, "level": level, "attribute": attribute, "group": group, "n": count}
        for level, row in counts.items()
        for group, count in row.items()
    ]


def cells(*places: str, attribute: str = "gender", unit: tuple[str, ...] = ("A",)) -> Hidden:
    """Name places as "level group"; a star for a total."""
    found: Hidden = set()
    for place in places:
        level, group = place.split()
        found.add((unit, attribute, level, group))
    return found


def found_in(breaches: Iterable[Breach]) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return what was found out, by level and group."""
    return {(breach.cell["level"], breach.cell["group"]): breach.values for breach in breaches}


# ------------------------------------------------------------------------------------ hand-made leaks


def test_a_cell_that_is_alone_in_its_column_is_the_total_less_the_others() -> None:
    rows = table({"staff": {"women": 40, "men": 3}, "leaders": {"women": 20, "men": 25}})
    breaches = attack([published(rows, by_the_rule)])
    assert found_in(breaches) == {("staff", "women"): (40,), ("staff", "men"): (3,)}
    assert {breach.needed for breach in breaches} == {5}
    assert {breach.why for breach in breaches} == {"known exactly"}


def test_one_primary_cell_of_two_by_two_is_known_exactly() -> None:
    rows = table({"staff": {"women": 4, "men": 40}, "leaders": {"women": 20, "men": 25}})
    breaches = attack([published(rows, cells("staff women"))])
    assert [breach.why for breach in breaches] == [
        "released although all but a few of its row are in it",
        "known exactly",
    ]
    assert found_in(breaches) == {("staff", "men"): (40,), ("staff", "women"): (4,)}


def test_a_second_cell_in_the_row_protects_no_column() -> None:
    rows = table(
        {
            "staff": {"under30": 3, "under50": 12, "over50": 40},
            "leaders": {"under30": 20, "under50": 31, "over50": 22},
        },
        "age",
    )
    document = published(rows, with_a_second_in_the_row)
    withheld = [cell for shown in document["tables"] for cell in shown["cells"] if cell["value"] is None]
    assert [(cell["level"], cell["group"]) for cell in withheld] == [
        ("staff", "under30"),
        ("staff", "under50"),
    ]
    assert found_in(attack([document])) == {("staff", "under30"): (3,), ("staff", "under50"): (12,)}


def test_a_company_less_one_site_is_the_other_site() -> None:
    rows = [
        *table({"staff": {"women": 40, "men": 50}}, company="A", site="A1"),
        *table({"staff": {"women": 6, "men": 3}}, company="A", site="A2"),
    ]
    breaches = attack([published(rows, by_the_rule, ("company", "site"))])
    assert {breach.unit["site"] for breach in breaches} == {"A2"}
    assert found_in(breaches)["staff", "men"] == (3,)


def test_the_total_row_of_nine_people_tells_too_much_of_one_woman_director() -> None:
    rows = table(
        {
            "board": {"women": 1, "men": 2},
            "executive": {"women": 0, "men": 1},
            "staff": {"women": 3, "men": 2},
        }
    )

    def with_the_total_row(counts: Counts) -> Hidden:
        return {place for place in counts if place[2] != "*"}

    breaches = attack([published(rows, with_the_total_row)])
    assert found_in(breaches)["board", "women"] == (0, 1, 2, 3, 4)
    assert ("*", "women") in found_in(breaches)  # shown, and below the floor
    assert attack([published(rows, everything)]) == []


def test_a_headcount_withheld_for_one_attribute_and_shown_for_another_is_found() -> None:
    rows = [
        *table({"staff": {"women": 30, "men": 40}, "leaders": {"women": 3, "men": 4}}),
        *table({"staff": {"north": 35, "south": 35}, "leaders": {"north": 3, "south": 4}}, "origin"),
    ]
    breaches = attack([published(rows, each_attribute_for_itself)])
    assert ("leaders", "*") in {place for place, values in found_in(breaches).items() if values == (7,)}
    assert "withheld here and released elsewhere" in {breach.why for breach in breaches}


def test_two_exports_that_are_safe_alone_are_attacked_together() -> None:
    rows = table(
        {
            "staff": {"women": 30, "men": 41},
            "leaders": {"women": 21, "men": 33},
            "board": {"women": 12, "men": 14},
        }
    )
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    whole = published(rows, block)
    filtered = published(rows, set(), keys=("group",), fixed={"level": "leaders"})
    assert attack([whole]) == []
    assert attack([filtered]) == []
    told = found_in(attack([whole, filtered]))
    assert told == {
        ("staff", "women"): (30,),
        ("staff", "men"): (41,),
        ("leaders", "women"): (21,),
        ("leaders", "men"): (33,),
    }


def test_a_filter_alone_does_not_say_that_there_are_no_other_levels() -> None:
    rows = table({"staff": {"women": 30, "men": 41}, "leaders": {"women": 21, "men": 33}})
    filtered = published(rows, set(), keys=("group",), fixed={"level": "leaders"})
    total = published(rows, cells("* women", "* men"), keys=("group",))
    assert attack([filtered, total]) == []


def test_a_company_less_some_of_its_sites_may_have_sites_that_were_not_given() -> None:
    sites = {
        name: table({"staff": {"women": 40, "men": 50}}, company="A", site=name) for name in ("A1", "A2")
    }
    document = published([*sites["A1"], *sites["A2"]], nothing, ("company", "site"))
    document["tables"] = [shown for shown in document["tables"] if shown["fixed"]["site"] != "A2"]
    assert attack([document]) == []


@pytest.mark.parametrize("gate", [nothing, everything])
@pytest.mark.parametrize("attributes", [["gender"], ["gender", "origin"]])
def test_nothing_is_found_where_nothing_or_everything_is_withheld(
    gate: Callable[[Counts], Hidden], attributes: list[str]
) -> None:
    rows = [
        row
        for attribute in attributes
        for row in table({"staff": {"a": 40, "b": 50}, "leaders": {"a": 33, "b": 20}}, attribute)
    ]
    assert attack([published(rows, gate)]) == []


def test_what_the_rule_withholds_is_a_breach_where_it_is_shown() -> None:
    rows = table({"staff": {"a": 40, "b": 3}, "leaders": {"a": 0, "b": 20}})
    breaches = attack([published(rows, nothing)])
    assert found_in(breaches) == {
        ("staff", "b"): (3,),
        ("staff", "a"): (40,),
        ("leaders", "a"): (0,),
        ("leaders", "b"): (20,),
    }
    assert {breach.why.split()[0] for breach in breaches} == {"released"}


def test_numbers_that_contradict_each_other_are_a_breach() -> None:
    document = published(table({"staff": {"a": 40, "b": 50}}), nothing)
    document["tables"][0]["cells"][0]["value"] += 1
    assert [breach.why for breach in attack([document])] == [
        "no table of counts agrees with what is published"
    ]


def test_editions_of_two_dates_are_no_one_population() -> None:
    rows = table({"staff": {"a": 40, "b": 50}})
    with pytest.raises(ValueError, match="compare_editions"):
        attack([published(rows, nothing), published(rows, nothing, date=SECOND)])


# -------------------------------------------------------------------------- what is known from elsewhere


def test_a_headcount_known_from_elsewhere_is_used() -> None:
    rows = table({"staff": {"a": 20, "b": 21}, "leaders": {"a": 1, "b": 2}})
    hidden = {place for place in counted(rows, ALONE) if place[2] in {"leaders", "*"}}
    document = published(rows, hidden)
    assert attack([document]) == []
    assert found_in(attack([document], headcounts={"A": 44})) == {
        ("staff", "*"): (41,),  # shown, and all but three
        ("leaders", "*"): (3,),
        ("leaders", "a"): (0, 1, 2, 3),
        ("leaders", "b"): (0, 1, 2, 3),
        ("*", "a"): (20, 21, 22, 23),
        ("*", "b"): (21, 22, 23, 24),
    }


def test_nothing_can_be_promised_of_a_unit_known_to_be_below_the_floor() -> None:
    rows = table({"staff": {"a": 1, "b": 2}, "leaders": {"a": 1, "b": 0}})
    assert attack([published(rows, everything)], headcounts={"A": 4}) == []
    known = attack([published(rows, everything)], headcounts={("A",): 5})
    assert known == []  # nought to five people are six values, and five is one of them


# ------------------------------------------------------------------------------- counted by hand


def test_a_block_of_two_by_two_has_the_values_between_its_frechet_bounds() -> None:
    rows = table({"one": {"a": 12, "b": 8, "c": 30}, "two": {"a": 13, "b": 17, "c": 40}})
    values = possible_values([published(rows, cells("one a", "one b", "two a", "two b"), rule=OPEN)])
    # rows of 20 and 30 and columns of 25 and 25: max(0, 20 + 25 - 50) to min(20, 25)
    assert values[Cell(("A",), "gender", "one", "a")] == tuple(range(21))
    assert values[Cell(("A",), "gender", "two", "a")] == tuple(range(5, 26))
    assert values[Cell(("A",), "gender", "two", "b")] == tuple(range(5, 26))


def test_a_cycle_through_three_rows_leaves_one_degree_of_freedom() -> None:
    rows = table(
        {
            "one": {"a": 7, "b": 9, "c": 50},
            "two": {"a": 60, "b": 6, "c": 8},
            "three": {"a": 9, "b": 70, "c": 9},
        }
    )
    hidden = cells("one a", "one b", "two b", "two c", "three a", "three c")
    values = possible_values([published(rows, hidden, rule=OPEN)])
    # one a + t, one b - t, two b + t, two c - t, three c + t, three a - t for t from -6 to 8
    assert values[Cell(("A",), "gender", "one", "a")] == tuple(range(1, 16))
    assert values[Cell(("A",), "gender", "three", "a")] == tuple(range(1, 16))
    assert values[Cell(("A",), "gender", "two", "b")] == tuple(range(15))


def five_levels_of_four() -> tuple[list[Row], Hidden]:
    """Return three attributes that each split five withheld levels into two groups of whole levels."""
    levels = ("one", "two", "three", "four", "five")
    rows = []
    for attribute, first in (
        ("gender", levels[:2]),
        ("age", levels[1:3]),
        ("seniority", (*levels[:1], *levels[2:4])),
    ):
        split = {level: {"a": 4, "b": 0} if level in first else {"a": 0, "b": 4} for level in levels}
        rows += table(split, attribute)
    counts = counted(rows, ALONE)
    return rows, {place for place, count in counts.items() if place[2] != "*" and (place[3] == "*" or count)}


def test_three_linked_attributes_leave_holes_that_a_linear_relaxation_does_not_see() -> None:
    rows, hidden = five_levels_of_four()
    # group totals are sums of levels: one + two = 8, two + three = 8, one + three + four = 12,
    # so four is 2 two - 4, which is even
    values = possible_values([published(rows, hidden, rule=OPEN)])
    assert values[Cell(("A",), "*", "four", "*")] == (0, 2, 4, 6, 8, 10, 12)
    sums = [[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [1, 0, 1, 1, 0], [1, 1, 1, 1, 1]]
    inside = [(0, None)] * 3 + [(0, 11), (0, None)]
    relaxed = linprog([0, 0, 0, -1, 0], A_eq=sums, b_eq=[8, 8, 12, 20], bounds=inside)
    assert relaxed.fun == pytest.approx(-11)  # which no table of people reaches


def test_a_shown_nobody_tells_that_its_withheld_row_is_empty_or_large() -> None:
    rows, hidden = five_levels_of_four()
    document = published(rows, hidden, rule={**OPEN, "k": 8})
    told = {
        breach.cell["level"]: breach.values for breach in attack([document]) if breach.cell["group"] == "*"
    }
    # two is 0 or 8, and as four is 2 two - 4, it is 8
    assert told == {"one": (0,), "two": (8,), "three": (0,), "four": (12,), "five": (0,)}


def test_the_rule_itself_tells_something_of_a_withheld_total() -> None:
    rows = table({"staff": {"a": 20, "b": 20}, "leaders": {"a": 10, "b": 2}}, "origin")
    hidden = {place for place in counted(rows, ALONE) if place[2:] != ("staff", "*")}
    values = possible_values([published(rows, hidden)], at_most=12)
    # staff would be withheld if one to nine people were all that is not staff
    assert values[Cell(("A",), "*", "leaders", "*")] == (0, 10, 11, 12)


def test_a_shown_cell_tells_that_those_of_other_levels_are_nobody_or_enough() -> None:
    units = ("company", "site")
    rows = [
        *table({"staff": {"a": 0, "b": 0}, "leaders": {"a": 0, "b": 3}}, company="A", site="A1"),
        *table({"staff": {"a": 0, "b": 0}, "leaders": {"a": 0, "b": 1}}, company="A", site="A2"),
    ]
    shown = {(("A", "*"), "gender", "*", "*"), (("A", "A1"), "gender", "staff", "a")}
    hidden = counted(rows, units).keys() - shown
    values = possible_values([published(rows, hidden, units, rule=TINY)])
    # of four people, had one been a leader of the first site, its staff would have been withheld
    assert values[Cell(("A", "A1"), "*", "leaders", "*")] == (0, 2, 3, 4)


# ------------------------------------------------------------------------------- counted by enumeration


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


# ------------------------------------------------------------------------------------- other shapes


def test_a_csv_file_says_what_its_document_says() -> None:
    rows = table({"staff": {"women": 40, "men": 33}, "leaders": {"women": 20, "men": 25}})
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    for keys, fixed in (
        (("level", "group"), {}),
        (("group",), {}),
        (("level",), {}),
        (("group",), {"level": "staff"}),
        (("level",), {"group": "women"}),
    ):
        document = published(rows, block, keys=keys, fixed=fixed)
        assert attack_csv(csv_of(document), document) == []


def test_a_csv_file_that_says_more_than_its_document_is_a_breach() -> None:
    rows = table({"staff": {"women": 40, "men": 33}, "leaders": {"women": 20, "men": 25}})
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    document = published(rows, block)
    more = csv_of(document).replace("staff,women,,withheld", "staff,women,40,withheld")
    reasons = [breach.why for breach in attack_csv(more, document)]
    assert "the CSV says withheld and 40" in reasons
    assert "the document says None, the CSV 40" in reasons
    assert "known exactly" in reasons
    less = csv_of(document).replace("A,,gender,*,women,60,released\r\n", "")
    assert [breach.why for breach in attack_csv(less, document)] == ["the document says 60, the CSV nothing"]


def test_shares_of_forty_people_in_steps_of_five_leave_three_counts_each() -> None:
    rows = table({"staff": {"a": 14, "b": 13, "c": 13}, "leaders": {"a": 60, "b": 80, "c": 60}})
    hidden = cells("staff b", "staff c", "leaders b", "leaders c")
    document = published(rows, hidden, shares=True)
    shown = {(cell["level"], cell["group"]): cell["value"] for cell in document["tables"][0]["cells"]}
    assert (shown["staff", "a"], shown["leaders", "a"], shown["*", "a"]) == (35, 30, 31)
    assert attack_shares(document, {"staff": 40, "leaders": 200, "*": 240}) == []


def test_shares_tell_a_withheld_cell_that_is_the_rest() -> None:
    rows = table({"staff": {"a": 14, "b": 6, "c": 20}, "leaders": {"a": 60, "b": 80, "c": 60}})
    document = published(rows, cells("staff b"), shares=True)
    breaches = attack_shares(document, {("A", "staff"): 40, ("A", "leaders"): 200, ("A", "*"): 240})
    # of staff, 35 % are 13 to 15 and 50 % are 19 to 21, which leaves 4 to 8; of all, 36 % are 86 or 87, and
    # of leaders 40 % are 79 to 81, which leaves 5 to 8
    assert found_in(breaches) == {("staff", "b"): (5, 6, 7, 8)}
    assert [breach.why for breach in breaches] == ["too few values are possible"]


def test_a_share_of_an_unknown_row_is_refused() -> None:
    rows = table({"staff": {"a": 14, "b": 26}})
    with pytest.raises(ValueError, match="not known"):
        attack_shares(published(rows, nothing, shares=True), {"staff": 40})


# ---------------------------------------------------------------------------------------- editions

BEFORE = {"staff": {"women": 40, "men": 50}, "leaders": {"women": 30, "men": 20}}


def later(rows: Iterable[Row], hidden: Hidden | None = None, **given: Any) -> dict[str, Any]:  # noqa: ANN401
    return published(rows, hidden or set(), date=SECOND, **given)


def test_one_joiner_is_seen_where_the_new_numbers_are_shown() -> None:
    after = {**BEFORE, "staff": {"women": 41, "men": 50}}
    older, newer = published(table(BEFORE), nothing), later(table(after))
    seen = found_in(compare_editions(older, newer))
    assert seen == {
        ("staff", "women"): (40, 41),
        ("staff", "*"): (90, 91),
        ("*", "women"): (70, 71),
        ("*", "*"): (140, 141),
    }
    assert found_in(compare_editions(older, newer, joiners=1, leavers=0)) == seen


def test_old_values_that_are_kept_tell_nothing() -> None:
    assert (
        compare_editions(published(table(BEFORE), nothing), later(table(BEFORE)), joiners=1, leavers=0) == []
    )


def test_many_who_joined_hide_no_single_leaver_and_many_of_both_hide_all() -> None:
    after = {**BEFORE, "staff": {"women": 70, "men": 49}}
    older, newer = published(table(BEFORE), nothing), later(table(after), moved=(30, 1))
    assert found_in(compare_editions(older, newer)) == {("staff", "men"): (50, 49), ("*", "men"): (70, 69)}
    after["staff"]["men"] = 44
    assert compare_editions(older, later(table(after), moved=(30, 6))) == []


def test_the_floor_of_a_sensitive_attribute_is_its_own() -> None:
    after = {**BEFORE, "staff": {"women": 47, "men": 43}}
    older, newer = (published(table(BEFORE, "gender"), nothing), later(table(after, "gender"), moved=(7, 7)))
    assert compare_editions(older, newer) == []
    older, newer = (published(table(BEFORE, "origin"), nothing), later(table(after, "origin"), moved=(7, 7)))
    assert {breach.needed for breach in compare_editions(older, newer)} == {10}


def test_what_was_withheld_before_stays_withheld() -> None:
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    older, newer = published(table(BEFORE), block), later(table(BEFORE))
    reasons = {breach.why for breach in compare_editions(older, newer)}
    assert reasons == {"withheld before and released now"}
    assert compare_editions(older, later(table(BEFORE), block)) == []


THREE = {
    "one": {"a": 20, "b": 30, "c": 40, "d": 50},
    "two": {"a": 21, "b": 31, "c": 41, "d": 51},
    "three": {"a": 22, "b": 32, "c": 42, "d": 52},
}


def test_what_is_left_of_a_total_may_not_change_by_one() -> None:
    block = cells("one a", "one b", "two a", "two b")
    after = {**THREE, "one": {**THREE["one"], "c": 45, "a": 21}, "two": {**THREE["two"], "a": 20, "d": 57}}
    # row one: six more, of whom five are in c; row two: five more, of whom six are in d
    breaches = compare_editions(published(table(THREE), block), later(table(after), block))
    lines = {breach.values for breach in breaches if breach.why.startswith("what is left")}
    assert lines == {(50, 51), (52, 51)}


def test_what_is_left_of_two_rows_less_a_column_may_not_change_by_one() -> None:
    hidden = cells("one a", "one c", "two b", "two c", "three a", "three b")
    after = {
        "one": {**THREE["one"], "a": 21, "c": 44},
        "two": {**THREE["two"], "c": 46},
        "three": {**THREE["three"], "a": 26, "b": 37},
    }
    # every line's rest changes by five or more: one by 5, two by 5, three by 9, a by 5, b by 5, c by 9;
    # but one and two less c is the first a and the second b, together one more
    breaches = compare_editions(published(table(THREE), hidden), later(table(after), hidden))
    assert {breach.why for breach in breaches} == {
        "2 withheld cells of 2 rows less 1 columns changed by a few people"
    }
    assert (51, 52) in {breach.values for breach in breaches}


def test_a_new_site_that_is_withheld_is_the_change_of_its_company() -> None:
    def sites(**named: dict[str, dict[str, int]]) -> list[Row]:
        return [row for name, rows in named.items() for row in table(rows, company="A", site=name)]

    units = ("company", "site")
    older = published(sites(A1=BEFORE, A2=BEFORE), nothing, units)
    small = {"staff": {"women": 1, "men": 2}, "leaders": {"women": 0, "men": 0}}
    rows = sites(A1=BEFORE, A2=BEFORE, A3=small)
    hidden = {place for place in counted(rows, units) if place[0][1] == "A3"}
    newer = published(rows, hidden, units, date=SECOND)
    found = {
        (one.unit["site"], one.cell["level"], one.cell["group"]) for one in compare_editions(older, newer)
    }
    assert {("*", "*", "*"), ("*", "staff", "women"), ("A3", "*", "*")} <= found


def test_two_shapes_of_two_dates_are_attacked_as_one_population_where_they_agree() -> None:
    block = cells("staff women", "staff men", "leaders women", "leaders men")
    older = published(table(BEFORE), block)
    newer = later(table(BEFORE), keys=("group",), fixed={"level": "leaders"})
    reasons = {breach.why for breach in compare_editions(older, newer)}
    assert reasons == {"withheld before and released now", "known exactly"}


def test_who_came_and_went_can_be_placed_where_two_editions_withhold_different_cells() -> None:
    old = {"one": {"a": 20, "b": 21, "c": 22, "d": 40}, "two": {"a": 30, "b": 31, "c": 32, "d": 50}}
    new = {"one": {**old["one"], "d": 45}, "two": {**old["two"], "d": 45}}
    older = published(table(old), cells("one a", "one b", "two a", "two b"))
    newer = later(table(new), cells("one a", "one c", "two a", "two c"))
    # all five joiners and all five leavers are in d, so nobody else came or went
    breaches = compare_editions(older, newer, joiners=5, leavers=5)
    assert found_in(breaches)["one", "a"] == (20,)
    assert {breach.why for breach in breaches} == {"known exactly"}
    assert len(breaches) == 8
    assert compare_editions(older, newer, joiners=30, leavers=30) == []


def test_people_who_were_promoted_contradict_nothing() -> None:
    after = {"staff": {"women": 33, "men": 50}, "leaders": {"women": 42, "men": 15}}
    older, newer = published(table(BEFORE), nothing), later(table(after), moved=(5, 5))
    assert compare_editions(older, newer) == []


# ------------------------------------------------------------------------------------------ worlds


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
