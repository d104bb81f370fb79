"""Possible tables behind released ones: what is computed from them tells nothing that is not released.

Whoever computes a figure from a released table has to suppose something about the withheld cells. Three
suppositions span what is possible: the withheld people are spread as evenly as can be, or as many as can be
are in the first groups, or in the last. They follow from released cells alone, so that figures computed from
them are the same whatever was withheld.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.suppression import graph_of

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.disclosure.lattice import Integers, Lattice

#: How withheld people are taken to be spread over the groups: even, towards the first, towards the last.
SUPPOSITIONS = ("even", "first", "last")
#: A cost that no other way reaches.
_UNLIKELY = 1e6


def completed(cells: Floats, lattice: Lattice, supposition: str) -> Integers:
    """Return one table that agrees with the released cells of one unit and attribute.

    Parameters
    ----------
    cells
        Shape (rows, groups + 1), NaN where withheld; headcounts must all be there (`headcounts`). The last
        group is that of people whose group is not known: as few as possible are put there.
    lattice
        Levels and totals.
    supposition
        One of `SUPPOSITIONS`.

    Returns
    -------
    ndarray
        People, shape (levels, groups).

    Raises
    ------
    ValueError
        If the cells contradict each other.
    """
    from rating.disclosure.kernels.completion import fill  # noqa: PLC0415 - loads numba

    rows, columns = cells.shape
    free = np.isnan(cells)
    value = np.where(free, 0.0, cells).astype(np.int64).ravel()
    linear, quadratic = np.zeros((rows, columns)), np.zeros((rows, columns))
    levels = len(lattice.levels)
    if supposition == "even":
        quadratic[:levels, :-1] = 1.0
        # the leaders in all weigh more than how they are spread over the levels
        quadratic[levels:, :-1] = 4.0
    else:
        order = np.arange(columns - 1) + 1.0
        linear[:levels, :-1] = order if supposition == "first" else order[::-1]
        # the leaders in all come first: with the totals of groups known, levels alone would cost the same
        linear[levels:-1, :-1] = 2.0 * columns * linear[0, :-1]
    linear[:levels, -2] = _UNLIKELY
    nobody = np.zeros_like(value)
    graph = graph_of(lattice, columns - 1)
    if not fill(value, free.ravel(), linear.ravel(), quadratic.ravel(), nobody, graph):
        raise ValueError("released cells that contradict each other")
    return value.reshape(rows, columns)[:levels, :-1]


def headcounts(people: Floats, lattice: Lattice, most: float) -> Floats:
    """Return the headcounts of one unit, those withheld spread evenly over their rows.

    Parameters
    ----------
    people
        Shape (rows,), NaN where withheld.
    lattice
        Levels and totals.
    most
        People of a unit whose total is withheld: it is known to have fewer.
    """
    from rating.disclosure.kernels.completion import fill  # noqa: PLC0415 - loads numba

    told = people.copy()
    if np.isnan(told[-1]):
        told[-1] = np.floor(most / 2)
    free = np.isnan(np.repeat(told, 2))
    value = np.where(free, 0.0, np.repeat(told, 2)).astype(np.int64)
    one = np.ones(value.size)
    nobody = np.zeros_like(value)
    if not fill(value, free, np.zeros(value.size), one, nobody, graph_of(lattice, 1)):
        raise ValueError("released headcounts that contradict each other")
    return value[::2].astype(np.float64)
