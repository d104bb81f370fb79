"""Units that are summed into others: sites of a company, companies of a city.

Each unit is protected by itself first. Then a unit's withheld cells must also hold out against the totals
above it: others have to be able to move back what it moves, or the totals themselves are withheld.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.exposed import Exposed
from rating.disclosure.kin import Kin
from rating.disclosure.suppression import protect_cells, protect_headcounts

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.disclosure.kernels.hierarchy import Hierarchy
    from rating.disclosure.suppression import Known, Pattern
    from rating.disclosure.tables import Flags

#: A total is worth more than each of its parts: at least so much, and more the more parts it has.
_WORTH = 3.0
_WORTH_OF_A_PART = 0.25


def protect_hierarchies(pattern: Pattern, known: Known | None = None) -> list[Exposed]:
    """Withhold further cells of units that are summed into others, until all keep their promise.

    Returns
    -------
    list of Exposed
        Cells of which no exchange shows it, and nothing further could be withheld: to be looked at otherwise.
    """
    roots = pattern.tables.roots
    sizes = np.bincount(roots, minlength=len(roots))
    exposed: list[Exposed] = []
    for root in np.flatnonzero(sizes > 1):
        exposed += _Tree(pattern, np.flatnonzero(roots == root), known).protect()
    return exposed


class _Tree:
    """One hierarchy; its units are numbered from 0 here."""

    def __init__(self, pattern: Pattern, units: npt.NDArray[np.intp], known: Known | None) -> None:
        tables = pattern.tables
        self._pattern, self._units, self._known = pattern, units, known
        self._kin = Kin.of(tables, units)
        self._parent, self._depth = self._kin.parent, self._kin.depth
        self._leaves, self._attributes = self._kin.leaves, self._kin.attributes
        self._worth = np.ones(len(units))
        for number in range(len(units) - 1, 0, -1):  # children stand behind their parents
            parent = self._parent[number]
            parts = np.count_nonzero(self._parent == parent)
            worth = self._worth[number] * max(_WORTH, _WORTH_OF_A_PART * parts)
            self._worth[parent] = max(self._worth[parent], worth)
        self._worth[tables.hidden[units]] = 0.0
        shape = {a: pattern.values[a].shape[1:] for a in self._attributes}
        self._static: dict[str, Hierarchy] = {}
        self._kept = {a: np.zeros((len(units), *shape[a]), np.bool_) for a in self._attributes}
        for kept in self._kept.values():
            kept[tables.members[units]] = True  # their pool answers for them

    def protect(self) -> list[Exposed]:
        """Go through all withheld cells until each has been shown to keep its promise; return the others."""
        from rating.disclosure.kernels.exchange import keeps  # noqa: PLC0415 - loads numba

        floors = self._pattern.floors[self._units]
        exposed: list[Exposed] = []
        open_ones = True
        while open_ones:
            open_ones = False
            for attribute in self._attributes:
                floor = self._pattern.floor_of[attribute]
                tree = self._hierarchy(attribute)
                kept = self._kept[attribute].reshape(len(self._units), -1)
                headcount = np.arange(kept.shape[1]) % tree.columns == tree.columns - 1
                counted_once = headcount & (attribute != self._attributes[0])
                for unit, edge in np.argwhere(tree.withheld & ~kept & ~counted_once):
                    least = int(floors[unit]) if headcount[edge] else floor
                    if keeps(unit, edge, least, tree):
                        kept[unit, edge] = True
                        continue
                    if self._mend(attribute, int(unit), int(edge), least, tree):
                        open_ones = True
                        tree = self._hierarchy(attribute)
                    else:
                        row, column = divmod(int(edge), tree.columns)
                        exposed.append(Exposed(attribute, int(self._units[unit]), row, column))
                        kept[unit, edge] = True
        return exposed

    def _hierarchy(self, attribute: str) -> Hierarchy:
        """Return the tables of one attribute with what is withheld of them now."""
        withheld = self._pattern.withheld[attribute][self._units].reshape(len(self._units), -1)
        if attribute not in self._static:
            self._static[attribute] = self._kin.hierarchy(self._pattern.tables, attribute, withheld)
        return self._static[attribute]._replace(withheld=withheld)

    def _prices(self, attribute: str) -> npt.NDArray[np.float64]:
        """Return what withholding each cell of each unit would lose, shape (units, edges)."""
        pattern, units = self._pattern, self._units
        tables = pattern.tables
        lost_rows = sum(
            (~pattern.withheld[a][units]) @ tables.column_worth(a) for a in self._attributes
        )  # all about a row goes with its headcount
        cells = pattern.withheld[attribute][units]
        price = np.broadcast_to(tables.worth(attribute), cells.shape).copy()
        price[:, :, -1] = lost_rows
        price = np.where(cells, 0.0, price) * self._worth[:, None, None]
        price[:, -1, -1] = np.where(cells[:, -1, -1], 0.0, np.inf)
        if self._known and attribute in self._known.released:
            price[self._known.released[attribute][units]] = np.inf
        return price.reshape(len(units), -1)

    def _mend(self, attribute: str, unit: int, edge: int, floor: int, tree: Hierarchy) -> bool:
        """Withhold what lets one cell keep its promise at the least loss; failing that, ever more."""
        from rating.disclosure.kernels.hierarchy import path  # noqa: PLC0415 - loads numba
        from rating.disclosure.kernels.partners import cheapest_partner  # noqa: PLC0415 - loads numba

        want = max(floor - 1, floor - int(tree.value[unit, edge]))
        cells = np.zeros(tree.value.shape[1], np.bool_)
        cost, own, other = cheapest_partner(unit, edge, want, self._prices(attribute), tree, cells)
        if cost == np.inf:
            return self._as_below(unit) or self._everything()
        nodes = np.empty(len(self._units), dtype=np.int64)
        count = path(own, other, self._parent, self._depth, nodes)
        chosen = np.zeros(tree.value.shape, np.bool_)
        chosen[nodes[:count]] = cells
        return self._withhold(attribute, chosen.reshape(self._kept[attribute].shape))

    def _as_below(self, unit: int) -> bool:
        """Withhold in all sums above what is withheld in a unit: then they tell nothing about it."""
        largest = max(
            (leaf for leaf in self._leaves.tolist() if self._is_under(leaf, unit)),
            key=lambda leaf: int(self._pattern.values[self._attributes[0]][self._units[leaf], -1, -1]),
        )
        changed = False
        for name in self._attributes:
            chosen = np.zeros(self._kept[name].shape, np.bool_)
            node = int(largest)
            while node >= 0:
                chosen[node] = self._pattern.withheld[name][self._units[unit]]
                node = int(self._parent[node])
            changed |= self._withhold(name, chosen)
        return changed

    def _everything(self) -> bool:
        """Withhold the whole hierarchy."""
        changed = [
            self._withhold(name, np.ones(self._kept[name].shape, np.bool_)) for name in self._attributes
        ]
        return any(changed)

    def _is_under(self, unit: int, top: int) -> bool:
        while unit >= 0 and unit != top:
            unit = int(self._parent[unit])
        return unit == top

    def _withhold(self, attribute: str, chosen: Flags) -> bool:
        """Withhold cells, and in each unit what these need in their turn; False where they are already."""
        pattern = self._pattern
        if self._known and attribute in self._known.released:
            chosen = chosen & ~self._known.released[attribute][self._units]
        before = pattern.withheld[attribute][self._units]
        changed = self._units[(chosen & ~before).any(axis=(1, 2))]
        if not len(changed):
            return False
        after = before | chosen
        pattern.withheld[attribute][self._units] = after
        if (after[:, :, -1] & ~before[:, :, -1]).any():
            rows = after[:, :, -1]
            everywhere = np.zeros((len(pattern.tables.units), rows.shape[1]), np.bool_)
            everywhere[self._units] = rows
            pattern.withhold_rows(everywhere)
            protect_headcounts(pattern, changed)
            for name in self._attributes:
                protect_cells(pattern, name, changed, self._known)
        else:
            protect_cells(pattern, attribute, changed, self._known)
        return True
