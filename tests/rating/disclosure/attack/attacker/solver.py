"""Exact answers: the equations as the solver takes them, and counts that fit them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csc_array

from tests.rating.disclosure.attack.attacker.intervals import FAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from scipy.optimize import OptimizeResult

    from tests.rating.disclosure.attack.attacker.equations import Equations, Ints

NEAR = 1e-7  # an answer of the linear relaxation this near to whole numbers is whole
SWITCH = 8_000  # how far an open interval goes for the solver, where it has to be one of several
INFEASIBLE = 2  # what the solver's status says


class Solver:
    """Integer programmes, and linear ones, over one set of equations."""

    def __init__(self, equations: Equations) -> None:
        self._equations = equations
        self._make_programme()
        self._both: csc_array | None = None

    def _make_programme(self) -> None:
        """Bring the equations into the shape of the solver; a split interval gets a switch for each piece."""
        count, width = self._equations.matrix.shape
        extra = sum(2 * len(inside) for inside in self._equations.split.values())
        rows, lows, highs = [], [], []
        total = width + extra
        lower = np.concatenate([self._equations.low, np.zeros(extra)]).astype(float)
        upper = np.concatenate([self._equations.high, np.zeros(extra)]).astype(float)
        upper[upper >= FAR] = np.inf
        column = width
        for position, inside in self._equations.split.items():
            joined, switches = np.zeros(total), np.zeros(total)
            joined[position] = -1
            for low, high in inside:
                high = min(high, low + SWITCH)  # noqa: PLW2901 - the solver needs a finite switch
                part, switch = column, column + 1
                column += 2
                joined[part] = switches[switch] = 1
                upper[part], upper[switch] = high, 1
                least, most = np.zeros(total), np.zeros(total)
                least[part], least[switch] = 1, -low
                most[part], most[switch] = 1, -high
                rows += [least, most]
                lows += [0.0, -np.inf]
                highs += [np.inf, 0.0]
            rows += [joined, switches]
            lows += [0.0, 1.0]
            highs += [0.0, 1.0]
        matrix = np.zeros((count + len(rows), total))
        matrix[:count, :width] = self._equations.matrix
        if rows:
            matrix[count:] = rows
        self._sparse = csc_array(matrix)
        self._sides = (
            np.concatenate([self._equations.right, lows]),
            np.concatenate([self._equations.right, highs]),
        )
        self._lower, self._upper = lower, upper

    def solve(
        self,
        cost: NDArray[np.float64] | None,
        within: Mapping[int, tuple[int, int]],
        *,
        is_certain: bool = False,
    ) -> Ints | None:
        """Find counts that fit at the least cost, or None where there are none.

        The linear relaxation comes first: where its answer is whole it is the answer, and where it has none
        there is none. A "none" that a breach rests on is asked for again without the solver's presolve.
        """
        lower, upper = self._lower.copy(), self._upper.copy()
        for position, (low, high) in within.items():
            lower[position], upper[position] = max(lower[position], low), min(upper[position], high)
            if lower[position] > upper[position]:
                return None
        costs = np.zeros(len(lower))
        if cost is not None:
            costs[: len(cost)] = cost
        if not self._equations.split:
            status, found = self._ask(costs, lower, upper, is_whole=False)
            if status == INFEASIBLE and is_certain:
                status, found = self._ask(costs, lower, upper, is_whole=False, presolve=False)
            if found is not None or status == INFEASIBLE:
                return found
        status, found = self._ask(costs, lower, upper)
        if found is None and (status != INFEASIBLE or is_certain):
            status, found = self._ask(costs, lower, upper, presolve=False)
        if found is None and status != INFEASIBLE:
            raise ArithmeticError(f"the solver ends with {status} and without counts that add up")
        return found

    def _ask(
        self,
        costs: NDArray[np.float64],
        lower: NDArray[np.float64],
        upper: NDArray[np.float64],
        *,
        is_whole: bool = True,
        presolve: bool = True,
    ) -> tuple[int, Ints | None]:
        """Put one programme to the solver; an answer counts if it is whole and every sum is exactly right."""
        answer = milp(
            costs,
            integrality=np.full(len(costs), int(is_whole)),
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(self._sparse, *self._sides),
            options={"mip_rel_gap": 0.0, "presolve": presolve},
        )
        if answer.status != 0:
            return int(answer.status), None
        counts = np.rint(answer.x[: self._equations.width]).astype(np.int64)
        is_near = is_whole or np.abs(counts - answer.x[: len(counts)]).max() < NEAR
        return 0, counts if is_near and self._equations.fits(counts) else None

    def aim(self, positions: Sequence[int], wanted: Ints, *, excess: float = 1.0) -> Ints | None:
        """Find counts as near as can be, in sum, to what is wanted of some targets.

        Each count below its own costs one, each above it what an excess costs.
        """
        if self._equations.split:
            return None
        width, extra = self._equations.width, len(positions)
        rows = np.arange(extra)
        sums = coo_array(self._sparse)
        bottom = len(self._equations.right)
        matrix = coo_array(
            (
                np.concatenate([sums.data, np.repeat([1.0, 1.0, -1.0], extra)]),
                (
                    np.concatenate([sums.coords[0], np.tile(rows + bottom, 3)]),
                    np.concatenate([sums.coords[1], positions, rows + width, rows + width + extra]),
                ),
            ),
            shape=(bottom + extra, width + 2 * extra),
        )
        sides = np.append(self._equations.right, wanted)
        answer = milp(
            np.repeat([0.0, 1.0, excess], [width, extra, extra]),
            bounds=Bounds(
                np.append(self._lower, np.zeros(2 * extra)),
                np.append(self._upper, np.full(2 * extra, np.inf)),
            ),
            constraints=LinearConstraint(matrix.tocsc(), sides, sides),
        )
        return self._whole(answer, width)

    def _whole(self, answer: OptimizeResult, width: int) -> Ints | None:
        if answer.status != 0:
            return None
        counts = np.rint(answer.x[:width]).astype(np.int64)
        return counts if self._equations.fits(counts) else None

    def near(self, start: Ints, position: int, low: int, high: int) -> Ints | None:
        """Find counts as like known ones as can be, but for one that is within bounds.

        What changes is little, so it is a move that other counts can make too.
        """
        if self._equations.split:
            return None
        if self._both is None:
            self._both = csc_array(np.hstack([self._equations.matrix, -self._equations.matrix]))
        width, value = len(start), int(start[position])
        most = np.concatenate([self._upper - start, start - self._lower])
        least = np.zeros(2 * width)
        first, last = (low, high) if low > value else (high, low)  # the nearer end, and the further
        side = position if low > value else position + width
        least[side], most[side] = abs(first - value), min(abs(last - value), most[side])
        most[(side + width) % (2 * width)] = 0
        if least[side] > most[side]:
            return None
        answer = milp(
            np.ones(2 * width),
            bounds=Bounds(least, most),
            constraints=LinearConstraint(self._both, 0, 0),
        )
        if answer.status != 0:
            return None
        found = start + np.rint(answer.x[:width] - answer.x[width:]).astype(np.int64)
        return found if self._equations.fits(found) and low <= found[position] <= high else None
