"""Which cells are withheld: those of the primary rule, and others so that nothing can be computed back.

First the headcounts of small levels are withheld together with those of other levels (they are rolled up to
their total), and with them everything about these levels. What is left of each attribute is then a table with
known headcounts of its own: whatever the withheld headcounts are, each attribute can agree with them, so that
attributes that share them can be looked at one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.lattice import Graph, Lattice
from rating.disclosure.primary import primary_cells, primary_headcounts
from rating.disclosure.tables import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from rating.disclosure.lattice import Integers
    from rating.disclosure.tables import Flags, Tables

#: Tries with weights shaken a little, from which the one that loses least is kept.
_TRIES = 24
_SHAKEN = 0.7
#: Readers know that something among the withheld cells falls under the primary rule. With one more possible
#: value than promised they cannot tell what: of two cells that hold five together neither could be five.
_MARGIN = 1


@dataclass(frozen=True)
class Known:
    """What readers have from earlier releases about the same people.

    Attributes
    ----------
    released
        Attribute -> cells that were released, shape (units, rows, groups + 1).
    withheld
        Attribute -> cells that were withheld.
    """

    released: dict[str, Flags] = field(default_factory=dict)
    withheld: dict[str, Flags] = field(default_factory=dict)

    def placed(self, tables: Tables, wide: Tables) -> Known:
        """Return the same for tables that have further units: of these nothing is known."""
        place = {unit: number for number, unit in enumerate(wide.units)}
        where = [place[unit] for unit in tables.units]

        def spread(cells: Flags) -> Flags:
            found = np.zeros((len(wide.units), *cells.shape[1:]), np.bool_)
            found[where] = cells
            return found

        return Known(
            {attribute: spread(cells) for attribute, cells in self.released.items()},
            {attribute: spread(cells) for attribute, cells in self.withheld.items()},
        )


@dataclass
class Pattern:
    """Which cells are withheld; filled in step by step.

    Attributes
    ----------
    tables
        The counts.
    floor_of
        Attribute -> k.
    withheld
        Attribute -> cells, shape (units, rows, groups + 1).
    values
        Attribute -> people with all totals, the same shape.
    """

    tables: Tables
    floor_of: Mapping[str, int]
    values: dict[str, Integers]
    withheld: dict[str, Flags]

    @property
    def floors(self) -> Integers:
        """The largest floor of each unit, shape (units,)."""
        return self.tables.floors(self.floor_of)

    def rows(self) -> Flags:
        """Return the rows whose headcount is withheld, shape (units, rows)."""
        return np.asarray(np.any([cells[:, :, -1] for cells in self.withheld.values()], axis=0))

    def withhold_rows(self, rows: Flags) -> None:
        """Withhold everything about some rows, shape (units, rows), in all attributes."""
        for attribute, cells in self.withheld.items():
            own = rows & self.tables.stated[attribute][:, None]
            np.logical_or(cells, own[:, :, None], out=cells)


def weights(tables: Tables, attribute: str) -> npt.NDArray[np.float64]:
    """Return what is lost with each cell of an attribute, shape (rows, groups + 1).

    A headcount may not be withheld here: infinite.
    """
    weight = tables.worth(attribute)
    weight[:, -1] = np.inf
    return weight


@cache
def shaken(edges: int) -> npt.NDArray[np.float64]:
    """Return factors on weights, shape (tries, edges): the same whenever asked, the first row all ones."""
    rng = np.random.default_rng(edges)
    factors = np.exp(rng.normal(0.0, _SHAKEN, (_TRIES, edges)))
    factors[0] = 1.0
    return factors


@cache
def _graph(levels: int, subtotals: tuple[tuple[int, ...], ...], groups: int) -> Graph:
    names = tuple(str(level) for level in range(levels))
    below = {f"sum{number}": positions for number, positions in enumerate(subtotals)}
    return Lattice(names, below).graph(groups)


def graph_of(lattice: Lattice, groups: int) -> Graph:
    """Return the graph of a table; see `Lattice.graph`."""
    return _graph(len(lattice.levels), tuple(lattice.subtotals.values()), groups)


def first_pattern(tables: Tables, floor_of: Mapping[str, int], known: Known) -> Pattern:
    """Return what the primary rule and earlier releases withhold."""
    values = {attribute: tables.values(attribute) for attribute in tables.counts}
    withheld = {}
    for attribute, cells in values.items():
        groups = tables.groups[attribute]
        unknown = groups.index(UNKNOWN) if UNKNOWN in groups else None
        small = primary_cells(cells, floor_of[attribute], unknown=unknown, by_group=tables.rows_are_outcomes)
        # members of a pool may have whatever the pool has: where it has nobody, that would be told of them
        small |= (tables.pools[:, None, None] & (cells == 0)) | tables.members[:, None, None]
        if attribute in known.withheld:
            small |= known.withheld[attribute]
        if attribute in known.released:
            small &= ~known.released[attribute]
        withheld[attribute] = small & tables.stated[attribute][:, None, None]
    return Pattern(tables, floor_of, values, withheld)


def suppress(tables: Tables, floor_of: Mapping[str, int], known: Known | None = None) -> Pattern:
    """Choose the cells to withhold in each unit by itself; see also `rating.disclosure.hierarchy`.

    Parameters
    ----------
    tables
        The counts.
    floor_of
        Attribute -> k.
    known
        What readers have from earlier releases about the same people.
    """
    known = known or Known()
    pattern = first_pattern(tables, floor_of, known)
    protect_headcounts(pattern, np.arange(len(tables.units)))
    for attribute, told in known.released.items():
        # that nobody was there has been told, and is no secret at a level whose headcount is one
        pattern.withheld[attribute] &= ~(told & (pattern.values[attribute] == 0))
    for attribute in tables.counts:
        protect_cells(pattern, attribute, np.flatnonzero(tables.stated[attribute]), known)
    return pattern


def protect_headcounts(pattern: Pattern, units: npt.NDArray[np.intp]) -> None:
    """Withhold small headcounts, and others with them, and everything about these rows."""
    from rating.disclosure.kernels.protection import protect  # noqa: PLC0415 - loads numba

    tables, lattice = pattern.tables, pattern.tables.lattice
    people = np.max([values[:, :, -1] for values in pattern.values.values()], axis=0)
    floors = pattern.floors
    rows = pattern.rows() | primary_headcounts(people, lattice.parents, floors)
    rows |= tables.pools[:, None] & (people < floors[:, None])
    # all about a level is lost with its headcount, and more of it the larger the level is
    lost = float(sum(len(groups) + 1 for groups in tables.groups.values()))
    checked = np.ones(2 * len(lattice.rows), np.bool_)
    graph = graph_of(lattice, 1)
    for unit in units[::-1]:  # parts before their sums
        if rows[unit, -1]:  # a member of a pool, or fewer people than the floor in all
            rows[unit] = True
            continue
        if not rows[unit].any():
            continue
        # a table of one group that holds everybody: a headcount and its only cell are withheld together
        value = np.repeat(people[unit], 2)
        weight = lost * (1.0 + np.log1p(people[unit]) / 10.0) * _worth_withholding(rows, unit, tables)
        weight[-1] = np.inf
        weight = np.repeat(weight, 2)
        while True:
            mirrored = np.repeat(rows[unit], 2)
            for margin in (_MARGIN, 0):  # so few people may be there that no more can be promised
                floor = int(floors[unit]) + margin
                if protect(value, mirrored, checked, weight, shaken(weight.size), floor, graph):
                    break
            else:
                mirrored |= np.isfinite(weight)
            found = mirrored.reshape(-1, 2).any(axis=1)
            if (found == rows[unit]).all():
                break
            rows[unit] = found
    pattern.withhold_rows(rows)


def _worth_withholding(withheld: Flags, unit: int, tables: Tables) -> npt.NDArray[np.float64]:
    """Return factors on the weights of a unit's cells: 1 for a unit that sums over no others.

    A total of cells that are all released is known whatever is done with it: infinite. The more parts of it
    are withheld, the less is lost with it.
    """
    parts = tables.children[unit]
    if not len(parts):
        return np.ones(withheld.shape[1:])
    share = withheld[parts].mean(axis=0)
    return np.asarray(np.where(share > 0, 2.0 - share, np.inf))


def protect_cells(
    pattern: Pattern, attribute: str, units: npt.NDArray[np.intp], known: Known | None = None
) -> None:
    """Withhold further cells of an attribute until none that is withheld can be computed back."""
    from rating.disclosure.kernels.protection import protect  # noqa: PLC0415 - loads numba

    values, withheld = pattern.values[attribute], pattern.withheld[attribute]
    lattice = pattern.tables.lattice
    rows, columns = values.shape[1:]
    graph = graph_of(lattice, columns - 1)
    base = weights(pattern.tables, attribute)
    # cells of groups that are worth no more are weighed together; dearer ones, step by step up to the last
    # before infinity, only where all that are cheaper do not do
    steps = np.unique(base[base >= max(pattern.tables.row_worth)])[:-1]
    checked = np.ones((rows, columns), np.bool_)
    checked[:, -1] = False
    told = known.released.get(attribute) if known else None
    for unit in units[::-1]:  # parts before their sums
        cells = withheld[unit].ravel().copy()
        if not cells.any():
            continue
        weight = base * _worth_withholding(withheld, unit, pattern.tables)
        if told is not None:
            weight = np.where(told[unit], np.inf, weight)
        done = any(
            protect(
                values[unit].ravel(),
                cells,
                checked.ravel(),
                np.where(base <= dearest, weight, np.inf).ravel(),
                shaken(weight.size),
                pattern.floor_of[attribute] + margin,
                graph,
            )
            for margin in (_MARGIN, 0)
            for dearest in steps
        )
        if not done and pattern.tables.leaves[unit]:  # sums are dealt with among their parts
            cells |= np.isfinite(weight).ravel()
        withheld[unit] = cells.reshape(rows, columns)
