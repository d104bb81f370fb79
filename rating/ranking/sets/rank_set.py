"""What is found out about ranks: for each population the ranks that it may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class RankSet:
    """Runs of ranks; rank 1 is the highest value.

    Equal populations share all the places that they take together: the set is about each of them.

    Attributes
    ----------
    low, high
        First and last rank, int64, shape (p,), 1 <= low <= high <= p.
    """

    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]


@dataclass(frozen=True)
class RankSets:
    """Two promises of the same confidence.

    Attributes
    ----------
    marginal
        Holds the true ranks of a population fixed beforehand with at least this probability, each alone.
    simultaneous
        Holds the true ranks of all populations together with at least this probability, so also of one that
        was chosen for what it looked like. Contains the marginal sets.
    confidence
        The probability, 0 < confidence < 1.
    """

    marginal: RankSet
    simultaneous: RankSet
    confidence: float

    def best(self, tau: int) -> npt.NDArray[np.bool_]:
        """Return a set that contains all of the truly best, by projection of the simultaneous sets.

        Parameters
        ----------
        tau
            The populations with a true rank of at most tau, tau >= 1.

        Returns
        -------
        ndarray
            Whether each is in the set, shape (p,).

        Raises
        ------
        ValueError
            If tau is below 1.
        """
        return self.simultaneous.low <= _positive(tau)

    def worst(self, tau: int) -> npt.NDArray[np.bool_]:
        """Return a set that contains all of the truly worst, by projection of the simultaneous sets.

        Parameters
        ----------
        tau
            The populations with fewer than tau others below them, tau >= 1.

        Returns
        -------
        ndarray
            Whether each is in the set, shape (p,).

        Raises
        ------
        ValueError
            If tau is below 1.
        """
        return self.simultaneous.high > len(self.simultaneous.high) - _positive(tau)


def _positive(tau: int) -> int:
    if tau < 1:
        raise ValueError(f"tau is how many are wanted, at least 1, not {tau}")
    return tau
