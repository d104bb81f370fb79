"""Benefit of the doubt: every unit is weighed as it suits it best, within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from scipy.optimize import linprog

from rating.errors import CellError

if TYPE_CHECKING:
    from rating.data import Floats


#: Of what bounds are parts: of the weights of a unit, or of its score (its weighted values).
Of = Literal["weights", "score"]


#: What the solver says of a sum that can be as large as one likes.
_UNBOUNDED = 3


class Bounds(NamedTuple):
    """Between which parts, 0 ... 1, of the whole each indicator of a unit must lie, and of which whole."""

    least: float = 0.0
    most: float = 1.0
    of: Of = "weights"


def benefit_of_the_doubt(values: Floats, peers: Floats, bounds: Bounds) -> Floats:
    """Return the weights with which each unit scores highest while nobody scores more than 1 with them.

    Parameters
    ----------
    values
        Of the units to be weighed, not negative, shape (units, p), no NaN.
    peers
        Of the units to compare with, shape (m, p), no NaN.
    bounds
        Without them a unit may be judged by its best indicator alone.

    Returns
    -------
    Floats
        Shape (units, p); the score of a unit is its values times its weights, summed, at most 1 for a peer.

    Raises
    ------
    CellError
        If a unit cannot keep the bounds: an indicator of 0 cannot make up a part of a score.

    Notes
    -----
    Melyn and Moesen (1991); bounds of parts of the score: Wong and Beasley (1990), Journal of the Operational
    Research Society 41:829-835.

    Examples
    --------
    >>> both = np.array([[1.0, 0.5], [0.5, 1.0], [0.5, 0.5]])
    >>> (benefit_of_the_doubt(both, both, Bounds()) * both).sum(axis=1).round(3).tolist()
    [1.0, 1.0, 0.667]
    """
    scale = float(peers.max(initial=0.0)) or 1.0  # a solver knows nothing of millionths
    values, peers = values / scale, peers / scale
    found = np.empty_like(values)
    everybody = np.ones(len(peers))
    for unit, own in enumerate(values):
        parts = own if bounds.of == "score" else np.ones_like(own)
        within = []
        if bounds.least > 0.0:
            within.append(bounds.least * parts[None, :] - np.diag(parts))
        if bounds.most < 1.0:
            within.append(np.diag(parts) - bounds.most * parts[None, :])
        limits = np.concatenate([everybody, np.zeros(sum(len(part) for part in within))])
        solved = linprog(-own, A_ub=np.vstack([peers, *within]), b_ub=limits, method="highs")
        if solved.status == _UNBOUNDED:
            raise CellError("It scores in what no unit to compare with scores in at all.", row=unit)
        positive = solved.status == 0 and (solved.fun < 0.0 or not own.any())
        if not positive:
            raise CellError(
                f"There are no weights with which each indicator makes up between {bounds.least:.0%} and "
                f"{bounds.most:.0%} of the {bounds.of}. An indicator of 0 makes up nothing of a score: raise "
                "the floor of the scale, or widen the bounds.",
                row=unit,
            )
        found[unit] = solved.x / scale
    return found
