"""Gates that withhold too little, everything or nothing, and the documents that they publish."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.rating.disclosure.attack.worlds import FIRST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tests.rating.disclosure.attack.attacker import Breach
    from tests.rating.disclosure.attack.worlds import Row

    Place: TypeAlias = tuple[tuple[str, ...], str, str, str]
    Counts: TypeAlias = dict[Place, int]
    Hidden: TypeAlias = set[Place]

RULE = {"k": 5, "k_sensitive": 10, "zeros": "withheld below 30", "rounding": "none"}
TINY = {"k": 2, "k_sensitive": 3, "zeros": "withheld below 4", "rounding": "none"}
OPEN = {"k": 1, "k_sensitive": 1, "zeros": "shown", "rounding": "none"}
ALONE = ("company",)


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
