"""A p value for few clusters: signs are drawn for whole clusters as if there were no association.

With fewer than some forty clusters Student's t on clustered errors rejects too often. The bootstrap draws the
distribution of the same t under the hypothesis instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rating.data import Floats
    from rating.performance.regression.partialled import Partialled

#: With so many clusters or more Student's t is good enough.
FEWEST_CLUSTERS = 40
#: Up to so many clusters all patterns of signs are gone through: that is no more than are drawn.
_ALL_SIGNS = 12
#: Below it two signs give too few patterns, and six weights are drawn.
_FEW = 8
#: So many columns are taken through the regression at once.
_AT_ONCE = 256
#: Webb's six weights: mean 0, variance 1, and far more patterns than two signs have.
_SIX = np.sqrt(np.array([1.5, 1.0, 0.5]))


@dataclass(frozen=True, slots=True)
class Wild:
    """What the bootstrap says of a slope against none.

    Attributes
    ----------
    p_value
        Share of draws with a t at least as large in absolute value, the estimate itself among them, 0 ... 1.
    draws
        How many there were; all patterns of signs where `exact`.
    exact
        Whether all patterns were gone through.
    """

    p_value: float
    draws: int
    exact: bool


def wild_bootstrap(part: Partialled, *, draws: int = 9_999, seed: int) -> Wild:
    """Return the p value of a slope against none by the wild cluster bootstrap, the hypothesis imposed.

    Parameters
    ----------
    part
        Outcome and exposure with everything else taken out.
    draws
        How many draws, where the patterns of signs are more than can be gone through.
    seed
        Of the draws.

    Notes
    -----
    Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90:414; weights for few clusters
    from Webb (2023), Canadian Journal of Economics 56:839. All 2^G patterns are used for 8 to 12 clusters.
    """
    count = part.clusters.count
    exact = _FEW <= count <= _ALL_SIGNS
    observed = _t(part, part.outcome[:, None])[0]
    at_least = total = 0
    for weights in _all_signs(count) if exact else _drawn(count, draws, seed):
        drawn = part.outcome[:, None] * weights[part.clusters.codes]
        at_least += int(np.sum(_t(part, part.nuisance.taken_out(drawn)) >= observed * (1.0 - 1e-9)))
        total += weights.shape[1]
    # the pattern of all ones is among all patterns, and the estimate itself is one of the draws
    beside = 0 if exact else 1
    return Wild((at_least + beside) / (total + beside), total, exact)


def _t(part: Partialled, outcomes: Floats) -> Floats:
    """Return |t| of the exposure for outcomes of shape (rows, draws), up to a factor that all share."""
    slopes = part.exposure @ outcomes / part.variation
    residuals = outcomes - part.exposure[:, None] * slopes
    scores = part.clusters.sums(part.exposure[:, None] * residuals)
    spread = np.sqrt(np.einsum("ij,ij->j", scores, scores))
    told: Floats = np.abs(slopes) / np.maximum(spread, np.finfo(np.float64).tiny)
    return told


def _all_signs(count: int) -> Iterator[Floats]:
    signs = np.array(list(product((1.0, -1.0), repeat=count))).T
    for begin in range(0, signs.shape[1], _AT_ONCE):
        yield signs[:, begin : begin + _AT_ONCE]


def _drawn(count: int, draws: int, seed: int) -> Iterator[Floats]:
    rng = np.random.default_rng(seed)
    weights = np.concatenate((_SIX, -_SIX)) if count < _FEW else np.array([1.0, -1.0])
    for begin in range(0, draws, _AT_ONCE):
        yield rng.choice(weights, size=(count, min(_AT_ONCE, draws - begin)))
