"""Changes within companies and differences between them, told apart in one model."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from rating.performance.association import FEWEST_COMPANIES
from rating.performance.estimate import Reach, Refusal
from rating.performance.regression.nuisance import Nuisance
from rating.performance.regression.random_intercept import random_intercept

if TYPE_CHECKING:
    from rating.performance.observations import Observations

#: Less than this part of a column's variation is left by rounding alone.
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class WithinBetween:
    """The slopes of a model with a random level for every company.

    Attributes
    ----------
    within
        Outcome for one unit by which a company's exposure differs from its own mean, with its interval.
    between
        Outcome for one unit by which a company's mean differs from that of others.
    difference
        The second less the first: what goes with companies that differ, beyond what goes with their changes.
    p_of_difference
        Two-sided against none, 0 ... 1.
    lasting
        Part of the outcome's remaining variation that lies between companies, 0 ... 1.
    n, n_companies
        Rows and companies.
    """

    within: Reach
    between: Reach
    difference: Reach
    p_of_difference: float
    lasting: float
    n: int
    n_companies: int


def within_between(rows: Observations, *, level: float) -> WithinBetween | Refusal:
    """Fit a model with a company's mean and its differences from it, controls and years.

    Notes
    -----
    Mundlak (1978), Econometrica 46:69; by restricted maximum likelihood, intervals of the normal distribution
    given the variances: with at least thirty companies Student's t would change little.
    """
    company = rows.company
    if company.count < FEWEST_COMPANIES:
        return Refusal("too_few_companies", company.count, FEWEST_COMPANIES)
    if company.count == len(rows):
        return Refusal("one_year_each", company.count)
    mean = company.means(rows.exposure)[company.codes]
    asked = np.column_stack((rows.exposure - mean, mean))
    others = _others(rows)
    columns = np.column_stack((asked, np.ones(len(rows)), others))
    if _nothing_left(asked, Nuisance(len(rows), None, others)):
        return Refusal("no_variation_of_exposure", company.count)
    fit = random_intercept(columns, rows.outcome, company)
    reach = NormalDist().inv_cdf(0.5 + level / 2.0)

    def told(weights: tuple[float, float]) -> tuple[Reach, float]:
        value = float(np.dot(weights, fit.coefficients[:2]))
        error = float(np.sqrt(weights @ fit.covariance[:2, :2] @ np.array(weights)))
        return Reach(value, value - reach * error, value + reach * error), value / error

    difference, z = told((-1.0, 1.0))
    return WithinBetween(
        within=told((1.0, 0.0))[0],
        between=told((0.0, 1.0))[0],
        difference=difference,
        p_of_difference=2.0 * NormalDist().cdf(-abs(z)),
        lasting=fit.between / (fit.between + fit.within),
        n=len(rows),
        n_companies=company.count,
    )


def _others(rows: Observations) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return the controls and the years but the first, without what the others say already."""
    year = rows.year
    years = (year.codes[:, None] == np.arange(1, year.count)).astype(np.float64)
    columns = np.column_stack((rows.controls, years))
    return columns[:, Nuisance(len(rows), None, columns).kept]


def _nothing_left(asked: np.ndarray[tuple[int, int], np.dtype[np.float64]], nuisance: Nuisance) -> bool:
    left = nuisance.taken_out(asked)
    floor = _NOTHING * float(np.sum(asked**2))
    return bool(np.any(np.sum(left**2, axis=0) <= floor))
