"""From the points of indicators to pillars and score: what each weighs, and what a point of it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rating.composite.aggregate import AGGREGATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from rating.composite import Framework
    from rating.data import Floats

    Flags = npt.NDArray[np.bool_]

#: Halvings of the way to the cap: from 100 points to less than a millionth.
_HALVINGS = 30
_LEAST_STEP = 1e-9
#: Two figures that are found by halving and do not differ by so much are the same.
_SAME = 1e-5


class Weighing:
    """The rules by which indicators make a score, for companies that may lack some of them.

    Parameters
    ----------
    framework
        With the criteria used.
    there
        Which indicators the companies have, shape (I, companies), pillar by pillar as the framework names
        them, and for each indicator its criteria.
    """

    def __init__(self, framework: Framework, there: Flags) -> None:
        self._scale, self._mean = framework.scale, AGGREGATIONS[framework.aggregation].mean
        self._pillar_mean = AGGREGATIONS[framework.pillar_aggregation].mean
        self._there = there
        pillars = framework.composition_pillars
        parts = [
            (number, indicator.weight)
            for number, pillar in enumerate(pillars)
            for indicator in pillar.indicators
            for _ in pillar.applies_to(framework.criteria)
        ]
        #: of each indicator the number of its pillar, shape (I,)
        self.pillar_of = np.array([number for number, _ in parts], np.intp)
        self._own = np.array([weight for _, weight in parts])
        weights = np.array([pillar.weight for pillar in pillars])
        self._pillars = weights
        #: part of each pillar in the score, shape (P,)
        self.pillars = weights / weights.sum()

    def weights(self) -> Floats:
        """Return the part of each indicator in the score, shape (I, companies); 0 for what is missing."""
        own = np.where(self._there, self._own[:, None], 0.0)
        total = np.stack([own[self.pillar_of == pillar].sum(axis=0) for pillar in range(len(self._pillars))])
        with np.errstate(invalid="ignore", divide="ignore"):
            within = own / total[self.pillar_of]
        return np.asarray(np.nan_to_num(within) * self.pillars[self.pillar_of, None])

    def means(self, points: Floats) -> Floats:
        """Return the score, then the pillars.

        Parameters
        ----------
        points
            Of the indicators, shape (I, ..., companies).

        Returns
        -------
        Floats
            Shape (1 + P, ..., companies); NaN where points of an indicator are not known that is there.
        """
        there = self._there.reshape(len(points), *([1] * (points.ndim - 2)), -1)
        lacking = there & np.isnan(points)
        used = np.where(there & ~lacking, points, np.nan)
        pillars = np.stack(
            [
                np.where(
                    lacking[self.pillar_of == pillar].any(axis=0),
                    np.nan,
                    self._pillar_mean(used[self.pillar_of == pillar], self._own[self.pillar_of == pillar]),
                )
                for pillar in range(len(self._pillars))
            ]
        )
        whole = ~np.isnan(pillars).any(axis=0)
        score = np.where(whole, self._mean(pillars, self._pillars), np.nan)
        return np.concatenate([score[None], pillars])

    def worth(self, points: Floats) -> Floats:
        """Return what the score gains for one point of each indicator.

        By really raising it by a point, or up to the cap.

        Returns
        -------
        Floats
            Shape (I, companies); NaN where nothing is left up to the cap, where the indicator is not there or
            its points are not known, and where the gain depends on points that are not known.
        """
        return self._whatever_is_unknown(self._worth, points)

    def rises(self, points: Floats) -> Floats:
        """Return by how many points each indicator alone would lift score and pillars by one point.

        Returns
        -------
        Floats
            Shape (1 + P, I, companies), less than a millionth more than it takes; NaN where the cap is too
            near, and otherwise as in `worth`.
        """
        return self._whatever_is_unknown(self._rises, points)

    def _whatever_is_unknown(self, figures: Callable[[Floats], Floats], points: Floats) -> Floats:
        """Return figures that are the same if what is not known is at the floor and if it is at the cap."""
        unknown = np.isnan(points)
        low = figures(np.where(unknown, self._scale.floor, points))
        if not (unknown & self._there).any():
            return np.where(unknown, np.nan, low)
        high = figures(np.where(unknown, self._scale.cap, points))
        return np.where(unknown | ~(np.abs(high - low) < _SAME), np.nan, low)

    def _worth(self, points: Floats) -> Floats:
        step = np.minimum(self._scale.cap - points, 1.0)
        gained = self.means(self._raised(points, step))[0] - self.means(points)[0]
        with np.errstate(invalid="ignore", divide="ignore"):
            worth = np.where(step > _LEAST_STEP, gained / step, np.nan)
        return np.where(self._there, worth, np.nan)

    def _rises(self, points: Floats) -> Floats:
        wanted = self.means(points)[:, None] + 1.0 - _LEAST_STEP
        room = np.broadcast_to(self._scale.cap - points, (len(wanted), *points.shape))
        low, high = np.zeros(room.shape), np.array(room)
        enough = self._lifted(points, high) >= wanted
        for _ in range(_HALVINGS):
            middle = (low + high) / 2.0
            reached = self._lifted(points, middle) >= wanted
            low, high = np.where(reached, low, middle), np.where(reached, middle, high)
        return np.where(enough & self._there, high, np.nan)

    def _lifted(self, points: Floats, by: Floats) -> Floats:
        """Return score and pillars with one indicator raised for each, shape (1 + P, I, companies)."""
        return np.stack([self.means(self._raised(points, own))[kind] for kind, own in enumerate(by)])

    @staticmethod
    def _raised(points: Floats, by: Floats) -> Floats:
        """Return the points with each indicator raised in turn, shape (I, I, companies)."""
        one = np.eye(len(points), dtype=np.bool_)[:, :, None]
        return np.where(one, points[:, None] + by[None], points[:, None])
