"""From what a policy expects of each shortlisted offer to the list that a start-up is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from connector.matching.columns.types import Flags, Floats, Integers
    from connector.matching.congestion.market import Market


def by_expectation(market: Market, expected: Floats, is_introduced: Flags, length: int) -> Integers:
    """Return columns of shortlists, the highest expectation first; introductions are on the list anyway.

    Returns
    -------
    ndarray
        Shape (n, the lesser of length and K).
    """
    shown = introduced_first(market, expected, is_introduced, length)
    is_shown = np.zeros(is_introduced.shape, np.bool_)
    np.put_along_axis(is_shown, shown, values=True, axis=1)
    return introduced_first(market, np.where(is_shown, expected, -np.inf), is_shown & False, length)


def introduced_first(market: Market, expected: Floats, is_introduced: Flags, length: int) -> Integers:
    """Return columns of shortlisted offers: introductions, then the rest, the highest expectation first."""
    keys = np.where(market.is_shortlisted, expected, -np.inf)
    return np.asarray(np.lexsort((-keys, ~is_introduced), axis=1)[:, :length])
