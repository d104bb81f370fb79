"""Which year's exposure is set beside which year's outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from rating.performance.observations import Observations


def _pairs(rows: Observations) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the rows that have a row of the same company a year later, and those rows."""
    first = int(rows.years.min())
    keys = rows.company.codes * (int(rows.years.max()) - first + 2) + rows.years - first
    order = np.argsort(keys)
    found = np.searchsorted(keys, keys + 1, sorter=order)
    after = order[np.minimum(found, len(order) - 1)]
    has = keys[after] == keys + 1
    return np.flatnonzero(has), after[has]


def same_year(rows: Observations) -> Observations:
    """Return the rows as they are."""
    return rows


def year_later(rows: Observations) -> Observations:
    """Set each exposure, and its controls, beside the outcome of the year after it."""
    now, after = _pairs(rows)
    return replace(rows.taken(now), outcome=rows.outcome[after])


def year_before(rows: Observations) -> Observations:
    """Set each exposure beside the outcome of the year before it, with that year's exposure as a control.

    What an exposure is to bring about cannot come before it: the exposure of the same year is held fixed, or
    an association in the same year would pass for one across the years. As that control has errors itself,
    the slope is not corrected for errors.
    """
    now, after = _pairs(rows)
    taken = rows.taken(now)
    return replace(
        taken,
        places=rows.places[after],
        exposure=rows.exposure[after],
        controls=np.column_stack((taken.controls, taken.exposure)),
        error_variance=None,
    )


#: By name.
TIMINGS: Final[Mapping[str, Callable[[Observations], Observations]]] = {
    "same year": same_year,
    "a year later": year_later,
    "a year before": year_before,
}
