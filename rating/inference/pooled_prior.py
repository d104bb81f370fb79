"""What the peers tell about a company before its own people are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

if TYPE_CHECKING:
    from rating.data import Floats

#: With fewer companies a concentration cannot be estimated and even shares are supposed.
FEWEST_PEERS = 5

_LOG_BOUNDS = (-10.0, 12.0)


@dataclass(frozen=True)
class PooledPrior:
    """A Dirichlet prior for the shares of one attribute in one stratum.

    Attributes
    ----------
    alpha
        Its parameters, shape (k,), all positive.
    companies
        How many companies it was estimated from; 0 for even shares.
    """

    alpha: Floats
    companies: int

    @property
    def concentration(self) -> float:
        """How alike the companies are: their shares differ as if each were so many people from one pool."""
        return float(self.alpha.sum())

    @property
    def shares(self) -> Floats:
        """The shares of the peers, shape (k,)."""
        return np.asarray(self.alpha / self.alpha.sum())

    @property
    def pooled(self) -> bool:
        """False where even shares are supposed."""
        return self.companies > 0


def fit_pooled_prior(counts: Floats) -> PooledPrior:
    """Estimate the prior of the process target from the companies themselves.

    Dirichlet-multinomial maximum likelihood. A term of half the logarithm of the correlation between
    colleagues, 1 / (1 + concentration), keeps the estimate from running to "all companies alike" in small
    cities, where the likelihood is often flat in that direction (the boundary-avoiding prior of Chung,
    Rabe-Hesketh, Dorie, Gelman and Liu 2013, Psychometrika 78:685-709); it fades with the number of
    companies.

    Parameters
    ----------
    counts
        People by group, shape (companies, k); fractional counts are allowed, empty and unknown (NaN)
        companies are left out.

    Returns
    -------
    PooledPrior
        With fewer than `FEWEST_PEERS` companies one half for each group (Jeffreys' prior): even shares.

    Notes
    -----
    The likelihood is that of Mosimann (1962), Biometrika 49:65-82.
    """
    groups = counts.shape[1]
    seen = counts[~np.isnan(counts).any(axis=1) & (np.nansum(counts, axis=1) > 0)]
    if len(seen) < FEWEST_PEERS:
        return PooledPrior(np.full(groups, 0.5), companies=0)
    sizes = seen.sum(axis=1)

    def objective(log_alpha: Floats) -> tuple[float, Floats]:
        alpha = np.exp(log_alpha)
        total = alpha.sum()
        value = len(seen) * (gammaln(total) - gammaln(alpha).sum())
        value += gammaln(seen + alpha).sum() - gammaln(sizes + total).sum() - 0.5 * np.log1p(total)
        slope = digamma(seen + alpha).sum(axis=0) - len(seen) * digamma(alpha)
        slope += len(seen) * digamma(total) - digamma(sizes + total).sum() - 0.5 / (1.0 + total)
        scale = 1.0 / sizes.sum()
        return -scale * float(value), -scale * slope * alpha

    start = np.log(20.0 * (seen.sum(axis=0) + 0.5) / (sizes.sum() + 0.5 * groups))
    found = minimize(
        objective,
        np.clip(start, *_LOG_BOUNDS),
        jac=True,
        method="L-BFGS-B",
        bounds=[_LOG_BOUNDS] * groups,
        options={"ftol": 1e-13, "gtol": 1e-9, "maxiter": 500},
    )
    return PooledPrior(np.exp(found.x), companies=len(seen))
