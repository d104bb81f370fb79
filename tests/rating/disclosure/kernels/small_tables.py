"""Tables so small that all of their kind can be listed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure.lattice import Lattice

if TYPE_CHECKING:
    from rating.disclosure.lattice import Integers

SMALL = (
    (Lattice(("a",)), 3),
    (Lattice(("a", "b")), 2),
    (Lattice(("a", "b"), {"both": (0, 1)}), 2),
    (Lattice(("a", "b", "c"), {"leading": (1, 2)}), 2),
    (Lattice(("a", "b")), 3),
)


@cache
def every_table(place: int, most: int) -> Integers:
    """Return all tables of a small shape with up to so many people in a base cell, with their totals."""
    lattice, groups = SMALL[place]
    levels = len(lattice.levels)
    axes = np.meshgrid(*[np.arange(most + 1)] * (levels * groups), indexing="ij")
    base = np.stack([axis.ravel() for axis in axes], axis=1)
    return lattice.extended(base.reshape(-1, levels, groups)).reshape(len(base), -1)
