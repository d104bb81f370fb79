"""Outliers: single points are set to their neighbour, or the whole indicator is put on a log scale.

An indicator is an outlier case while it is skewed and heavy-tailed at once. What is done to it is written
down as two ends and, where that does not help, a shift of the logarithm, so that it can be done again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats

#: With fewer values neither moment is defined.
FEWEST_VALUES = 4
#: The logarithm is taken this part of the range above the lowest value.
_LOG_OFFSET = 0.01


class Limits(NamedTuple):
    """What counts as an outlier case, and how far points may be moved.

    Attributes
    ----------
    skew
        Absolute skewness above which ...
    kurtosis
        ... together with a kurtosis above this an indicator is treated.
    points
        How many steps one at a time; after that the logarithm takes over.
    """

    skew: float = 2.0
    kurtosis: float = 3.5
    points: int = 5


class Treatment(NamedTuple):
    """What is done to the values of one indicator.

    Attributes
    ----------
    low, high
        Values beyond are set to these; infinite where none are.
    shift
        x becomes log(x + shift) (or, of a long left tail, -log(shift - x)); NaN for no logarithm.
    mirrored
        Whether the tail is on the left.
    moved
        How many values were moved.
    """

    low: float = -np.inf
    high: float = np.inf
    shift: float = np.nan
    mirrored: bool = False
    moved: int = 0

    def apply(self, values: Floats) -> Floats:
        """Return treated values, any shape; NaN stays NaN."""
        if np.isnan(self.shift):
            return np.clip(values, self.low, self.high)
        sign = -1.0 if self.mirrored else 1.0
        least = np.finfo(np.float64).tiny  # a new unit may lie beyond all that was learned from
        return np.asarray(sign * np.log(np.maximum(sign * values + self.shift, least)))


def skewness(values: Floats) -> float:
    """Return the sample skewness, corrected for bias (type 2 of Joanes and Gill 1998); NaN if undefined.

    Examples
    --------
    >>> round(skewness(np.array([1.0, 2.0, 4.0, 8.0, 100.0])), 9)
    2.214758375
    """
    n, second, third, _ = _central_moments(values)
    if n < FEWEST_VALUES or second <= 0.0:
        return np.nan
    return float(np.sqrt(n * (n - 1.0)) / (n - 2.0) * third / second**1.5)


def kurtosis(values: Floats) -> float:
    """Return the sample excess kurtosis, corrected for bias (type 2); NaN where it is not defined.

    Examples
    --------
    >>> round(kurtosis(np.array([1.0, 2.0, 4.0, 8.0, 100.0])), 8)
    4.92155307
    """
    n, second, _, fourth = _central_moments(values)
    if n < FEWEST_VALUES or second <= 0.0:
        return np.nan
    return float((n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * (fourth / second**2 - 3.0) + 6.0))


def winsorise(values: Floats, limits: Limits) -> Treatment:
    """Move the extreme value on the skewed side to its neighbour, again and again, while it is needed.

    Parameters
    ----------
    values
        Of one indicator, shape (units,); NaN is left out.
    limits
        When to stop. Values that are equal move together, as one step.

    Returns
    -------
    Treatment
        Two ends. With the steps used up it may not be enough: `is_outlier_case` of the result tells.

    Examples
    --------
    >>> winsorise(np.array([1.0, 2.0, 4.0, 8.0, 10.0, 100.0]), Limits()).high
    10.0
    """
    known = values[~np.isnan(values)]
    low, high, moved = -np.inf, np.inf, 0
    for _ in range(limits.points):
        now = np.clip(known, low, high)
        if not is_outlier_case(now, limits):
            break
        if skewness(now) > 0.0:
            high = float(now[now < now.max()].max())
        else:
            low = float(now[now > now.min()].min())
        moved = int(((known < low) | (known > high)).sum())
    return Treatment(low, high, moved=moved)


def logarithm(values: Floats) -> Treatment:
    """Put one indicator on a log scale that begins a hundredth of the range below its lowest value.

    Parameters
    ----------
    values
        Of one indicator, shape (units,); NaN is left out. With a long left tail the scale is mirrored.
    """
    known = values[~np.isnan(values)]
    lowest, highest = float(known.min()), float(known.max())
    offset = _LOG_OFFSET * (highest - lowest)
    if skewness(known) < 0.0:
        return Treatment(shift=highest + offset, mirrored=True, moved=len(known))
    return Treatment(shift=offset - lowest, moved=len(known))


def winsorise_or_log(values: Floats, limits: Limits) -> Treatment:
    """Move extreme values; where the steps do not suffice, put the indicator as it was on a log scale.

    The order of the JRC's COIN tool: the logarithm changes every unit, moving points only a few.

    Parameters
    ----------
    values
        Of one indicator, shape (units,).
    limits
        What counts as an outlier case.
    """
    treatment = winsorise(values, limits)
    known = values[~np.isnan(values)]
    if is_outlier_case(treatment.apply(known), limits):
        return logarithm(values)
    return treatment


def log_if_needed(values: Floats, limits: Limits) -> Treatment:
    """Put one indicator on a log scale where it is an outlier case; arguments as `winsorise`."""
    return logarithm(values) if is_outlier_case(values[~np.isnan(values)], limits) else Treatment()


def is_outlier_case(values: Floats, limits: Limits) -> bool:
    """Tell whether values without NaN, shape (units,), are skewed and heavy-tailed at once."""
    return bool(abs(skewness(values)) > limits.skew and kurtosis(values) > limits.kurtosis)


def _central_moments(values: Floats) -> tuple[int, float, float, float]:
    if not len(values):
        return 0, 0.0, 0.0, 0.0
    scale = float(np.abs(values).max()) or 1.0  # powers of large numbers overflow
    apart = values / scale - (values / scale).mean()
    second = float((apart**2).mean())
    if second <= np.finfo(np.float64).eps ** 2:  # only rounding
        return len(values), 0.0, 0.0, 0.0
    return len(values), second, float((apart**3).mean()), float((apart**4).mean())


class TreatmentMethod(NamedTuple):
    """How an indicator is treated, and whether that may put it on another scale."""

    treat: Callable[[Floats, Limits], Treatment]
    may_rescale: bool = True


#: Method -> what is done to one indicator.
TREATMENTS: dict[str, TreatmentMethod] = {
    "winsorise": TreatmentMethod(winsorise, may_rescale=False),
    "log": TreatmentMethod(log_if_needed),
    "winsorise_or_log": TreatmentMethod(winsorise_or_log),
}
