"""The order of units with which pairwise comparisons agree most, proven by an integer programme."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats


def prove_order(order: npt.NDArray[np.intp], balance: Floats) -> npt.NDArray[np.intp]:
    """Return an order that no other one agrees more with, the given one if it is such.

    Parameters
    ----------
    order
        A good order to begin with, shape (n,).
    balance
        Support of each unit against each other less the reverse, shape (n, n).

    Notes
    -----
    One variable a pair says whether the first stands before the second; of three units no circle may be
    formed (Grötschel, Jünger and Reinelt 1984, Operations Research 32:1195-1220).
    """
    n = len(order)
    ordered = balance[np.ix_(order, order)]
    pairs = {pair: place for place, pair in enumerate(combinations(range(n), 2))}
    triples = list(combinations(range(n), 3))
    rows = np.repeat(np.arange(len(triples)), 3)
    columns = [pairs[pair] for i, j, k in triples for pair in ((i, j), (j, k), (i, k))]
    signs = np.tile([1.0, 1.0, -1.0], len(triples))
    circles = csr_array((signs, (rows, columns)), shape=(len(triples), len(pairs)))
    gains = np.array([ordered[pair] for pair in pairs])
    solved = milp(
        -gains,
        constraints=LinearConstraint(circles, 0.0, 1.0),
        integrality=np.ones(len(pairs)),
        bounds=Bounds(0.0, 1.0),
    )
    before = np.rint(solved.x)
    if gains @ before <= gains.sum() + 1e-9:
        return order  # as good as any, and nearer to what the comparisons say one by one
    wins = np.zeros(n)
    for (i, j), place in pairs.items():
        wins[i if before[place] else j] += 1
    return order[np.argsort(-wins, kind="stable")]
