"""P values of several outcomes shown beside each other, each as large as it has to be for their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike

    from rating.data import Floats


def holm(p_values: ArrayLike) -> Floats:
    """Return p values adjusted so that a false alarm anywhere is as rare as the level says.

    Parameters
    ----------
    p_values
        Shape (tests,), each 0 ... 1; NaN is no test and stays.

    Notes
    -----
    Holm (1979), Scandinavian Journal of Statistics 6:65.

    Examples
    --------
    >>> [round(float(p), 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    return _adjusted(p_values, lambda sorted_p, n: np.maximum.accumulate(sorted_p * np.arange(n, 0, -1)))


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Return p values adjusted so that of what is called an association the level's share is none.

    Parameters
    ----------
    p_values
        As in `holm`.

    Notes
    -----
    Benjamini and Hochberg (1995), JRSS B 57:289.

    Examples
    --------
    >>> [round(float(p), 3) for p in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    return _adjusted(
        p_values,
        lambda sorted_p, n: np.minimum.accumulate((sorted_p * n / np.arange(1, n + 1))[::-1])[::-1],
    )


def _adjusted(p_values: ArrayLike, step: Callable[[Floats, int], Floats]) -> Floats:
    given = np.asarray(p_values, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    adjusted = np.full(given.shape, np.nan)
    adjusted[order] = np.minimum(step(given[order], len(order)), 1.0)
    return adjusted
