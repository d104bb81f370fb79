"""The most stable assignment within bounds: one number after the other is made as small as can be.

Finding the fewest blocking pairs under lower bounds is NP-hard: Hamada, Iwama and Miyazaki (2016), The
hospitals/residents problem with lower quotas, Algorithmica 74:440-465. A pair that one could only give in to
by breaking a bound is no complaint under constraints: Kamada and Kojima (2017), Stability concepts in
matching under distributional constraints, Journal of Economic Theory 168:107-142. So those that one could
give in to come first.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from connector.matching.cohort.programme.model import model_of, steps, total

if TYPE_CHECKING:
    from connector.matching.cohort.market import Market, Places
    from connector.matching.cohort.programme.model import Model, Sum

#: Bounds of whole numbers come as decimals.
_ROUNDING = 1e-6


class Fewest(NamedTuple):
    """What the programme found.

    Attributes
    ----------
    places
        The connector of each applicant, shape (n,), -1 for none.
    avoidable
        No assignment has fewer blocking pairs that one could give in to.
    blocking
        No assignment with as few of these has fewer blocking pairs.
    """

    places: Places
    avoidable: int
    blocking: int


def most_stable(market: Market, known: Places, placed: int, effort: float) -> Fewest | None:
    """Return the assignment with the fewest blocking pairs that one could give in to.

    Of these the one with the fewest blocking pairs, of these the one in which applicants lose the fewest
    steps on their lists.

    Parameters
    ----------
    market
        Orders, places and bounds.
    known
        An assignment that keeps the bounds, from which the search starts.
    placed
        At least so many get a place.
    effort
        Deterministic time, about seconds, for each of the three searches. The same effort gives the same
        result on any machine.

    Returns
    -------
    Fewest or None
        None where nothing was found in time.
    """
    model = model_of(market, placed)
    for (row, column), taken in model.taken.items():
        model.programme.add_hint(taken, bool(known[row] == column))
    # what follows from it is worked out first: a search that starts from all of it never ends with less
    model.programme.minimize(total(model.avoidable) + total(model.blocking))
    found = _solved(model, effort, only_hinted=True)
    if found is None:
        return None
    proven: list[int] = []
    for objective in (total(model.avoidable), total(model.blocking), steps(model, market)):
        value = found.value(objective)
        solver = _improved(model, objective, found, effort) if value else None
        if solver is not None and solver.value(objective) < value:
            found = solver
        # the least value of all three is 0 but for the steps, whose bound nobody asks for
        proven.append(math.ceil(solver.best_objective_bound - _ROUNDING) if solver else 0)
        model.programme.add(objective <= found.value(objective))
    places = np.full(market.shape[0], -1, np.int64)
    for (row, column), taken in model.taken.items():
        if found.boolean_value(taken):
            places[row] = column
    return Fewest(places, *proven[:2])


def _improved(
    model: Model, objective: Sum, known: cp_model.CpSolver, effort: float
) -> cp_model.CpSolver | None:
    """Look for a smaller value, starting from what is known."""
    model.programme.clear_hints()  # type: ignore[no-untyped-call] # OR-tools left it untyped
    for variable in model.variables:
        model.programme.add_hint(variable, known.boolean_value(variable))
    model.programme.minimize(objective)
    return _solved(model, effort)


def _solved(model: Model, effort: float, *, only_hinted: bool = False) -> cp_model.CpSolver | None:
    solver = cp_model.CpSolver()
    # one worker and a count of operations in place of a clock: the same on every machine
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    solver.parameters.fix_variables_to_their_hinted_value = only_hinted
    status = solver.solve(model.programme)
    return solver if status in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None
