"""Two editions of a company side by side, when readers know how many people joined and left between them.

Each edition keeps its promises by itself. Together they may tell more: with all joiners and leavers accounted
for in released cells, a cell that is withheld now is what was released of it before. So counts of both dates,
joiners and leavers are put into one integer programme, and every withheld cell is asked for its values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, identity, vstack

from rating.disclosure.pairs import AFTER, BEFORE, Pairs, Place
from rating.disclosure.programme import Programme
from rating.disclosure.tables import UNKNOWN
from rating.disclosure.witnesses import Asked, ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from rating.data import Floats, Movement
    from rating.disclosure.blocked import Reason
    from rating.disclosure.lattice import Integers
    from rating.disclosure.placing import Told
    from rating.disclosure.tables import Tables


_MOST = 10_000_000.0
#: Seconds for one question; what stays open by then is taken to be told.
_PATIENCE = 5.0
#: The parts of a solution, one behind the other: counts before, who joined, who left, and, where people
#: changed their place inside the company, where they came from and went to.
_BEFORE, _JOINED, _LEFT, _FROM, _TO = range(5)
#: In which parts somebody who is counted now is found, and with which sign.
_NOW = {_BEFORE: 1.0, _JOINED: 1.0, _LEFT: -1.0, _FROM: -1.0, _TO: 1.0}
#: Groups of these nobody leaves as years go by; "not known" may become known.
_LASTING = frozenset({"gender", "origin"})


def why_not_together(
    tables: Tables,
    units: npt.NDArray[np.intp],
    editions: tuple[Told, Told],
    movement: Movement,
    floor_of: Mapping[str, int],
) -> Reason | None:
    """Tell why two editions may not stand side by side, None where they may.

    First people are taken to have kept their place. Where that cannot have been, some were promoted, moved
    to another site or grew older, and readers know as much.

    Parameters
    ----------
    tables
        The frame of both.
    units
        The company and its sites.
    editions
        What the earlier and the later one tell.
    movement
        Joiners and leavers between them, both known.
    floor_of
        Attribute -> k.
    """
    if not any(told.withheld[a][units].any() for told in editions for a in told.withheld):
        return None
    places = None
    if len(units) == 1:
        places = Pairs(tables, int(units[0]), editions, movement).not_shown(floor_of)
        if not places:
            return None
    for places_change in (False, True):
        both = _Both(tables, units, editions, movement, places_change=places_change)
        if both.fits():
            return None if both.keeps(floor_of, places) else "told_together"
    return "unfitting"


class _Both:
    """The parts of a solution as base cells; whoever is in one has a place in all attributes alike."""

    def __init__(
        self,
        tables: Tables,
        units: npt.NDArray[np.intp],
        editions: tuple[Told, Told],
        movement: Movement,
        *,
        places_change: bool,
    ) -> None:
        before, after = editions
        self._units, self._before, self._after = units, before, after
        self._old = Programme(tables, before, units)
        self._parts = len(_NOW) if places_change else _FROM
        self._count = self._old.count
        new, links = Programme(tables, after, units), self._old.links
        self._rows = [self._across(self._old.matrix, {_BEFORE: 1.0}), self._across(new.matrix, _NOW)]
        self._sides = [self._old.sides, new.sides]
        for part in range(_JOINED, self._parts):
            self._hold(self._across(links, {part: 1.0}))
        for attribute, cells in self._old.attributes():
            for part, people in ((_JOINED, movement.joiners), (_LEFT, movement.leavers)):
                self._hold(self._across(self._sum(cells), {part: 1.0}), float(people or 0))
            if places_change:
                for own in self._lasting(tables, attribute, cells):
                    self._hold(self._across(self._sum(own), {_TO: 1.0, _FROM: -1.0}))
        sides = np.concatenate(self._sides)
        # whoever left or went elsewhere was there before
        gone = self._across(identity(self._count, format="csr"), {_BEFORE: 1.0, _LEFT: -1.0, _FROM: -1.0})
        self._constraints = [
            LinearConstraint(vstack(self._rows).tocsr(), sides, sides),
            LinearConstraint(gone.tocsr(), 0.0, np.inf),
        ]

    def _across(self, matrix: csr_array, signs: Mapping[int, float]) -> csr_array:
        """Put a matrix on base cells to work on some parts of a solution."""
        nothing = csr_array(matrix.shape)
        return hstack(
            [matrix * signs[part] if part in signs else nothing for part in range(self._parts)], format="csr"
        )

    def _hold(self, rows: csr_array, side: float = 0.0) -> None:
        self._rows.append(rows)
        self._sides.append(np.full(rows.shape[0], side))

    def _sum(self, cells: npt.NDArray[np.int64]) -> csr_array:
        found = coo_array((np.ones(len(cells)), (np.zeros(len(cells), np.int64), cells)), (1, self._count))
        return found.tocsr()

    def _lasting(self, tables: Tables, attribute: str, cells: Integers) -> Iterator[Integers]:
        """Yield base cells that people do not leave: those of a group, or else all of an attribute."""
        groups = tables.groups[attribute]
        anonymous = UNKNOWN in groups and not self._nobody(attribute, groups.index(UNKNOWN))
        if attribute not in _LASTING or anonymous:
            yield cells
        else:
            yield from cells.reshape(-1, len(groups)).T

    def _nobody(self, attribute: str, group: int) -> bool:
        """Tell whether it is told of both editions that nobody is in a group."""
        told = (edition.values[attribute][self._units, :, group] for edition in (self._before, self._after))
        return all((values == 0).all() for values in told)

    def fits(self) -> bool:
        """Tell whether any people can be as both editions and the movement say."""
        return self._solve(np.zeros(self._parts * self._count), None) is not None

    def keeps(self, floor_of: Mapping[str, int], places: Sequence[Place] | None) -> bool:
        """Tell whether withheld cells of both editions keep their promise: all where none are named."""
        return ask(list(self._aims(floor_of, places)), self._solve, stop_at_broken=True)

    def _aims(self, floor_of: Mapping[str, int], places: Sequence[Place] | None) -> Iterator[Asked]:
        highest = max(floor_of.values())
        signs = {BEFORE: {_BEFORE: 1.0}, AFTER: _NOW}
        for edition, told in ((BEFORE, self._before), (AFTER, self._after)):
            for attribute, withheld in told.withheld.items():
                last = withheld.shape[2] - 1
                for unit, row, column in np.argwhere(withheld[self._units]):
                    if places is not None and Place(edition, attribute, int(row), int(column)) not in places:
                        continue
                    cells = self._old.cell(attribute, int(self._units[unit]), int(row), int(column))
                    aim = self._across(self._sum(cells), signs[edition]).toarray()[0]
                    yield Asked(aim, highest if column == last else floor_of[attribute])

    def _solve(self, goal: Floats, fixed: tuple[Floats, int] | None) -> Floats | None:
        constraints = list(self._constraints)
        if fixed is not None:
            constraints.append(LinearConstraint(fixed[0][None], fixed[1], fixed[1]))
        found = milp(
            goal,
            constraints=constraints,
            integrality=np.ones(len(goal)),
            bounds=Bounds(0.0, _MOST),
            options={"time_limit": _PATIENCE},
        )
        return None if found.x is None else np.rint(found.x)
