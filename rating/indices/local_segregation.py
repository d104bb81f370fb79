"""Local segregation: how far the groups of one level are from those of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import rel_entr

from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Local segregation",
    kind="levels",
    minimum=0.0,
    maximum=lambda _k: np.inf,
    source="Alonso-Villar, O. and Del Río, C. (2010), Mathematical Social Sciences 60:30-38.",
    per="level",
)


def local_segregation(table: ArrayLike) -> Floats:
    """Return, for each level, the divergence of its shares from those of all levels together, in nats.

    The sum of p ln(p / q) over the groups, p being the shares on the level and q those of the whole. Range 0
    (as the whole, as for one level or one group) ... minus the log of the share of the smallest group,
    reached by a level that has only this one; a level that has a part t of all people gives at most -ln t,
    reached where its groups are on no other. NaN for an empty level and for nobody. A level of one person is
    far from the whole by its size alone. Related: its mean over people is `mutual_information`.

    Parameters
    ----------
    table
        Non-negative counts or shares, shape (..., L, k).

    Returns
    -------
    Floats
        Shape (..., L).

    Notes
    -----
    Alonso-Villar and Del Río (2010), Mathematical Social Sciences 60:30-38; Mora and Ruiz-Castillo (2011),
    Sociological Methodology 41:159-194.

    Examples
    --------
    >>> local_segregation([[10, 0], [10, 20]]).round(4).tolist()
    [0.6931, 0.0566]
    """
    array = np.asarray(table, dtype=np.float64)
    whole = to_shares(array.sum(axis=-2))[..., None, :]
    return np.asarray(np.maximum(rel_entr(to_shares(array), whole).sum(axis=-1), 0.0))
