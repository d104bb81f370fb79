"""A confidence distribution: read at every level, it says how low and how high a figure may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rating.inference.estimate import CONFIDENCE, Estimate

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.data import Floats

_MIDDLE = 0.5


@dataclass(frozen=True)
class Confidence:
    """The confidence distribution of a figure of some companies.

    Attributes
    ----------
    values
        The figure at the positions of each path, falling, shape (companies, paths, G).
    below
        How often it would look lower than it did at the best such position with this value or a lower one,
        shape (companies, paths, G), not falling.
    not_above
        How often it would not look higher at the best position with this value or a higher one, likewise.
    peaked
        Whether the figure is highest at one composition only, where all paths begin, shape (companies,).
    """

    values: Floats
    below: Floats
    not_above: Floats
    peaked: npt.NDArray[np.bool_]

    def quantiles(self, levels: Floats) -> Floats:
        """Return quantiles within the range of the figure.

        At the ends of the 90 % interval and beyond, what any reading cannot rule out stays in: below the
        middle the lowest of the paths counts and a tie speaks for lower values, above it the highest and a
        tie for higher ones. In the middle the mean of the paths counts and a tie is halved, so that a
        company is as often above as below its true figure, however few its people are. In between, the one
        turns into the other.

        Parameters
        ----------
        levels
            Rising, 0 ... 1, shape (L,).

        Returns
        -------
        Floats
            Rising, shape (companies, L); NaN where the figure cannot be given.
        """
        lower = levels < _MIDDLE
        ends = np.concatenate(
            [
                self._read(self.below, levels[lower]).min(axis=1),
                self._read(self.not_above, levels[~lower]).max(axis=1),
            ],
            axis=1,
        )
        middle = self._read((self.below + self.not_above) / 2.0, levels).mean(axis=1)
        to_the_ends = np.minimum(np.abs(2.0 * levels - 1.0) / CONFIDENCE, 1.0)
        return np.sort(to_the_ends * ends + (1.0 - to_the_ends) * middle, axis=1)

    def draws(self, count: int) -> Floats:
        """Return so many equally spaced quantiles to compare companies by, continued beyond the range.

        Where a figure is the highest there can be at one composition only, such as evenness at even shares,
        what is left of the distribution at this end is continued by the mirror image of the rest: a small
        company, whose draws fall far short of the end, may as well exceed it by far. Cut off at the end, it
        would rank below a large one of the same make-up.

        Parameters
        ----------
        count
            How many, D.

        Returns
        -------
        Floats
            Rising, shape (companies, D).
        """
        levels = (np.arange(count) + 0.5) / count
        found = self.quantiles(levels)
        peak = self.values[:, 0, 0]
        left = ((self.below[:, :, 0] + self.not_above[:, :, 0]) / 2.0).mean(axis=1)
        for company in np.flatnonzero(self.peaked & (left > 0.0)):
            reached = 1.0 - left[company]
            beyond = levels > reached
            mirrored = np.interp(reached * (1.0 - levels[beyond]) / left[company], levels, found[company])
            found[company, beyond] = 2.0 * peak[company] - mirrored
        return np.sort(found, axis=1)

    def estimate(self) -> Estimate:
        """Return the median with the 90 % interval."""
        tail = (1.0 - CONFIDENCE) / 2.0
        low, value, high = self.quantiles(np.array([tail, _MIDDLE, 1.0 - tail])).T
        return Estimate(value, low, high)

    def _read(self, chances: Floats, levels: Floats) -> Floats:
        """Return where the chances reach 1 - levels, shape (companies, paths, levels)."""
        companies, paths, _ = chances.shape
        found = np.empty((companies, paths, len(levels)))
        for company, path in np.ndindex(companies, paths):
            found[company, path] = np.interp(1.0 - levels, chances[company, path], self.values[company, path])
        return found
