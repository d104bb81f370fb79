"""What a model says of an association, with all that has to stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from scipy.stats import t as student

from rating.performance.regression.clustered import cr2
from rating.performance.regression.errors_in_variables import corrected
from rating.performance.regression.robustness import robustness_value
from rating.performance.regression.wild import FEWEST_CLUSTERS, wild_bootstrap

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.performance.regression.clustered import Uncertainty
    from rating.performance.regression.errors_in_variables import Corrected
    from rating.performance.regression.partialled import Partialled

#: Two-sided, for what is called an association; as in `rating.performance.power`.
SIGNIFICANT = 0.05
_POWER = 0.8


@dataclass(frozen=True, slots=True)
class Reach:
    """A quantity with the interval around it.

    Attributes
    ----------
    value, low, high
        In the quantity's units.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no estimate.

    Attributes
    ----------
    code
        What is said of it is `rating.words`' business.
    n
        Companies, clusters or rows that there are, whatever the code is about.
    needed
        How many of them there would have to be; 0 where numbers would not help.
    """

    code: str
    n: int = 0
    needed: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A slope: units of the outcome for one unit of the exposure.

    Attributes
    ----------
    slope
        With its interval.
    r
        The same as a partial correlation, -1 ... 1, with the interval of the slope in its units.
    n, n_companies, n_clusters
        Rows, companies, and groups whose errors go together.
    standard_error, degrees, method
        Of the slope; degrees of freedom of Student's t; "CR1" or "CR2", or what else it rests on.
    p_value, p_method
        Two-sided against none, 0 ... 1; "t" or "wild bootstrap".
    smallest_detectable
        The slope that data like these show with a power of 80 %, above 0; and as a partial correlation.
    robustness_value, robustness_value_of_significance
        How much of what is left of exposure and outcome something unmeasured has to explain to explain the
        slope, or its significance, away, 0 ... 1.
    corrected
        The slope without attenuation by errors of measurement; None where these are not known.
    """

    slope: Reach
    r: Reach
    n: int
    n_companies: int
    n_clusters: int
    standard_error: float
    degrees: float
    method: str
    p_value: float
    p_method: str
    smallest_detectable: float
    smallest_detectable_r: float
    robustness_value: float
    robustness_value_of_significance: float
    corrected: Corrected | None

    @property
    def significant(self) -> bool:
        """Whether an association can be told from chance."""
        return self.p_value < SIGNIFICANT


def estimated(
    part: Partialled, *, companies: int, error_variance: Floats | None, level: float, seed: int
) -> Estimate:
    """Return what a regression says.

    Parameters
    ----------
    part
        Outcome and exposure with everything else taken out.
    companies
        How many companies its rows are of.
    error_variance
        Of the exposures, shape (rows,), or None.
    level
        Probability with which intervals cover, 0 ... 1.
    seed
        Of the bootstrap, which few clusters ask for.
    """
    errors = cr2(part)
    few = part.clusters.count < FEWEST_CLUSTERS
    p_value = wild_bootstrap(part, seed=seed).p_value if few else errors.p_value(part.slope)
    as_r = sqrt(part.variation / float(part.outcome @ part.outcome))
    low, high = errors.interval(part.slope, level)
    detectable = _detectable(errors)
    return Estimate(
        slope=Reach(part.slope, low, high),
        r=Reach(part.correlation, max(low * as_r, -1.0), min(high * as_r, 1.0)),
        n=len(part.exposure),
        n_companies=companies,
        n_clusters=part.clusters.count,
        standard_error=errors.standard_error,
        degrees=errors.degrees,
        method=errors.kind,
        p_value=p_value,
        p_method="wild bootstrap" if few else "t",
        smallest_detectable=detectable,
        smallest_detectable_r=min(detectable * as_r, 1.0),
        robustness_value=_robustness(part),
        robustness_value_of_significance=_robustness(part, errors),
        corrected=None if error_variance is None else corrected(part, error_variance, level),
    )


def _detectable(errors: Uncertainty) -> float:
    """Return the slope that is significant with the wanted power."""
    reach = float(student.ppf(1.0 - SIGNIFICANT / 2.0, errors.degrees)) + NormalDist().inv_cdf(_POWER)
    return reach * errors.standard_error


def _robustness(part: Partialled, errors: Uncertainty | None = None) -> float:
    """Return the robustness value of a slope, or of its significance as its errors tell it."""
    left = 1.0 - part.correlation**2
    free = len(part.exposure) - part.nuisance.rank - 1
    if left <= 0.0 or free < 1:
        return 1.0
    t = part.correlation * (free / left) ** 0.5
    if errors is None:
        return robustness_value(t, free)
    # the part of the slope that something has to take away before its clustered t is no longer significant
    critical = float(student.ppf(1.0 - SIGNIFICANT / 2.0, errors.degrees)) * errors.standard_error
    share = 1.0 - critical / abs(part.slope) if part.slope else 0.0
    return robustness_value(t, free, share=max(share, 0.0))
