"""Which values some sums of counts may have: every solution of an integer programme is a witness for all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rating.data import Floats

    #: An aim to make small, and, if given, sums that are fixed: solution or None.
    Solve = Callable[[Floats, tuple[Floats, int] | None], Floats | None]


@dataclass
class Asked:
    """A sum of counts that is asked for its possible values.

    Attributes
    ----------
    aim
        Its weights.
    needed
        The promise: so many values, one of them at least so large.
    values
        Values that have been shown to be possible.
    exact
        Whether there are no others.
    """

    aim: Floats
    needed: int
    values: set[int] = field(default_factory=set)
    exact: bool = False

    def kept(self) -> bool:
        """Tell whether enough values have been found."""
        return len(self.values) >= self.needed and max(self.values) >= self.needed


def ask(everything: Sequence[Asked], solve: Solve, *, stop_at_broken: bool = False) -> bool:
    """Find for each sum enough values to keep its promise, or else all that there are.

    Parameters
    ----------
    everything
        The sums; their values are filled in.
    solve
        Answers one question; None where there is no solution, or none was found in time.
    stop_at_broken
        Stop at the first promise that is not kept.

    Returns
    -------
    bool
        Whether all promises are kept.
    """
    asking = _Asking(everything, solve)
    for one in everything:
        asking.ask(one)
        if stop_at_broken and not one.kept():
            return False
    return all(one.kept() for one in everything)


class _Asking:
    def __init__(self, everything: Sequence[Asked], solve: Solve) -> None:
        self._everything, self._solve = everything, solve

    def ask(self, one: Asked) -> None:
        """Look at both ends, then at what lies between, until the promise is kept."""
        if not (self._reaches(one, -1.0) and self._reaches(one, 1.0)) or one.kept():
            return
        for value in range(min(one.values) + 1, max(one.values)):
            if value not in one.values:
                self._question(np.zeros_like(one.aim), (one.aim, value))
            if one.kept():
                return
        one.exact = True

    def _reaches(self, one: Asked, sign: float) -> bool:
        return one.kept() or self._question(sign * one.aim)

    def _question(self, goal: Floats, fixed: tuple[Floats, int] | None = None) -> bool:
        found = self._solve(goal, fixed)
        if found is None:
            return False
        for one in self._everything:
            one.values.add(round(float(one.aim @ found)))
        return True
