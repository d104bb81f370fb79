"""Popularity, and popularity in which older engagements count less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from past import Past

POPULARITY = ({},)
DECAYED = tuple({"half_life": years} for years in (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0))


def popularity(past: Past) -> np.ndarray:
    """Return how many engagements each offer has, the same for everybody, shape (newcomers, offers)."""
    return np.tile(past.counts, (past.asked_values.shape[0], 1))


def decayed_popularity(past: Past, half_life: float) -> np.ndarray:
    """Return the engagements of each offer, each counting half as much every `half_life` years."""
    counts = np.bincount(past.offer, 0.5 ** (past.ages / half_life), past.met.shape[1])
    return np.tile(counts, (past.asked_values.shape[0], 1))
