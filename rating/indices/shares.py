"""Counts to shares, the first step of every index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


def to_shares(counts: ArrayLike, *, axes: int = 1) -> Floats:
    """Divide counts by their total over the last axis or axes.

    Parameters
    ----------
    counts
        Non-negative, shape (..., k), or (..., L, k) with ``axes=2``. Shares are accepted as they are.
    axes
        Over how many trailing axes the shares sum to 1.

    Returns
    -------
    Floats
        The same shape; NaN throughout where the total is zero or not known.

    Examples
    --------
    >>> to_shares([3, 1]).tolist()
    [0.75, 0.25]
    >>> to_shares([0, 0]).tolist()
    [nan, nan]
    """
    array = np.asarray(counts, dtype=np.float64)
    total = array.sum(axis=tuple(range(-axes, 0)), keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, array / total, np.nan))
