"""From what a model says to a chance: one line in log-odds, which changes no order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_expit

from connector.matching.learning.card import Calibration

if TYPE_CHECKING:
    from connector.matching.columns.types import Doubles

#: Of the line, per standard deviation of what the model says: one that fell would turn the order round, a
#: flat one would make all equal, and a steeper one tells nothing more apart.
_LEAST_SLOPE, _LARGEST_SLOPE = 1e-3, 100.0
_LEAST_CHANCE = 1e-12


def calibrate(raw: Doubles, seen: Doubles, is_chosen: Doubles) -> Calibration:
    """Return the line that makes chances out of what a model says.

    The chance that a row is chosen is seen / (1 + exp(-slope * raw - intercept)): that of being looked at
    times that of being chosen then. Slope and intercept are the most likely ones (Platt 1999, with the
    chance to be looked at before it). A step function (isotonic regression) would fit better where there are
    many rows, but it makes rows equal that the model tells apart; the reliability table shows what the line
    leaves.

    Parameters
    ----------
    raw
        What the model says of rows that it was not fitted to, shape (rows,).
    seen
        Chance that each was looked at, shape (rows,).
    is_chosen
        0 or 1, shape (rows,).
    """
    centre, spread = float(raw.mean()), float(raw.std()) or 1.0
    unit = (raw - centre) / spread

    def loss(line: Doubles) -> tuple[float, Doubles]:
        logit = line[0] * unit + line[1]
        chosen, passed = expit(logit), expit(-logit)
        # one minus the chance to be chosen, which rounding would lose where both parts are near 1
        missed = np.maximum((1.0 - seen) + seen * passed, _LEAST_CHANCE)
        value = -(is_chosen * (np.log(seen) + log_expit(logit)) + (1.0 - is_chosen) * np.log(missed))
        slopes = (1.0 - is_chosen) * seen * chosen * passed / missed - is_chosen * passed
        return float(value.mean()), np.array([slopes @ unit, slopes.sum()]) / len(raw)

    rate = float(np.clip(is_chosen.mean(), _LEAST_CHANCE, 1.0 - _LEAST_CHANCE))
    found = minimize(
        loss,
        np.array([1.0, np.log(rate / (1.0 - rate))]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(_LEAST_SLOPE, _LARGEST_SLOPE), (None, None)],
    )
    slope = float(found.x[0]) / spread
    return Calibration(slope=slope, intercept=float(found.x[1]) - slope * centre)
