"""A level of its own for every group, drawn from a normal distribution: REML from sums alone.

The likelihood needs the rows only through their cross-products and, for every size that a group has, those of
the groups' sums. One pass over the rows makes them; after it a step of the search costs the same for any
number of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import brentq

if TYPE_CHECKING:
    from rating.data import Floats
    from rating.performance.regression.groups import Groups

#: Ratios of the variances that bracket the best one, on the scale of an intraclass correlation.
_GRID = (0.0, 1e-6, 1e-4, 1e-3, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.99, 0.999,
         0.99999, 0.9999999)  # fmt: skip


@dataclass(frozen=True)
class RandomIntercept:
    """A fitted model.

    Attributes
    ----------
    coefficients
        Shape (k,).
    covariance
        Of the coefficients, given the variances, shape (k, k).
    between, within
        Variances of the groups' levels and of the rows around them.
    log_likelihood
        Restricted, with all constants, as lme4 tells it.
    """

    coefficients: Floats
    covariance: Floats
    between: float
    within: float
    log_likelihood: float

    @property
    def standard_errors(self) -> Floats:
        """Of the coefficients, shape (k,)."""
        return np.sqrt(np.diag(self.covariance))


@dataclass(frozen=True)
class _Sums:
    """All that the restricted likelihood needs."""

    rows: int
    #: cross-products of columns and outcome, shape (k + 1, k + 1)
    total: Floats
    #: sizes that groups have, how many have it, and the cross-products of their sums
    sizes: Floats
    groups: Floats
    of_sums: Floats

    @property
    def free(self) -> int:
        return self.rows - len(self.total) + 1

    def in_units_of(self, lengths: Floats) -> _Sums:
        """Return the sums of columns divided by lengths: of one size, they lose nothing in the solving."""
        scale = np.outer(lengths, lengths)
        return replace(self, total=self.total / scale, of_sums=self.of_sums / scale)

    def at(self, ratio: float) -> _At:
        shrink = ratio / (1.0 + self.sizes * ratio)
        weighted = self.total - np.tensordot(shrink, self.of_sums, 1)
        factor = cho_factor(weighted[:-1, :-1], lower=True, check_finite=False)
        beta = cho_solve(factor, weighted[:-1, -1], check_finite=False)
        return _At(self, ratio, factor, beta, float(weighted[-1, -1] - weighted[:-1, -1] @ beta))


@dataclass(frozen=True)
class _At:
    """The fit at one ratio of the variances."""

    sums: _Sums
    ratio: float
    factor: tuple[Floats, bool]
    beta: Floats
    squares: float

    @property
    def deviance(self) -> float:
        """-2 restricted log likelihood with the row's variance profiled out, without its constants."""
        sums = self.sums
        spread = float(sums.groups @ np.log1p(sums.sizes * self.ratio))
        determinant = 2.0 * float(np.log(np.diag(self.factor[0])).sum())
        return sums.free * float(np.log(self.squares)) + spread + determinant

    @property
    def gradient(self) -> float:
        """Derivative of the deviance by the ratio."""
        sums = self.sums
        scale = 1.0 + sums.sizes * self.ratio
        change = -np.tensordot(scale**-2.0, sums.of_sums, 1)
        toward = np.append(-self.beta, 1.0)
        return float(
            sums.free * (toward @ change @ toward) / self.squares
            + sums.groups @ (sums.sizes / scale)
            + np.trace(cho_solve(self.factor, change[:-1, :-1], check_finite=False))
        )


def random_intercept(columns: Floats, outcome: Floats, groups: Groups) -> RandomIntercept:
    """Fit a linear model with a random level for every group by restricted maximum likelihood.

    Parameters
    ----------
    columns
        Shape (rows, k), with a constant; of full rank.
    outcome
        Shape (rows,).
    groups
        At least two, of which one has two rows.

    Raises
    ------
    numpy.linalg.LinAlgError
        If the columns are not of full rank.

    Notes
    -----
    Patterson and Thompson (1971), Biometrika 58:545; profiled as in Bates et al. (2015), JSS 67(1).
    """
    whole = _sums(np.column_stack((columns, outcome)), groups)
    length = np.sqrt(np.diag(whole.total)[:-1])
    sums = whole.in_units_of(np.append(length, 1.0))
    best = _best(sums)
    variance = best.squares / sums.free
    inverse = cho_solve(best.factor, np.eye(len(length)), check_finite=False)
    constants = sums.free * (1.0 + np.log(2.0 * np.pi / sums.free)) + 2.0 * float(np.log(length).sum())
    return RandomIntercept(
        coefficients=best.beta / length,
        covariance=variance * inverse / np.outer(length, length),
        between=best.ratio * variance,
        within=variance,
        log_likelihood=-0.5 * (best.deviance + constants),
    )


def _sums(both: Floats, groups: Groups) -> _Sums:
    of_group = groups.sums(both)
    sizes = np.unique(groups.sizes)
    chosen = [of_group] if len(sizes) == 1 else [of_group[groups.sizes == size] for size in sizes]
    return _Sums(
        rows=len(both),
        total=both.T @ both,
        sizes=sizes.astype(np.float64),
        groups=np.array([float(len(some)) for some in chosen]),
        of_sums=np.stack([some.T @ some for some in chosen]),
    )


def _best(sums: _Sums) -> _At:
    """Search the ratio: the best point of a grid brackets a root of the gradient."""
    ratios = [correlation / (1.0 - correlation) for correlation in _GRID]
    fits = [sums.at(ratio) for ratio in ratios]
    lowest = int(np.argmin([fit.deviance for fit in fits]))
    low, high = ratios[max(lowest - 1, 0)], ratios[min(lowest + 1, len(ratios) - 1)]
    if sums.at(low).gradient >= 0.0 or sums.at(high).gradient <= 0.0:
        return fits[lowest]
    return sums.at(float(brentq(lambda ratio: sums.at(ratio).gradient, low, high, xtol=1e-14, rtol=1e-13)))
