"""Linked tables of counts: what asks to be released, with every total that would stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rating.errors import DefinitionError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from rating.data import Floats
    from rating.disclosure.lattice import Integers, Lattice

    Flags = npt.NDArray[np.bool_]

#: The keys that have a meaning of their own; all others tell units apart.
LEVEL, ATTRIBUTE, GROUP = "level", "attribute", "group"
#: People whose group nobody knows.
UNKNOWN = "unknown"
#: No cell is worth more beside others; what may not be withheld at all is settled elsewhere.
MOST_WORTH = 1e12

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
    group_worth
        Attribute -> group -> how much more a cell of the group is worth than one of a group that is not
        named here, 1 to `MOST_WORTH`. For the sake of others a cell of it is withheld only where all that
        are worth less do not do. Whether something has to be withheld does not depend on it.
    rows_are_outcomes
        Whether the rows say what became of people; see `rating.disclosure.primary`.
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
    group_worth: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    rows_are_outcomes: bool = False
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
        worths = [worth for own in self.group_worth.values() for worth in own.values()]
        if not all(1.0 <= worth <= MOST_WORTH for worth in worths):
            raise DefinitionError(f"Cells of a group are worth 1 to {MOST_WORTH:g} times those of others.")
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

    def column_worth(self, attribute: str) -> Floats:
        """Return how much a cell of each column is worth beside others, shape (groups + 1,)."""
        named = self.group_worth.get(attribute, {})
        return np.array([*(named.get(group, 1.0) for group in self.groups[attribute]), 1.0])

    def worth(self, attribute: str) -> Floats:
        """Return how much each cell of an attribute is worth to readers, shape (rows, groups + 1)."""
        return np.outer(self.row_worth, self.column_worth(attribute))

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
