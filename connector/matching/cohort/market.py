"""A cohort as orders: who stands where on whose list. Everything after this works with whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.cohort.cohort import Side

if TYPE_CHECKING:
    import numpy.typing as npt

    from connector.matching.cohort.cohort import Cohort
    from connector.matching.columns.types import Flags, Floats, Integers

    Places = npt.NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Market:
    """Orders, places and bounds of n applicants and m connectors.

    Attributes
    ----------
    wish
        How many connectors an applicant strictly prefers to this one, shape (n, m).
    order
        How many applicants a connector strictly prefers to this one, shape (n, m).
    is_allowed
        Shape (n, m); orders mean nothing where it is not.
    capacities
        Shape (m,).
    sides
        Shape (n,), see `Cohort.sides`.
    lower
        Bounds, shape (m, 2).
    """

    wish: Integers
    order: Integers
    is_allowed: Flags
    capacities: Integers
    sides: Integers
    lower: Integers

    @property
    def shape(self) -> tuple[int, int]:
        """Applicants and connectors."""
        return self.wish.shape[0], self.wish.shape[1]

    @property
    def has_bounds(self) -> bool:
        """Whether there are any."""
        return bool(self.lower.any())

    def scores(self) -> tuple[Floats, Floats]:
        """Return the orders as scores of both sides: minus infinity where a pair is not allowed."""
        wanted, given = (np.where(self.is_allowed, -own, -np.inf) for own in (self.wish, self.order))
        return wanted.astype(np.float32), given.astype(np.float32)

    def counts(self, places: Places) -> Integers:
        """Return how many of each side a connector has, shape (m, 2)."""
        found = np.zeros(self.lower.shape, np.int64)
        is_counted = (places >= 0) & (self.sides >= 0)
        np.add.at(found, (places[is_counted], self.sides[is_counted]), 1)
        return found

    def lacking(self, places: Places) -> Integers:
        """Return how many are missing to the bounds, shape (m, 2)."""
        return np.asarray(np.maximum(self.lower - self.counts(places), 0))

    def steps(self, places: Places) -> Integers:
        """Return how far down its list each applicant is, shape (n,); no place is below all allowed ones."""
        placed = places >= 0
        found: Integers = self.is_allowed.sum(axis=1)
        found[placed] = self.wish[placed, places[placed]]
        return found


def market_of(cohort: Cohort) -> Market:
    """Return a cohort as orders. Declarations are read only if there are bounds."""
    lower = cohort.lower()
    n, m = cohort.is_allowed.shape
    return Market(
        wish=_order(cohort.applicant_scores, cohort.is_allowed, axis=1),
        order=_order(cohort.connector_scores, cohort.is_allowed, axis=0),
        is_allowed=np.asarray(cohort.is_allowed, np.bool_),
        capacities=np.minimum(cohort.capacities, n).astype(np.int64),
        sides=cohort.sides() if lower.any() else np.full(n, -1, np.int64),
        lower=lower.reshape(m, len(Side)),
    )


def _order(scores: npt.NDArray[np.floating], is_allowed: Flags, axis: int) -> Integers:
    """Return how many allowed entries along an axis are strictly larger."""
    best_first = np.moveaxis(np.where(is_allowed, -scores.astype(np.float64), np.inf), axis, -1)
    order = np.argsort(best_first, axis=-1, kind="stable")
    ordered = np.take_along_axis(best_first, order, axis=-1)
    # equals share the place of the first of them
    place = np.broadcast_to(np.arange(ordered.shape[-1]), ordered.shape).copy()
    place[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = 0
    found = np.empty(ordered.shape, np.int64)
    np.put_along_axis(found, order, np.maximum.accumulate(place, axis=-1), axis=-1)
    return np.moveaxis(found, -1, axis)
