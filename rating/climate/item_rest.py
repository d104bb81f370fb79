"""Item-rest correlations: whether an item goes along with the rest of its scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


def item_rest(covariance: ArrayLike) -> Floats:
    """Return the correlation of each item with the sum of the others.

    Range -1 ... 1. An item below 0 works against its scale; the usual cause is an item that was keyed the
    wrong way. The item itself is not part of the sum, or it would correlate with itself. NaN for one item,
    and where the item or the rest does not vary.

    Parameters
    ----------
    covariance
        Covariances of the items, already turned, in squared scale points, shape (..., J, J).

    Returns
    -------
    Floats
        Shape (..., J).

    Notes
    -----
    Henrysson (1963), Psychometrika 28:211-218.

    Examples
    --------
    >>> item_rest([[1.0, 0.5, -0.2], [0.5, 1.0, -0.2], [-0.2, -0.2, 1.0]]).round(4).tolist()
    [0.2372, 0.2372, -0.2309]
    """
    array = np.asarray(covariance, dtype=np.float64)
    own = np.diagonal(array, axis1=-2, axis2=-1)
    with_all = array.sum(axis=-1)
    total = with_all.sum(axis=-1, keepdims=True)
    rest = total - 2.0 * with_all + own
    # of a rest that does not vary only rounding is left
    spread = np.where((own > 0) & (rest > 1e-12 * total), own * rest, np.nan)
    return np.asarray(np.clip((with_all - own) / np.sqrt(spread), -1.0, 1.0))
