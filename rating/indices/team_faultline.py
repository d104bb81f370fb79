"""What a measure of faultlines says of a team: how strong its faultline is, and who stands where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Faultline:
    """The strongest faultline that was found.

    Attributes
    ----------
    strength
        The value of the measure; NaN where it is not defined. ``float(faultline)`` is the same.
    groups
        The subgroup of each member, numbered from 1 in the order of the members.
    is_exact
        Whether no grouping is stronger for certain. Else the strength is a lower bound.
    """

    strength: float
    groups: tuple[int, ...]
    is_exact: bool

    def __float__(self) -> float:
        return self.strength


def numbered(labels: npt.NDArray[np.integer]) -> tuple[int, ...]:
    """Return the same grouping with its groups numbered from 1 in the order of the members.

    Examples
    --------
    >>> import numpy as np
    >>> numbered(np.array([7, 0, 7, 3]))
    (1, 2, 1, 3)
    """
    numbers: dict[int, int] = {}
    return tuple(numbers.setdefault(int(label), len(numbers) + 1) for label in labels)
