"""Statistics about companies: which of them are published, and how coarsely.

They are computed from what is released (`possible_headcounts`), so that every composition that could stand
behind the released tables stands behind the published statistics as well. What is withheld here is withheld
because it would say too little, or be about too few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rating.disclosure.policy import STATISTIC_FLOOR
from rating.disclosure.released import _RELEASE_ONLY, Released, ReleasedStatistic

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from rating.data import Floats

#: A statistic that would be so much higher or lower (in its coarse steps) for other people who could stand
#: behind the released tables says too little.
_WIDEST = 10.0


@dataclass(frozen=True)
class Statistic:
    """A statistic that somebody wants to publish.

    Attributes
    ----------
    value, low, high
        Shape (companies,), NaN where not calculable.
    about
        Whether it describes the leaders or the whole workforce.
    spread
        By how much the value differs between people who could stand behind what is released, shape
        (companies,).
    step
        What it is rounded to in public filings.
    coarse_step
        What it is rounded to otherwise.
    index_of
        The attribute it is an index of; the first index of each attribute is the one that may be shown.
    """

    value: Floats
    low: Floats
    high: Floats
    about: Literal["leaders", "workforce"]
    spread: Floats
    step: float = 0.1
    coarse_step: float = 1.0
    index_of: str = ""


def with_statistics(
    released: Released,
    statistics: Mapping[str, Statistic],
    *,
    leaders: Floats,
    workforce: Floats,
) -> Released:
    """Add statistics to a release.

    Those of public filings are rounded. Others are shown in coarse steps, about at least 30 people, one
    index an attribute, and only where what is withheld leaves them much the same.

    Parameters
    ----------
    released
        The tables.
    statistics
        By name, in order of preference; shapes (companies,).
    leaders, workforce
        Released people in management and in all, shape (companies,); NaN where withheld.
    """
    if Released.only(released).policy.already_public:
        shown = {name: _rounded(entry, entry.step) for name, entry in statistics.items()}
    else:
        people = {"leaders": leaders, "workforce": workforce}
        shown = _guarded(statistics, {about: own >= STATISTIC_FLOOR for about, own in people.items()})
    return Released(
        _RELEASE_ONLY,
        policy=released.policy,
        frame=released.frame,
        tables=released.tables,
        statistics=shown,
    )


def _guarded(
    statistics: Mapping[str, Statistic], enough: Mapping[str, npt.NDArray[np.bool_]]
) -> dict[str, ReleasedStatistic]:
    shown = {}
    taken: set[str] = set()
    for name, statistic in statistics.items():
        hidden = ~enough[statistic.about] | ~(statistic.spread <= _WIDEST * statistic.coarse_step)
        if statistic.index_of:
            hidden |= statistic.index_of in taken
            taken.add(statistic.index_of)
        shown[name] = _rounded(statistic, statistic.coarse_step, hidden)
    return shown


def _rounded(
    statistic: Statistic, step: float, hidden: npt.NDArray[np.bool_] | None = None
) -> ReleasedStatistic:
    known = ~np.isnan(statistic.value)
    withheld = np.zeros(len(known), dtype=bool) if hidden is None else hidden & known
    # divided by a whole number, so that 0.1 steps print as 0.1 and not as 0.30000000000000004
    per_one = round(1.0 / step)

    def shown(values: Floats) -> Floats:
        return np.asarray(np.where(withheld, np.nan, np.rint(values * per_one) / per_one))

    return ReleasedStatistic(shown(statistic.value), shown(statistic.low), shown(statistic.high), withheld)
