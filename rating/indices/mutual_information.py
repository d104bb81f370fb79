"""Mutual information M: how much knowing the level tells about the group, in nats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import entr

from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Mutual information M",
    kind="levels",
    minimum=0.0,
    maximum=lambda k: float(np.log(k)),
    source="Theil, H. and Finizza, A. J. (1971), Journal of Mathematical Sociology 1:187-194.",
)


def mutual_information(table: ArrayLike) -> Floats:
    """Return the mutual information between level and group.

    The sum of p_lg ln(p_lg / (p_l p_g)) over the table, in nats. Range 0 (every level has the same shares, or
    there is one level or one group) ... the smaller of ln L and ln k; as counted the `shannon` of n people
    spread as `most_even` over the fewer of the two, one group to a level. An empty table (nobody) gives NaN,
    one person gives 0. In small samples it exceeds 0 by chance alone: about (L - 1)(k - 1) / (2 n). Related:
    `theil_h` is M over the entropy of the groups; the mean of `local_segregation` over people is M;
    `between_within` and `mutual_information_change` split it.

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
    Theil and Finizza (1971), Journal of Mathematical Sociology 1:187-194; Mora and Ruiz-Castillo (2011),
    Sociological Methodology 41:159-194.

    Examples
    --------
    >>> round(float(mutual_information([[10, 0], [0, 10]])), 6)
    0.693147
    >>> abs(float(mutual_information([[2, 4], [1, 2]]))) < 1e-12
    True
    """
    joint = to_shares(table, axes=2)
    levels = entr(joint.sum(axis=-1)).sum(axis=-1)
    groups = entr(joint.sum(axis=-2)).sum(axis=-1)
    return np.asarray(np.maximum(levels + groups - entr(joint).sum(axis=(-2, -1)), 0.0))
