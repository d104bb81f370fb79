"""How many an offer takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.columns.types import Integers


def places_at(capacities: npt.ArrayLike, applicants: int) -> Integers:
    """Return capacities as whole numbers of at most all applicants.

    Parameters
    ----------
    capacities
        Shape (m,), whole numbers of at least 0; nan where none is stated: then no limit is known, and there
        is none.
    applicants
        How many there are.

    Raises
    ------
    ValueError
        If one is negative or not whole.
    """
    stated = np.asarray(capacities, dtype=np.float64)
    if stated.ndim != 1:
        raise ValueError(f"capacities have the shape (m,), not {stated.shape}")
    wrong = np.flatnonzero((stated < 0) | (np.isfinite(stated) & (stated % 1 != 0)))
    if len(wrong):
        raise ValueError(
            f"a capacity is a whole number of at least 0, not {stated[wrong[0]]:g} (offer {wrong[0]})"
        )
    return np.where(np.isnan(stated), applicants, np.minimum(stated, applicants)).astype(np.int64)
