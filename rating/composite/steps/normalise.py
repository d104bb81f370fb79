"""Values become points."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from rating.composite.normalise import NORMALISATIONS
from rating.composite.steps.step import Step, chosen

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rating.data import Floats


class Normalise(Step):
    """Bring columns to one scale, higher is better.

    Parameters
    ----------
    method
        One of `NORMALISATIONS`.
    floor, cap
        Ends of the scale, for the bounded methods.
    low, high
        Posts, one for all columns or one each: `low` is the worse end, so with `low` above `high` less is
        better.
    directions
        1 where more is better, -1 where less is, one for all columns or one each. Between two posts it is
        known without.

    Attributes
    ----------
    facts_
        What the method learned, shape (facts, columns).
    """

    LEARNS: ClassVar = ("facts_",)

    def __init__(
        self,
        method: str = "min_max",
        *,
        floor: float = 0.0,
        cap: float = 100.0,
        low: ArrayLike | None = None,
        high: ArrayLike | None = None,
        directions: ArrayLike = 1.0,
    ) -> None:
        self.method = method
        self.floor = floor
        self.cap = cap
        self.low = low
        self.high = high
        self.directions = directions

    def _learn(self, values: Floats) -> None:
        how = chosen(NORMALISATIONS, self.method, "normalisation")
        signs = self._signs(values.shape[1])
        posts = {name: self._post(getattr(self, name), values.shape[1]) for name in ("low", "high")}
        for name in how.posts:
            without = np.flatnonzero(np.isnan(posts[name]))
            if len(without):
                raise ValueError(
                    f"{self.method} needs {name} for every column; column {without[0]} has none."
                )
        if how.posts == ("low", "high") and (posts["low"] == posts["high"]).any():
            raise ValueError("The two posts of a column are one: nothing lies between them.")
        self.facts_ = how.learn(values * signs, posts["low"] * signs, posts["high"] * signs)

    def _apply(self, values: Floats) -> Floats:
        how = NORMALISATIONS[self.method]
        placed = how.place(values * self._signs(values.shape[1]), self.facts_)
        if not how.bounded:
            return placed
        return np.asarray(self.floor + (self.cap - self.floor) * placed)

    def _signs(self, columns: int) -> Floats:
        if NORMALISATIONS[self.method].posts == ("low", "high"):
            return np.ones(columns)
        signs = np.broadcast_to(np.asarray(self.directions, dtype=np.float64), columns)
        if not (np.abs(signs) == 1.0).all():
            raise ValueError("A direction is 1 or -1.")
        return signs

    @staticmethod
    def _post(given: ArrayLike | None, columns: int) -> Floats:
        post = np.nan if given is None else np.asarray(given, dtype=np.float64)
        return np.broadcast_to(np.asarray(post, dtype=np.float64), columns)
