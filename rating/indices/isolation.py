"""Isolation: the share of a group among the people whom its members meet on their level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.indices.card import Card

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats

CARD = Card(
    title="Isolation",
    kind="levels",
    minimum=0.0,
    maximum=lambda _k: 1.0,
    source="Bell, W. (1954), Social Forces 32:357-364.",
    per="group",
)


def isolation(table: ArrayLike) -> Floats:
    """Return, for each group, the mean share of that group on the levels of its members.

    The sum over the levels of n_lg / n_g times n_lg / n_l: exposure of the group to itself. Range: from the
    share of the group in the whole (it is spread as everybody is, or there is one level) to 1 (its levels
    have nobody else, or there is no other group), which any number of people reach. NaN for a group without
    people, and for nobody. A member meets itself, too: one person of a group, among n on its level, gives
    1/n. Related: unlike `dissimilarity` it depends on how large the group is.

    Parameters
    ----------
    table
        Non-negative counts or shares, shape (..., L, k).

    Returns
    -------
    Floats
        Shape (..., k).

    Notes
    -----
    Bell (1954), Social Forces 32:357-364; Massey and Denton (1988), Social Forces 67:281-315.

    Examples
    --------
    >>> isolation([[10, 0], [10, 20]]).round(4).tolist()
    [0.6667, 0.6667]
    """
    array = np.asarray(table, dtype=np.float64)
    level = array.sum(axis=-1, keepdims=True)
    group = array.sum(axis=-2)
    met = array / np.where(level == 0, 1.0, level)  # an empty level has no members to ask
    return np.asarray((array * met).sum(axis=-2) / np.where(group > 0, group, np.nan))
