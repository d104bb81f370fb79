"""A conditional logit on the signals that leaves the declared weights as far as outcomes ask it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles
    from connector.matching.learning.ranker.choices import Choices

_STEPS, _GRADIENT = 500, 1e-7


def fit_logit(choices: Choices, declared: Doubles, strength: float) -> Doubles:
    """Return weights of the columns, none below 0: a better signal never lowers a score.

    What is made least is the loss of the conditional logit plus strength / 2 * |weights - scale *
    declared|^2, over all weights >= 0 and all scale >= 0. Outcomes decide how much the declared weights
    count as a whole; the larger the strength, the less a single weight may leave its declared share of that.

    Parameters
    ----------
    choices
        With d columns.
    declared
        Declared shares by column, shape (d,), 0 for columns that nothing was declared of.
    strength
        Not negative.

    Returns
    -------
    numpy.ndarray
        Shape (d,).
    """
    columns = len(declared)
    size = float(choices.gain.sum())

    def penalised(both: Doubles) -> tuple[float, Doubles]:
        weights, scale = both[:columns], both[columns]
        loss, gradient = choices.fit(weights)
        away = weights - scale * declared
        total = loss + 0.5 * strength * float(away @ away)
        slopes = np.append(gradient + strength * away, -strength * float(away @ declared))
        return total / size, slopes / size

    found = minimize(
        penalised,
        np.append(declared, 1.0),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, None)] * (columns + 1),
        options={"maxiter": _STEPS, "gtol": _GRADIENT, "ftol": 0.0},
    )
    return np.asarray(found.x[:columns], np.float64)
