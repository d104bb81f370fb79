"""Theil's information theory index H: M as a share of the entropy of the groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card
from rating.indices.mutual_information import mutual_information
from rating.indices.shannon import shannon

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Theil's H",
    kind="levels",
    minimum=0.0,
    maximum=lambda _k: 1.0,
    source="Theil, H. (1972), Statistical Decomposition Analysis.",
)

#: Below this many people H says more about their number than about the company: independent 5 x 8 tables
#: of 50 people average 0.13 where each level and group is half of the one before, 0.17 with even shares. It
#: is not published then.
SMALLEST_PUBLISHED = 200


def theil_h(table: ArrayLike) -> Floats:
    """Return M divided by the entropy of the groups.

    Range 0 (every level has the same shares, or there is only one) ... 1 (every level has one group only),
    which any two people or more reach; it takes as many levels as there are groups. In small samples it
    exceeds 0 by chance alone: see `SMALLEST_PUBLISHED`. NaN for nobody, for one person and where all belong
    to one group. Related: M is `mutual_information`, the entropy `shannon`; `dissimilarity` has the same
    ends.

    Parameters
    ----------
    table
        Non-negative counts or shares, shape (..., L, k).

    Returns
    -------
    Floats
        Shape (...).

    Notes
    -----
    Theil (1972), Statistical Decomposition Analysis.

    Examples
    --------
    >>> float(theil_h([[10, 0], [0, 10]]))
    1.0
    """
    array = np.asarray(table, dtype=np.float64)
    entropy = shannon(array.sum(axis=-2))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(entropy > 0, mutual_information(array) / entropy, np.nan)
    return np.asarray(np.minimum(ratio, 1.0))
