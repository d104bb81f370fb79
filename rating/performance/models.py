"""The models that a panel is asked by, as a table: whom each compares with whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from rating.performance.association import FEWEST_COMPANIES
from rating.performance.estimate import Refusal, estimated
from rating.performance.regression.fixed_effects import FixedEffects
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.partialled import NoVariationError, Partialled
from rating.performance.timing import TIMINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rating.data import Floats
    from rating.performance.estimate import Estimate
    from rating.performance.observations import Observations

#: With fewer clusters nobody can say how sure a slope is.
FEWEST_CLUSTERS = 5
#: With fewer degrees of freedom left an interval says nothing.
_FEWEST_FREE = 5


@dataclass(frozen=True, slots=True)
class Model:
    """Whom a model compares with whom.

    Attributes
    ----------
    key
        Its name in results.
    effects
        Name of what is taken out of exposure and outcome; one of `EFFECTS`.
    controls
        Whether the controls are taken out too.
    timing
        One of `rating.performance.timing.TIMINGS`.
    averaged
        Whether each company is one row: its mean, beside the others of the same years.
    """

    key: str
    effects: str = "none"
    controls: bool = True
    timing: str = "same year"
    averaged: bool = False


#: In the order in which they are told: from the crudest comparison to the ones that rule out most.
MODELS: Final = (
    Model("pooled", controls=False),
    Model("adjusted", "year"),
    Model("industry_adjusted", "industry and year"),
    Model("between", averaged=True),
    Model("within", "company and year"),
    Model("lagged", "industry and year, if any", timing="a year later"),
    Model("lagged_within", "company and year", timing="a year later"),
    Model("lead_placebo", "company and year", timing="a year before"),
)


def fitted(model: Model, rows: Observations, *, level: float, seed: int) -> Estimate | Refusal:
    """Fit a model.

    Parameters
    ----------
    model
        A row of `MODELS`.
    rows
        Complete rows.
    level
        Probability with which intervals cover, 0 ... 1.
    seed
        Of the bootstrap.
    """
    used = usable(model, rows)
    if isinstance(used, Refusal):
        return used
    try:
        part = partialled(model, used)
    except NoVariationError as error:
        return Refusal(f"no_variation_of_{error}", used.company.count)
    except TooManyError as error:
        return Refusal("too_many_controls", len(used), error.needed)
    return estimated(
        part,
        companies=used.company.count,
        error_variance=used.error_variance,
        level=level,
        seed=seed,
    )


def usable(model: Model, rows: Observations) -> Observations | Refusal:
    """Return the rows that a model can use, those that it compares with others; or why there are none."""
    lacking = _REFUSED.get(model.effects, _never)(rows)
    if lacking:
        return Refusal(lacking)
    used = TIMINGS[model.timing](rows)
    if model.averaged:
        used = averaged(used)
    if len(used):
        # a row that is alone in its group is compared with none
        groups = EFFECTS[model.effects](used)
        alone = None if groups is None else groups.first.sizes[groups.first.codes] == 1
        used = used if alone is None or not alone.any() else used.taken(~alone)
    if not len(used) or used.company.count < FEWEST_COMPANIES:
        return Refusal("too_few_companies", used.company.count if len(used) else 0, FEWEST_COMPANIES)
    if used.clusters.count < FEWEST_CLUSTERS:
        return Refusal("too_few_clusters", used.clusters.count, FEWEST_CLUSTERS)
    return used


class TooManyError(ValueError):
    """Effects and controls leave nothing to judge errors by."""

    def __init__(self, needed: int) -> None:
        super().__init__(needed)
        self.needed = needed


def partialled(model: Model, rows: Observations) -> Partialled:
    """Take the effects and controls of a model out of rows that it can use.

    Raises
    ------
    NoVariationError
        If nothing of exposure or outcome is left.
    TooManyError
        If effects and controls are as many as the rows.
    """
    controls = rows.controls if model.controls else None
    nuisance = Nuisance(len(rows), EFFECTS[model.effects](rows), controls)
    if nuisance.rank + _FEWEST_FREE >= len(rows):
        raise TooManyError(nuisance.rank + _FEWEST_FREE + 1)
    return Partialled.of(rows.exposure, rows.outcome, nuisance, rows.clusters)


def averaged(rows: Observations) -> Observations:
    """Return one row a company: its mean, after the mean of each year is taken out."""
    year, company = rows.year, rows.company

    def mean(columns: Floats) -> Floats:
        return company.means(columns - year.means(columns)[year.codes])

    first = np.unique(company.codes, return_index=True)[1]
    errors = rows.error_variance
    return replace(
        rows.taken(first),
        years=np.zeros(company.count, dtype=np.intp),
        exposure=mean(rows.exposure),
        outcome=mean(rows.outcome),
        controls=mean(rows.controls),
        error_variance=None if errors is None else company.means(errors) / company.sizes,
    )


def _by_year(rows: Observations) -> FixedEffects:
    return FixedEffects(rows.year)


def _by_industry_and_year(rows: Observations) -> FixedEffects:
    return FixedEffects(rows.year if rows.industry is None else rows.industry.crossed_with(rows.year))


def _by_company_and_year(rows: Observations) -> FixedEffects:
    return FixedEffects(rows.company, rows.year)


def _by_industry_beside_year(rows: Observations) -> FixedEffects:
    return FixedEffects(rows.year if rows.industry is None else rows.industry, rows.year)


#: Name -> what is taken out of rows.
EFFECTS: Final[Mapping[str, Callable[[Observations], FixedEffects | None]]] = {
    "none": lambda _: None,
    "year": _by_year,
    "industry, year": _by_industry_beside_year,
    "industry and year": _by_industry_and_year,
    "industry and year, if any": _by_industry_and_year,
    "company and year": _by_company_and_year,
}


def _never(_rows: Observations) -> str:
    return ""


def _no_industries(rows: Observations) -> str:
    if rows.industry is None:
        return "no_industry"
    return "one_industry" if rows.industry.count == 1 else ""


def _no_years(rows: Observations) -> str:
    return "" if rows.company.count < len(rows) else "one_year_each"


#: Name of effects -> the code of why rows cannot have them, "" where they can.
_REFUSED: Final[Mapping[str, Callable[[Observations], str]]] = {
    "industry, year": _no_industries,
    "industry and year": _no_industries,
    "company and year": _no_years,
}
