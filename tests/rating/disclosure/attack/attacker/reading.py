"""Publications of any shape, brought to the same coordinates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.rating.disclosure.attack.attacker.breach import Breach
from tests.rating.disclosure.attack.attacker.cell import STAR, Cell, Said, Unit
from tests.rating.disclosure.attack.attacker.document import Document, entries
from tests.rating.disclosure.attack.attacker.names import Names
from tests.rating.disclosure.attack.attacker.rule import Rule, rule_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


NESTING = ("city", "company", "site")  # where the stars do not tell which unit holds which


@dataclass
class Reading:
    """All that was said by publications about one population."""

    dims: tuple[str, ...]
    said: list[Said]
    levels: Names
    groups: Names
    rules: list[Rule]
    highest: dict[tuple[int, Unit], int]  # the floor of headcounts, by publication and unit

    def breach(self, said: Said, values: Iterable[int], why: str) -> Breach:
        cell = said.cell
        place = {"attribute": cell.attribute, "level": cell.level, "group": cell.group}
        unit = dict(zip(self.dims, cell.unit, strict=True))
        return Breach(said.publication, unit, place, tuple(values), said.floor, why)


def nesting(units: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Order unit keys from the outermost: what is summed over more often lies further inside."""
    stars: dict[str, int] = {}
    for unit in units:
        for key, value in unit.items():
            stars[key] = stars.get(key, 0) + (value == STAR)
    usual = {key: place for place, key in enumerate(NESTING)}
    return tuple(sorted(stars, key=lambda key: (stars[key], usual.get(key, len(usual)))))


def placed(unit: Mapping[str, str], dims: Sequence[str], units: Sequence[Mapping[str, str]]) -> Unit:
    """Complete a unit: a missing inner key is summed over, a missing outer key is told by the others."""
    inside = [dim for dim in dims if unit.get(dim, STAR) != STAR]
    values = []
    for place, dim in enumerate(dims):
        value = unit.get(dim)
        if value is None and any(dims.index(other) > place for other in inside):
            same = [u for u in units if dim in u and all(u.get(key) == unit[key] for key in inside)]
            holders = {u[dim] for u in same}
            value = holders.pop() if len(holders) == 1 else STAR
        values.append(STAR if value is None else value)
    return tuple(values)


def read(publications: Sequence[Document]) -> Reading:
    """Bring publications of any shape to the same coordinates."""
    raw = []
    for index, document in enumerate(publications):
        company = document.get("population", {}).get("company")
        for place, value, listed in entries(document):
            unit = {key: name for key, name in place.items() if key not in {"attribute", "level", "group"}}
            unit = unit or {"company": company or STAR}
            raw.append((index, tuple(unit.items()), place, value, listed))
    units = [dict(items) for items in dict.fromkeys(items for _, items, *_ in raw)]
    dims = nesting(units)
    where = {tuple(unit.items()): placed(unit, dims, units) for unit in units}
    rules = [rule_of(document) for document in publications]
    highest: dict[tuple[int, Unit], int] = {}
    for index, items, place, _, _ in raw:
        key = (index, where[items])
        floor = rules[index].floor(place["attribute"]) if place.get("attribute", STAR) != STAR else 0
        highest[key] = max(highest.get(key, rules[index].k), floor)
    levels, groups, said = Names(), Names(), []
    for index, items, place, value, listed in raw:
        at = where[items]
        attribute, level = place.get("attribute", STAR), place.get("level", STAR)
        group = place.get("group", STAR)
        levels.add(at, level, index, is_listed="level" in listed)
        groups.add((attribute, at), group, index, is_listed="group" in listed)
        if group == STAR:
            said.append(Said(index, Cell(at, STAR, level, STAR), value, highest[index, at]))
        else:
            floor = rules[index].floor(attribute)
            said.append(Said(index, Cell(at, attribute, level, group), value, floor))
    return Reading(dims, said, levels, groups, rules, highest)
