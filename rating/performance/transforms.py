"""Ways in which an exposure or an outcome may reasonably be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rating.data import Floats


def winsorised(values: Floats, share: float) -> Floats:
    """Return values with those beyond the quantiles `share` and 1 - `share` put to these, shape as given.

    Examples
    --------
    >>> winsorised(np.array([0.0, 1.0, 2.0, 3.0, 100.0]), 0.25).tolist()
    [1.0, 1.0, 2.0, 3.0, 3.0]
    """
    low, high = np.quantile(values, (share, 1.0 - share))
    return np.clip(values, low, high)


def ranks(values: Floats) -> Floats:
    """Return the rank of each value as a part of all, above 0 and below 1; equal values share one."""
    ranked: Floats = (rankdata(values) - 0.5) / len(values)
    return ranked


def logged(values: Floats) -> Floats | None:
    """Return logarithms; None where some value has none."""
    return np.log(values) if np.all(values > 0.0) else None


def _as_it_is(values: Floats) -> Floats:
    return values


#: By name, each None where the values do not allow it.
EXPOSURES: Final[Mapping[str, Callable[[Floats], Floats]]] = {"as it is": _as_it_is, "ranks": ranks}
OUTCOMES: Final[Mapping[str, Callable[[Floats], Floats | None]]] = {
    "as it is": _as_it_is,
    "winsorised at 1 %": lambda values: winsorised(values, 0.01),
    "winsorised at 5 %": lambda values: winsorised(values, 0.05),
    "ranks": ranks,
    "logarithms": logged,
}
