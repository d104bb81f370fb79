"""The association in each city, every one with a little help from the others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rating.performance.estimate import Reach, Refusal
from rating.performance.models import Model, TooManyError, partialled
from rating.performance.regression.clustered import cr2
from rating.performance.regression.partial_pooling import FEWEST_PLACES, partially_pooled
from rating.performance.regression.partialled import NoVariationError

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.performance.observations import Observations

#: With fewer companies a city has no slope of its own to lend or to draw.
FEWEST_IN_A_CITY = 10
_MODEL = Model("cities", "year")


@dataclass(frozen=True, slots=True)
class City:
    """One city's slope.

    Attributes
    ----------
    name
        As the table writes it.
    slope
        Drawn to that of all, with its interval.
    own
        How much of it rests on its own companies, 0 ... 1.
    n, n_companies
        Rows and companies.
    """

    name: str
    slope: Reach
    own: float
    n: int
    n_companies: int


@dataclass(frozen=True, slots=True)
class Cities:
    """Slopes of several cities.

    Attributes
    ----------
    slope
        Of cities such as these, with its interval.
    spread
        Standard deviation of the true slopes over cities.
    cities
        In the order of their names.
    left_out
        How many have too few companies.
    n, n_companies
        Rows and companies of those that take part.
    """

    slope: Reach
    spread: float
    cities: tuple[City, ...]
    left_out: int
    n: int
    n_companies: int


def pooled_over_cities(
    rows: Observations, names: npt.NDArray[np.str_] | None, *, level: float
) -> Cities | Refusal:
    """Return the slope in each city, with controls and years taken out there.

    Parameters
    ----------
    rows
        Complete rows.
    names
        City of every row of the panel, None where it names none.
    level
        Probability with which intervals cover, 0 ... 1.
    """
    if names is None or rows.city is None:
        return Refusal("no_city")
    own, places = [], []
    for number in range(rows.city.count):
        some = rows.taken(rows.city.codes == number)
        fit = _fit(some)
        if fit is not None:
            own.append(fit)
            places.append((str(names[some.places[0]]), len(some), some.company.count))
    if len(own) < FEWEST_PLACES:
        return Refusal("too_few_cities", len(own), FEWEST_PLACES)
    slopes, errors = np.array(own).T
    found = partially_pooled(slopes, errors)
    ends = zip(*found.intervals(level), strict=True)
    return Cities(
        slope=Reach(found.mean, *found.interval(level)),
        spread=found.spread,
        cities=tuple(
            City(name, Reach(float(slope), float(low), float(high)), float(share), n, companies)
            for (name, n, companies), slope, (low, high), share in zip(
                places, found.slopes, ends, found.shares, strict=True
            )
        ),
        left_out=rows.city.count - len(own),
        n=sum(n for _, n, _ in places),
        n_companies=sum(companies for _, _, companies in places),
    )


def _fit(rows: Observations) -> tuple[float, float] | None:
    """Return a city's slope and its standard error; None where its companies do not tell them."""
    if rows.company.count < FEWEST_IN_A_CITY:
        return None
    try:
        # a city may be one cluster of the whole: inside it companies are what there is many of
        part = partialled(_MODEL, replace(rows, clusters=rows.company))
    except (NoVariationError, TooManyError):
        return None
    return part.slope, cr2(part).standard_error
