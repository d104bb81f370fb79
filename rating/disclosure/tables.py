"""Linked tables of counts: what asks to be released, with every total that would stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.disclosure.lattice import TOTAL, Lattice
from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from rating.disclosure.lattice import Integers

    Flags = npt.NDArray[np.bool_]

#: The keys that have a meaning of their own; all others tell units apart.
LEVEL, ATTRIBUTE, GROUP = "level", "attribute", "group"
#: People whose group nobody knows.
UNKNOWN = "unknown"

Unit = tuple[str, ...]


def _none() -> Flags:
    """Return what stands for "none of them" until the number of units is known."""
    return np.zeros(0, np.bool_)


class HiddenSum(NamedTuple):
    """A sum over some parts of a unit, which is not published but which readers may work out."""

    unit: int
    name: str
    parts: Integers


@dataclass(frozen=True)
class Tables:
    """Counts of people by level and group, of several attributes and units.

    Attributes
    ----------
    keys
        All key columns in the order of the source.
    unit_keys
        Those of them that tell units apart, from the widest to the narrowest.
    units
        Values of the unit keys, U of them; a unit that sums over others has `TOTAL` in their key. Every unit
        stands behind the one that it is summed into.
    parents
        For each unit the one that it is summed into, shape (U,); -1 for none.
    lattice
        The levels with their totals.
    groups
        Attribute -> names of its groups.
    counts
        Attribute -> people, shape (U, levels, groups). Units that sum over others hold the sums.
    stated
        Attribute -> which units have it, shape (U,).
    present
        Which levels a unit has, shape (U, levels).
    row_worth
        How much a cell of each row is worth to readers, shape (rows,); by default totals count double.
    hidden, members, pools
        Units that are never published, units that are withheld altogether, and the sums of these, shape (U,);
        see `rating.disclosure.pools`.
    """

    keys: tuple[str, ...]
    unit_keys: tuple[str, ...]
    units: tuple[Unit, ...]
    parents: Integers
    lattice: Lattice
    groups: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, Integers]
    stated: Mapping[str, Flags]
    present: Flags
    row_worth: tuple[float, ...] = ()
    hidden: Flags = field(default_factory=_none)
    members: Flags = field(default_factory=_none)
    pools: Flags = field(default_factory=_none)

    def __post_init__(self) -> None:
        for name in ("hidden", "members", "pools"):
            if getattr(self, name).shape != self.parents.shape:
                object.__setattr__(self, name, np.zeros(self.parents.shape, np.bool_))
        if not self.row_worth:
            levels, rows = len(self.lattice.levels), len(self.lattice.rows)
            object.__setattr__(self, "row_worth", (1.0,) * levels + (2.0,) * (rows - levels))
        sizes = None
        for attribute, counts in self.counts.items():
            people = np.where(self.stated[attribute][:, None], counts.sum(axis=2), -1)
            if sizes is None:
                sizes = people
            both = (people >= 0) & (sizes >= 0)
            if (people != sizes)[both].any():
                raise DefinitionError(f"'{attribute}' counts other people than the attribute before it.")
            sizes = np.maximum(sizes, people)
            if counts.min(initial=0) < 0:
                raise DefinitionError("A count cannot be negative.")

    @cached_property
    def leaves(self) -> Flags:
        """Which units are no sum over others, shape (U,)."""
        leaves = np.ones(len(self.units), dtype=np.bool_)
        leaves[self.parents[self.parents >= 0]] = False
        return leaves

    @cached_property
    def children(self) -> list[Integers]:
        """For each unit those that it sums over."""
        order = np.argsort(self.parents, kind="stable")
        first = np.searchsorted(self.parents[order], np.arange(len(self.units) + 1))
        return [order[first[unit] : first[unit + 1]] for unit in range(len(self.units))]

    @cached_property
    def roots(self) -> Integers:
        """For each unit the one at the top of its hierarchy, shape (U,)."""
        roots = np.arange(len(self.units))
        for unit, parent in enumerate(self.parents):  # parents come first
            if parent >= 0:
                roots[unit] = roots[parent]
        return roots

    def values(self, attribute: str) -> Integers:
        """Return the counts of one attribute with all totals, shape (U, rows, groups + 1)."""
        return self.lattice.extended(self.counts[attribute])

    def floors(self, floor_of: Mapping[str, int]) -> Integers:
        """Return for each unit the largest floor among its attributes, shape (U,)."""
        own = [np.where(self.stated[attribute], floor_of[attribute], 0) for attribute in self.counts]
        return np.asarray(np.max(own, axis=0))


def with_hidden_sums(tables: Tables, sums: Sequence[HiddenSum]) -> tuple[Tables, Integers]:
    """Insert units between some units and parts of them.

    Parameters
    ----------
    tables
        The counts.
    sums
        What to insert; a part may be named once only.

    Returns
    -------
    tuple
        The tables, in which every unit still stands behind its parent, and the places of the inserted units.
    """
    old = len(tables.units)
    parents = np.concatenate([tables.parents, np.array([own.unit for own in sums], dtype=np.int64)])
    for number, own in enumerate(sums):
        parents[own.parts] = old + number
    behind: dict[int, list[int]] = {}
    for number, own in enumerate(sums):
        behind.setdefault(own.unit, []).append(old + number)
    order = np.array(
        [place for unit in range(old) for place in (unit, *behind.get(unit, ()))], dtype=np.int64
    )
    where = np.argsort(order)
    source = np.array([*range(old), *(own.unit for own in sums)], dtype=np.int64)[order]
    is_new = order >= old
    counts = {}
    for attribute, own_counts in tables.counts.items():
        added = [own_counts[own.parts].sum(axis=0)[None] for own in sums]
        counts[attribute] = np.concatenate([own_counts, *added])[order]
    units = (*tables.units, *((*tables.units[own.unit][:-1], own.name) for own in sums))
    parted = replace(
        tables,
        units=tuple(units[place] for place in order),
        parents=np.where(parents[order] >= 0, where[np.maximum(parents[order], 0)], -1),
        counts=counts,
        stated={attribute: own[source] for attribute, own in tables.stated.items()},
        present=tables.present[source],
        hidden=tables.hidden[source] | is_new,
        members=tables.members[source] & ~is_new,
        pools=tables.pools[source] & ~is_new,
    )
    return parted, where[old:]


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
        """Return the tables.

        Raises
        ------
        DefinitionError
            If attributes of one unit count different people.
        """
        units, parents = self._tree()
        place = {unit: number for number, unit in enumerate(units)}
        leaves = [place[leaf] for leaf in self._leaves]
        shape = (len(units), len(self._levels))
        counts = {a: np.zeros((*shape, len(groups)), np.int64) for a, groups in self._groups.items()}
        stated = {a: np.zeros(len(units), np.bool_) for a in self._groups}
        present = np.zeros(shape, np.bool_)
        for (unit, level, attribute, group), people in self._cells.items():
            counts[attribute][leaves[unit], level, group] = people
            stated[attribute][leaves[unit]] = True
            present[leaves[unit], level] = True
        for unit in range(len(units) - 1, -1, -1):  # children stand behind their parents
            parent = parents[unit]
            if parent >= 0:
                present[parent] |= present[unit]
                for attribute, own in counts.items():
                    own[parent] += own[unit]
                    stated[attribute][parent] |= stated[attribute][unit]
        levels = tuple(self._levels)
        below = {name: tuple(map(levels.index, own)) for name, own in self.subtotals.items()}
        return Tables(
            keys=self.keys,
            unit_keys=self._unit_keys,
            units=tuple(units),
            parents=np.array(parents, dtype=np.int64),
            lattice=Lattice(levels, below),
            groups={attribute: tuple(groups) for attribute, groups in self._groups.items()},
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
        for leaf in self._leaves:
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
