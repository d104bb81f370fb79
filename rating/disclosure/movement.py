"""Two editions of a company side by side, when readers know how many people joined and left between them.

Each edition keeps its promises by itself. Together they may tell more: with all joiners and leavers accounted
for in released cells, a cell that is withheld now is what was released of it before. So counts of both dates,
joiners and leavers are put into one integer programme, and every withheld cell is asked for its values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack

from rating.disclosure.programme import Programme
from rating.disclosure.witnesses import Asked, ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from rating.data import Floats, Movement
    from rating.disclosure.placing import Told
    from rating.disclosure.tables import Tables


_MOST = 10_000_000.0
#: Seconds for one question; what stays open by then is taken to be told.
_PATIENCE = 5.0
#: The parts of a solution, one behind the other.
_BEFORE, _JOINERS, _LEAVERS = 0, 1, 2


def tells(
    tables: Tables,
    units: npt.NDArray[np.intp],
    editions: tuple[Told, Told],
    movement: Movement,
    floor_of: Mapping[str, int],
) -> bool:
    """Tell whether two editions together narrow a withheld cell below its promise.

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
    return not _Both(tables, units, editions, movement).keeps(floor_of)


class _Both:
    """Base cells before, joiners, and leavers, one after the other; counts after are what they add up to.

    Who leaves was there before, and whoever joins or leaves does so in all attributes at the same level.
    """

    def __init__(
        self,
        tables: Tables,
        units: npt.NDArray[np.intp],
        editions: tuple[Told, Told],
        movement: Movement,
    ) -> None:
        before, after = editions
        self._units, self._before, self._after = units, before, after
        self._old = Programme(tables, before, units)
        new = Programme(tables, after, units)
        count = self._old.count
        first, second, links = self._old.matrix, new.matrix, self._old.links
        nobody = csr_array(links.shape)
        rows = [
            hstack([first, csr_array((first.shape[0], 2 * count))]),
            hstack([second, second, -second]),
            hstack([nobody, links, nobody]),
            hstack([nobody, nobody, links]),
        ]
        sides = [self._old.sides, new.sides, np.zeros(links.shape[0]), np.zeros(links.shape[0])]
        for cells in self._old.attributes():
            for place, people in ((_JOINERS, movement.joiners), (_LEAVERS, movement.leavers)):
                rows.append(_ones(cells + place * count, 3 * count))
                sides.append(np.array([float(people or 0)]))
        eye = csr_array(np.eye(count))
        self._constraints = [
            LinearConstraint(vstack(rows).tocsr(), np.concatenate(sides), np.concatenate(sides)),
            LinearConstraint(hstack([eye, csr_array((count, count)), -eye]).tocsr(), 0.0, np.inf),
        ]
        self._count = count

    def keeps(self, floor_of: Mapping[str, int]) -> bool:
        """Tell whether every withheld cell of both editions keeps its promise."""
        return ask(list(self._aims(floor_of)), self._solve, stop_at_broken=True)

    def _aims(self, floor_of: Mapping[str, int]) -> Iterator[Asked]:
        highest = max(floor_of.values())
        for told, parts in ((self._before, (_BEFORE,)), (self._after, (_BEFORE, _JOINERS, _LEAVERS))):
            for attribute, withheld in told.withheld.items():
                last = withheld.shape[2] - 1
                for unit, row, column in np.argwhere(withheld[self._units]):
                    cells = self._old.cell(attribute, int(self._units[unit]), int(row), int(column))
                    aim = np.zeros(3 * self._count)
                    for part in parts:
                        aim[cells + part * self._count] = -1.0 if part == _LEAVERS else 1.0
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


def _ones(cells: npt.NDArray[np.int64], width: int) -> coo_array:
    return coo_array((np.ones(len(cells)), (np.zeros(len(cells), np.int64), cells)), shape=(1, width))
