"""What is missing, filled in from what others have: only where a framework asks for it, and flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats


class Imputation(NamedTuple):
    """How a missing value is filled.

    Attributes
    ----------
    centre
        From known values, shape (n, indicators), to the value for a missing one, shape (indicators,).
    by_group
        Whether units of the same group stand in, and not all units.
    """

    centre: Callable[[Floats], Floats]
    by_group: bool = False


def _mean(values: Floats) -> Floats:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, values, 0.0).sum(axis=0) / known.sum(axis=0))


def _median(values: Floats) -> Floats:
    ordered = np.sort(values, axis=0)
    n = (~np.isnan(values)).sum(axis=0)
    upper = np.maximum(n // 2, 0)
    lower = np.maximum((n - 1) // 2, 0)
    pair = [np.take_along_axis(ordered, place[None], axis=0)[0] for place in (lower, upper)]
    return np.where(n > 0, (pair[0] + pair[1]) / 2.0, np.nan)


#: Method -> how it fills. With nobody known in a group, its gap stays.
IMPUTATIONS: dict[str, Imputation] = {
    "mean": Imputation(_mean),
    "median": Imputation(_median),
    "group_mean": Imputation(_mean, by_group=True),
    "group_median": Imputation(_median, by_group=True),
}
