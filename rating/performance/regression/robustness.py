"""How strong something unmeasured would have to be to explain an association away."""

from __future__ import annotations

from math import sqrt

from scipy.stats import t as student


def robustness_value(t: float, degrees: float, *, share: float = 1.0) -> float:
    """Return the robustness value of an estimate.

    Something unmeasured that explains this part of what is left of the exposure, and the same part of what is
    left of the outcome, takes the given share of the estimate away; what explains less of both does not.

    Parameters
    ----------
    t
        Estimate over standard error.
    degrees
        Residual degrees of freedom, above 0.
    share
        Of the estimate to be taken away, 0 ... 1.

    Returns
    -------
    float
        Range 0 (nothing is needed) ... 1.

    Notes
    -----
    Cinelli and Hazlett (2020), JRSS B 82:39, equation 14.

    Examples
    --------
    >>> round(robustness_value(4.18445, 783), 6)
    0.138776
    """
    return _value(share * abs(t) / sqrt(degrees))


def robustness_value_of_significance(t: float, degrees: float, *, level: float = 0.05) -> float:
    """Return how strong it would have to be for the estimate to be no longer significant.

    Parameters, range and source as in `robustness_value`, section 4.2 of the paper; `level` is two-sided.

    Examples
    --------
    >>> round(robustness_value_of_significance(4.18445, 783), 6)
    0.076258
    """
    needed = float(student.ppf(1.0 - level / 2.0, degrees - 1.0)) / sqrt(degrees - 1.0)
    return _value(max(abs(t) / sqrt(degrees) - needed, 0.0))


def _value(cohens_f: float) -> float:
    square = cohens_f**2
    return 0.5 * (sqrt(square**2 + 4.0 * square) - square)
