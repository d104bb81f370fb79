"""The most even team that a whole number of people can make: what a variety index can reach as counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


def most_even(people: ArrayLike, groups: int) -> Floats:
    """Spread people over groups as evenly as whole people can be spread.

    Every index of variety is largest there, since each person moved from a larger to a smaller group adds
    variety. Fractional numbers of people, such as an effective n, are rounded down: 8.7 are at least as many
    as 8.

    Parameters
    ----------
    people
        Numbers of people n, shape (...).
    groups
        Over how many groups, k, at least 1.

    Returns
    -------
    Floats
        Whole numbers, shape (..., k), that sum to n.

    Examples
    --------
    >>> most_even([7, 2.9], 3).tolist()
    [[3.0, 2.0, 2.0], [1.0, 1.0, 0.0]]
    """
    low, spare = np.divmod(np.floor(np.asarray(people, dtype=np.float64)), groups)
    return low[..., None] + (np.arange(groups) < spare[..., None])
