"""How exactly an exposure is known, from how many people it was measured on.

A share or an index of Blau of so many people can only take some values: which of them it takes tells what it
is and how many were counted, and so its sampling variance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from rating.data import Floats, Panel

#: So many of the values have to be possible ones for an exposure to be read as an index.
_MOSTLY = 0.99
#: Values are written with at least three decimals.
_ROUNDED = 0.0005
#: With fewer people an index of Blau has no unbiased variance.
_FEWEST_FOR_BLAU = 4


@dataclass(frozen=True)
class Measured:
    """An exposure with what is known of its errors.

    Attributes
    ----------
    exposure
        Without the bias of a small number of people, in the units of the table, shape (rows,).
    variance
        Unbiased estimates of the error variances, shape (rows,); NaN where not known.
    kind
        "standard error", "share", "percentage", "blau" or "unbiased blau".
    """

    exposure: Floats
    variance: Floats
    kind: str


def measured(panel: Panel) -> Measured | None:
    """Return what is known of the errors of a panel's exposure; None if nothing is.

    Notes
    -----
    The variance of a share k / n is estimated by k (n - k) / (n^2 (n - 1)). That of the unbiased index of
    Blau for two groups, 2 k (n - k) / (n (n - 1)), by its square less the unbiased estimate of the square of
    what it estimates, 4 k (k - 1) (n - k) (n - k - 1) / (n (n - 1) (n - 2) (n - 3)).
    """
    if panel.error is not None:
        return Measured(panel.exposure, panel.error**2, "standard error")
    if panel.people is None:
        return None
    known = ~np.isnan(panel.exposure) & ~np.isnan(panel.people)
    for kind, counted in _KINDS.items():
        with np.errstate(all="ignore"):
            found, exposure, variance = counted(panel.exposure, panel.people)
        if known.any() and np.mean(found[known]) >= _MOSTLY:
            return Measured(
                np.where(found, exposure, np.nan) if kind != "share" else panel.exposure,
                np.where(found, variance, np.nan),
                kind,
            )
    return None


_Counted = tuple["npt.NDArray[np.bool_]", "Floats", "Floats"]


def _share(exposure: Floats, people: Floats, *, whole: float = 1.0) -> _Counted:
    counted = np.round(exposure / whole * people)
    possible = (
        (np.abs(exposure / whole - counted / people) <= _ROUNDED) & (counted >= 0) & (counted <= people)
    )
    share = exposure / whole
    return possible & (people > 1), exposure, whole**2 * share * (1.0 - share) / (people - 1.0)


def _percentage(exposure: Floats, people: Floats) -> _Counted:
    return _share(exposure, people, whole=100.0)


def _blau(exposure: Floats, people: Floats, *, unbiased: bool = False) -> _Counted:
    pairs = people * (people - 1.0 if unbiased else people)
    minority = np.round((people - np.sqrt(np.maximum(people**2 - 2.0 * exposure * pairs, 0.0))) / 2.0)
    others = people - minority
    possible = np.abs(exposure - 2.0 * minority * others / pairs) <= _ROUNDED
    index = 2.0 * minority * others / (people * (people - 1.0))
    falling = (people - 1.0) * (people - 2.0) * (people - 3.0)
    square = 4.0 * minority * (minority - 1.0) * others * (others - 1.0) / (people * falling)
    return possible & (people >= _FEWEST_FOR_BLAU), index, index**2 - square


def _unbiased_blau(exposure: Floats, people: Floats) -> _Counted:
    return _blau(exposure, people, unbiased=True)


#: Tried in this order.
_KINDS: Final[Mapping[str, Callable[[Floats, Floats], _Counted]]] = {
    "share": _share,
    "percentage": _percentage,
    "blau": _blau,
    "unbiased blau": _unbiased_blau,
}
