"""What readers have of earlier dates: of each company the figures that were published last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.placing import told
from rating.errors import RatingError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from rating.disclosure.companies import Company
    from rating.disclosure.placing import Told
    from rating.disclosure.publication import Publication
    from rating.disclosure.tables import Tables


class LaterEditionError(RatingError):
    """Figures of a later date are published already: editions go forward in time."""

    def __init__(self, date: str, later: str) -> None:
        self.date, self.later = date, later
        super().__init__(
            f"Figures of {later} are published already, and these are of {date}: beside later figures it "
            "is not known who joined and left."
        )


@dataclass(frozen=True)
class ToldBefore:
    """What earlier files tell.

    Attributes
    ----------
    told
        Of each company and its sites what was told last; of sums over companies what the last file tells.
    last
        What the last date tells: a company that was left out then has nothing in it.
    date
        The last date.
    dates
        The unit that stands for a company -> the date that its figures describe.
    """

    told: Told
    last: Told
    date: str
    dates: Mapping[int, str]


def told_before(
    tables: Tables, companies: Sequence[Company], by_date: Mapping[str, Sequence[Publication]]
) -> ToldBefore:
    """Collect what files of some dates tell.

    Parameters
    ----------
    tables
        The counts, with all that the files have.
    companies
        Their companies.
    by_date
        Date -> the files, at least one.
    """
    dates = sorted(by_date)
    tolds = {date: told(by_date[date], tables) for date in dates}
    last = tolds[dates[-1]]
    found: dict[int, str] = {}
    values = {a: own.copy() for a, own in last.values.items()}
    withheld = {a: own.copy() for a, own in last.withheld.items()}
    for company in companies:
        date = next((date for date in reversed(dates) if tells_of(tolds[date], company.units)), None)
        if date is None:
            continue
        kept = [file.population.kept.get(company.name) for file in by_date[date]]
        found[company.top] = next((own for own in kept if own is not None), date)
        for attribute, own in tolds[date].values.items():
            values[attribute][company.units] = own[company.units]
            withheld[attribute][company.units] = tolds[date].withheld[attribute][company.units]
    return ToldBefore(replace(last, values=values, withheld=withheld), last, dates[-1], found)


def tells_of(told: Told, units: Iterable[int] | npt.NDArray[np.intp]) -> bool:
    """Tell whether a file has any cell of some units."""
    own = np.asarray(units)
    return any(
        bool((~np.isnan(values[own])).any() or told.withheld[attribute][own].any())
        for attribute, values in told.values.items()
    )
