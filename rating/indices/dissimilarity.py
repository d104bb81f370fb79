"""Dissimilarity D: the part of the people who would have to change level for all levels to be alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.blau import blau
from rating.indices.card import Card
from rating.indices.shares import to_shares

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Dissimilarity D",
    kind="levels",
    minimum=0.0,
    maximum=lambda _k: 1.0,
    source="Duncan, O. D. and Duncan, B. (1955), ASR 20:210-217; Sakoda, J. (1981), Demography 18:245-250.",
)


def dissimilarity(table: ArrayLike) -> Floats:
    """Return the distance of the levels from the whole, as a share of the largest possible.

    The sum of |n_lg / n - n_l n_g / n^2| over the table, over twice the Blau index of the groups. Range 0
    (every level has the same shares, or there is only one) ... 1 (every level has one group only), which any
    two people or more reach; it takes as many levels as there are groups. In small samples it exceeds 0 by
    chance alone. With two groups a and b it is Duncan's: half the sum of |a_l / a - b_l / b| over the levels;
    for two groups out of more, hand in their two columns. NaN for nobody, for one person and where all belong
    to one group. Related: one minus the `parity` of each level with the whole, averaged over people, over the
    Blau index; unlike `theil_h` it does not split into between and within.

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
    Duncan and Duncan (1955), American Sociological Review 20:210-217; for several groups Sakoda (1981),
    Demography 18:245-250; Reardon and Firebaugh (2002), Sociological Methodology 32:33-67.

    Examples
    --------
    >>> float(dissimilarity([[10, 0], [0, 10]]))
    1.0
    >>> round(float(dissimilarity([[5, 5], [4, 6], [3, 7], [7, 3], [6, 4]])), 6)
    0.24
    """
    joint = to_shares(table, axes=2)
    levels, groups = joint.sum(axis=-1), joint.sum(axis=-2)
    distance = np.abs(joint - levels[..., None] * groups[..., None, :]).sum(axis=(-2, -1))
    mixed = (groups > 0).sum(axis=-1) > 1
    return np.asarray(np.minimum(distance / np.where(mixed, 2.0 * blau(groups), np.nan), 1.0))
