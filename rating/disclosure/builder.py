"""Linked tables from base cells, however these come: cell by cell, or as rows in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.lattice import TOTAL, Lattice
from rating.disclosure.order import (
    in_order_of_attributes,
    in_order_of_groups,
    in_order_of_levels,
    in_order_of_units,
)
from rating.disclosure.tables import ATTRIBUTE, GROUP, LEVEL, Tables
from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rating.disclosure.tables import Unit


@dataclass
class TablesBuilder:
    """Collects base cells, one by one, and makes the linked tables of them.

    Parameters
    ----------
    keys
        The key columns.
    parents
        Unit key -> the key of the units that it is summed into, for example site -> company.
    subtotals
        Name -> levels that it sums over.

    Raises
    ------
    DefinitionError
        If the keys hold no group, or the parents form no chain of unit keys.
    """

    keys: tuple[str, ...]
    parents: Mapping[str, str] = field(default_factory=dict)
    subtotals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _levels: dict[str, int] = field(default_factory=dict)
    _groups: dict[str, dict[str, int]] = field(default_factory=dict)
    _leaves: dict[Unit, int] = field(default_factory=dict)
    _cells: dict[tuple[int, int, str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if GROUP not in self.keys:
            raise DefinitionError(f"The keys need '{GROUP}': {', '.join(self.keys)} hold none.")
        if len(set(self.keys)) != len(self.keys):
            raise DefinitionError("A key is named twice.")
        self._unit_keys = self._chained([k for k in self.keys if k not in (LEVEL, ATTRIBUTE, GROUP)])

    def _chained(self, unit_keys: list[str]) -> tuple[str, ...]:
        """Order the unit keys from the widest to the narrowest; those without a parent come first."""
        for child, parent in self.parents.items():
            for key in (child, parent):
                if key not in unit_keys:
                    raise DefinitionError(
                        f"'{key}' of the parent {child}={parent} is no key that tells units apart: "
                        f"there are {', '.join(unit_keys) or 'none'}."
                    )
        if len(set(self.parents.values())) != len(self.parents):
            raise DefinitionError("A key can be the parent of one other only.")
        tops = [key for key in self.parents.values() if key not in self.parents]
        if self.parents and len(tops) != 1:
            raise DefinitionError("The parents must form one chain, for example site=company, company=city.")
        self._chain = list(tops)
        child_of = {parent: child for child, parent in self.parents.items()}
        while self._chain and self._chain[-1] in child_of:
            self._chain.append(child_of[self._chain[-1]])
        return (*(key for key in unit_keys if key not in self._chain), *self._chain)

    def add(self, cell: Mapping[str, str], people: int) -> bool:
        """Add one base cell; return False, and change nothing, where there is one with the same keys."""
        unit = self._leaves.setdefault(tuple(cell[key] for key in self._unit_keys), len(self._leaves))
        level = self._levels.setdefault(cell.get(LEVEL, ""), len(self._levels))
        attribute = cell.get(ATTRIBUTE, "")
        groups = self._groups.setdefault(attribute, {})
        place = (unit, level, attribute, groups.setdefault(cell[GROUP], len(groups)))
        if place in self._cells:
            return False
        self._cells[place] = people
        return True

    def headcounts_that_differ(self) -> list[tuple[Unit, str, dict[str, int]]]:
        """Return the units and levels at which attributes count different numbers of people."""
        sums: dict[tuple[int, int], dict[str, int]] = {}
        attributes_of: dict[int, set[str]] = {}
        for (unit, level, attribute, _), people in self._cells.items():
            by_attribute = sums.setdefault((unit, level), {})
            by_attribute[attribute] = by_attribute.get(attribute, 0) + people
            attributes_of.setdefault(unit, set()).add(attribute)
        units, levels = list(self._leaves), list(self._levels)
        found = []
        for (unit, level), by_attribute in sums.items():
            full = {attribute: by_attribute.get(attribute, 0) for attribute in sorted(attributes_of[unit])}
            if len(set(full.values())) > 1:
                found.append((units[unit], levels[level], full))
        return found

    def attributes_that_lack(self) -> list[tuple[Unit, str]]:
        """Return units of a hierarchy that do not have all attributes: their totals could not be linked."""
        if not self.parents:
            return []
        there = {(unit, attribute) for unit, _, attribute, _ in self._cells}
        return [
            (unit, attribute)
            for unit, number in self._leaves.items()
            for attribute in self._groups
            if (number, attribute) not in there
        ]

    def build(self) -> Tables:
        """Return the tables, in an order that says nothing about their numbers.

        Raises
        ------
        DefinitionError
            If attributes of one unit count different people.
        """
        units, parents = self._tree()
        place = {unit: number for number, unit in enumerate(units)}
        leaves = [place[leaf] for leaf in self._leaves]
        levels = in_order_of_levels(self._levels)
        row = _places(self._levels, levels)
        groups = {a: in_order_of_groups(self._groups[a], a) for a in in_order_of_attributes(self._groups)}
        column = {a: _places(self._groups[a], own) for a, own in groups.items()}
        shape = (len(units), len(levels))
        counts = {a: np.zeros((*shape, len(own)), np.int64) for a, own in groups.items()}
        stated = {a: np.zeros(len(units), np.bool_) for a in groups}
        present = np.zeros(shape, np.bool_)
        for (unit, level, attribute, group), people in self._cells.items():
            counts[attribute][leaves[unit], row[level], column[attribute][group]] = people
            stated[attribute][leaves[unit]] = True
            present[leaves[unit], row[level]] = True
        for unit in range(len(units) - 1, -1, -1):  # children stand behind their parents
            parent = parents[unit]
            if parent >= 0:
                present[parent] |= present[unit]
                for attribute, own in counts.items():
                    own[parent] += own[unit]
                    stated[attribute][parent] |= stated[attribute][unit]
        below = {name: tuple(map(levels.index, own)) for name, own in self.subtotals.items()}
        return Tables(
            keys=self.keys,
            unit_keys=self._unit_keys,
            units=tuple(units),
            parents=np.array(parents, dtype=np.int64),
            lattice=Lattice(levels, below),
            groups=groups,
            counts=counts,
            stated=stated,
            present=present,
        )

    def _tree(self) -> tuple[list[Unit], list[int]]:
        """List all units, sums before what they sum over, each with its parent."""
        units: list[Unit] = []
        parents: list[int] = []
        place: dict[Unit, int] = {}
        fixed = len(self._unit_keys) - len(self._chain) + (1 if self._chain else 0)
        depth = len(self._unit_keys) - fixed
        for leaf in in_order_of_units(self._leaves):
            parent = -1
            for own in range(depth + 1):
                known = fixed + own
                unit = (*leaf[:known], *[TOTAL] * (len(leaf) - known))
                if unit not in place:
                    place[unit] = len(units)
                    units.append(unit)
                    parents.append(parent)
                parent = place[unit]
        return units, parents


def _places(names: Iterable[str], order: Sequence[str]) -> list[int]:
    """Return for each name where it stands in an order."""
    place = {name: number for number, name in enumerate(order)}
    return [place[name] for name in names]


def tables_of(
    rows: Iterable[Mapping[str, str | int]],
    keys: Sequence[str],
    *,
    value: str = "n",
    parents: Mapping[str, str] | None = None,
) -> Tables:
    """Return the linked tables of rows that are in memory.

    Parameters
    ----------
    rows
        One base cell each.
    keys
        The key columns.
    value
        The column of the counts.
    parents
        As `TablesBuilder`.

    Raises
    ------
    DefinitionError
        If a cell stands twice, or the rows do not form tables.
    """
    builder = TablesBuilder(tuple(keys), parents or {})
    for row in rows:
        cell = {key: str(row[key]) for key in keys}
        if not builder.add(cell, int(row[value])):
            raise DefinitionError(f"The cell {cell} stands twice.")
    lacking = builder.attributes_that_lack()
    if lacking:
        raise DefinitionError(f"{lacking[0][0]} lacks '{lacking[0][1]}': its totals cannot be linked.")
    return builder.build()
