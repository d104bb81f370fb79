"""The reader's problem as an integer programme: which whole numbers agree with what is published."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, identity, vstack

from rating.errors import RatingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy.typing as npt

    from rating.data import Floats
    from rating.disclosure.lattice import Integers
    from rating.disclosure.placing import Told
    from rating.disclosure.tables import Tables

    #: Base cells, their factors, and what the sum is.
    _Row = tuple[Integers, Floats, float]

#: No workforce is larger: what nothing holds from above is held here.
_MOST = 10_000_000.0
#: Seconds for one question; a question that takes longer stays open and is not counted as possible.
_PATIENCE = 30.0


class NothingFitsError(RatingError):
    """No counts agree with what is published: the files contradict themselves."""


class Programme:
    """The base cells of one hierarchy, and what is known of their sums.

    Parameters
    ----------
    tables
        The frame of the cells; its counts are not looked at.
    told
        The published numbers.
    units
        The units of the hierarchy.

    Attributes
    ----------
    count
        How many base cells there are.
    matrix, sides
        What is known of sums of them: ``matrix @ cells == sides``.
    links
        That the attributes of a unit split the same people: ``links @ cells == 0``.
    """

    def __init__(self, tables: Tables, told: Told, units: npt.NDArray[np.intp]) -> None:
        self._tables, self._units = tables, units
        self._leaves = [int(unit) for unit in units if tables.leaves[unit]]
        self._attributes = [a for a in tables.counts if tables.stated[a][units].any()]
        self._offset: dict[tuple[str, int], int] = {}
        self._below = {
            int(unit): [leaf for leaf in self._leaves if self._sums(int(unit), leaf)] for unit in units
        }
        count = 0
        for attribute in self._attributes:
            for leaf in self._leaves:
                if tables.stated[attribute][leaf]:
                    self._offset[attribute, leaf] = count
                    count += len(tables.lattice.levels) * len(tables.groups[attribute])
        self.count = count
        self.matrix, self.sides = self._as_matrix(chain(self._told(told), self._linked()))
        self.links, _ = self._as_matrix(self._linked())

    def attributes(self) -> Iterator[tuple[str, Integers]]:
        """Yield each attribute with the numbers of its base cells, group by group within a level."""
        for attribute in self._attributes:
            cells = [
                np.arange(
                    start, start + len(self._tables.lattice.levels) * len(self._tables.groups[attribute])
                )
                for (name, _), start in self._offset.items()
                if name == attribute
            ]
            yield attribute, np.concatenate(cells)

    def _sums(self, unit: int, leaf: int) -> bool:
        while leaf >= 0 and leaf != unit:
            leaf = int(self._tables.parents[leaf])
        return leaf == unit

    def cell(self, attribute: str, unit: int, row: int, column: int) -> Integers:
        """Return the numbers of the base cells that a cell sums over."""
        groups = len(self._tables.groups[attribute])
        levels = self._levels_of(row)
        columns = range(groups) if column == groups else (column,)
        return np.array(
            [
                self._offset[attribute, leaf] + level * groups + group
                for leaf in self._below[unit]
                if (attribute, leaf) in self._offset
                for level in levels
                for group in columns
            ],
            dtype=np.int64,
        )

    def _levels_of(self, row: int) -> tuple[int, ...]:
        lattice = self._tables.lattice
        levels = len(lattice.levels)
        if row < levels:
            return (row,)
        subtotals = tuple(lattice.subtotals.values())
        return subtotals[row - levels] if row < levels + len(subtotals) else tuple(range(levels))

    def _told(self, told: Told) -> Iterator[_Row]:
        """Yield what published numbers say."""
        for attribute in self._attributes:
            values = told.values[attribute]
            for unit in self._units:
                for row, column in np.argwhere(~np.isnan(values[unit])):
                    cells = self.cell(attribute, int(unit), int(row), int(column))
                    yield cells, np.ones(len(cells)), float(values[unit, row, column])

    def _linked(self) -> Iterator[_Row]:
        """Yield that the attributes of a unit split the same people."""
        for leaf in self._leaves:
            own = [a for a in self._attributes if (a, leaf) in self._offset]
            for one, other in pairwise(own):
                for level in range(len(self._tables.lattice.levels)):
                    here = self.cell(one, leaf, level, len(self._tables.groups[one]))
                    there = self.cell(other, leaf, level, len(self._tables.groups[other]))
                    signs = np.concatenate([np.ones(len(here)), -np.ones(len(there))])
                    yield np.concatenate([here, there]), signs, 0.0

    def _as_matrix(self, entries: Iterable[_Row]) -> tuple[csr_array, Floats]:
        given = list(entries)
        if not given:
            return csr_array((0, self.count)), np.zeros(0)
        rows = np.concatenate([np.full(len(cells), number) for number, (cells, _, _) in enumerate(given)])
        columns = np.concatenate([cells for cells, _, _ in given])
        factors = np.concatenate([factor for _, factor, _ in given])
        matrix = coo_array((factors, (rows, columns)), shape=(len(given), self.count))
        return matrix.tocsr(), np.array([side for _, _, side in given])

    def solve(self, goal: Floats, fixed: tuple[Floats, int] | None = None) -> Floats | None:
        """Return base cells that agree with everything and make a goal smallest; None where there are none.

        Parameters
        ----------
        goal
            Weights, shape (base cells,).
        fixed
            Weights of a sum, and what it is to be.
        """
        constraints = [LinearConstraint(self.matrix, self.sides, self.sides)] if len(self.sides) else []
        if fixed is not None:
            constraints.append(LinearConstraint(fixed[0][None], fixed[1], fixed[1]))
        found = milp(
            goal,
            constraints=constraints,
            integrality=np.ones(self.count),
            bounds=Bounds(0.0, _MOST),
            options={"time_limit": _PATIENCE},
        )
        return None if found.x is None else np.rint(found.x)

    def point(self) -> npt.NDArray[np.int64]:
        """Return base cells that agree with everything.

        Raises
        ------
        NothingFitsError
            If there are none.
        """
        found = self.solve(np.zeros(self.count))
        if found is None:
            raise NothingFitsError("No whole numbers agree with everything that is published.")
        return found.astype(np.int64)

    def nearest(self, wishes: Mapping[str, Integers] | None = None) -> dict[str, Integers]:
        """Return counts that agree with everything and are as near as possible to others.

        Parameters
        ----------
        wishes
            Attribute -> counts, shape (units, levels, groups); those of the frame where they are left out.

        Raises
        ------
        NothingFitsError
            If there are none.
        """
        wish = np.zeros(self.count)
        for (attribute, leaf), start in self._offset.items():
            own = (wishes or self._tables.counts)[attribute][leaf].ravel()
            wish[start : start + len(own)] = own
        # each cell = wish + more - less
        eye = identity(self.count)
        known = self.matrix
        nothing = coo_array((known.shape[0], 2 * self.count))
        matrix = vstack([hstack([known, nothing]), hstack([eye, -eye, eye])]).tocsr()
        sides = np.concatenate([self.sides, wish])
        found = milp(
            np.concatenate([np.zeros(self.count), np.ones(2 * self.count)]),
            constraints=[LinearConstraint(matrix, sides, sides)],
            integrality=np.ones(3 * self.count),
            bounds=Bounds(0.0, _MOST),
        )
        if found.x is None:
            raise NothingFitsError("No whole numbers agree with everything that is published.")
        return self.counts(np.rint(found.x[: self.count]).astype(np.int64))

    def counts(self, point: Integers) -> dict[str, Integers]:
        """Return base cells as counts, attribute -> shape (units, levels, groups), sums included."""
        tables = self._tables
        found = {a: np.zeros_like(tables.counts[a][self._units]) for a in self._attributes}
        place = {int(unit): number for number, unit in enumerate(self._units)}
        for (attribute, leaf), start in self._offset.items():
            shape = found[attribute].shape[1:]
            own = point[start : start + shape[0] * shape[1]].reshape(shape)
            unit = leaf
            while unit in place:  # the hierarchy may be part of a larger one
                found[attribute][place[unit]] += own
                unit = int(tables.parents[unit])
        return found
