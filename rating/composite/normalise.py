"""Measured values to points on the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from rating.data import Floats


def goalposts(values: Floats, low: float, high: float, *, floor: float, cap: float) -> Floats:
    """Map values linearly: `low` to the floor, `high` to the cap, nothing beyond either.

    Parameters
    ----------
    values
        Any shape; NaN stays NaN.
    low, high
        The goalposts; `high` below `low` turns the direction round.
    floor, cap
        The ends of the scale.

    Examples
    --------
    >>> goalposts(np.array([0.25, 0.75, 2.0]), 0.5, 1.0, floor=1.0, cap=100.0).tolist()
    [1.0, 50.5, 100.0]
    """
    reached = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(floor + (cap - floor) * reached)
