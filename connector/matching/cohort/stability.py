"""How far an assignment is from a stable one, and who pays for the bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from connector.matching.cohort.assigned import Blocking, Displaced, StabilityReport
from connector.matching.stable import is_blocking

if TYPE_CHECKING:
    from connector.matching.cohort.assigned import Method
    from connector.matching.cohort.cohort import Cohort
    from connector.matching.cohort.market import Market, Places
    from connector.matching.columns.types import Flags

#: So many blocking pairs are listed one by one.
LISTED = 100


class Found(NamedTuple):
    """An assignment.

    Attributes
    ----------
    places
        The connector of each applicant, shape (n,), -1 for none.
    method
        How it was found.
    fewest, fewest_avoidable
        See `StabilityReport`.
    """

    places: Places
    method: Method
    fewest: int = 0
    fewest_avoidable: int = 0


def blocked(market: Market, places: Places) -> tuple[Flags, Flags]:
    """Return which pairs block, and which of them one cannot give in to without breaking a bound, (n, m)."""
    is_found = is_blocking(*market.scores(), market.capacities, places)
    return is_found, is_found & ~_could_be_given_in_to(market, places) if is_found.any() else is_found


def stability_of(cohort: Cohort, market: Market, found: Found, stable: Places) -> StabilityReport:
    """Return the report on an assignment; `stable` is the one without bounds, shape (n,)."""
    places = found.places
    is_found, is_bound = blocked(market, places)
    names = [connector.id for connector in cohort.connectors]
    listed = [
        Blocking(cohort.applicants[row].id, names[column], bool(is_bound[row, column]))
        for row, column in np.argwhere(is_found)[:LISTED]
    ]
    displaced = [
        Displaced(cohort.applicants[row].id, _name(names, stable[row]), _name(names, places[row]))
        for row in np.flatnonzero(places != stable)
    ]
    return StabilityReport(
        method=found.method,
        blocking=int(is_found.sum()),
        because_of_bounds=int(is_bound.sum()),
        pairs=tuple(listed),
        fewest=found.fewest,
        fewest_avoidable=found.fewest_avoidable,
        displaced=tuple(displaced),
        rank_loss=int((market.steps(places) - market.steps(stable)).sum()),
        placed=int((places >= 0).sum()),
        placed_without_bounds=int((stable >= 0).sum()),
    )


def _name(names: list[str], place: int) -> str | None:
    return names[place] if place >= 0 else None


def _could_be_given_in_to(market: Market, places: Places) -> Flags:
    """Return to which pairs one could give in, each alone, without breaking a bound, shape (n, m).

    The applicant leaves a connector that has more of its side than it must, and goes to one that has room, or
    somebody it likes less and can spare: of the same side, of one that it has more of than it must, of none.
    Or it exchanges places with somebody of its side.
    """
    m = market.shape[1]
    counts = market.counts(places)
    is_spare = counts > market.lower
    has_side, has_place = market.sides >= 0, places >= 0
    side = np.where(has_side, market.sides, 0)
    may_leave = ~has_place | ~has_side | is_spare[np.where(has_place, places, 0), side]
    # the place in a connector's order of the last one that it could send away for an applicant of each side
    last = np.full((m, 2 + 1), -1, np.int64)
    for row in np.flatnonzero(has_place):
        column, order = places[row], market.order[row, places[row]]
        can_spare = not has_side[row] or is_spare[column, side[row]]
        for other in range(last.shape[1]):
            if can_spare or other == side[row]:
                last[column, other] = max(last[column, other], order)
    has_room = np.bincount(places[has_place], minlength=m) < market.capacities
    own_side = np.where(has_side, side, last.shape[1] - 1)
    may_go = may_leave[:, None] & (has_room | (market.order < last[:, own_side].T))
    return np.asarray(may_go | _could_exchange(market, places))


def _could_exchange(market: Market, places: Places) -> Flags:
    """Return where somebody of an applicant's side, liked less, may take the place that it has."""
    n, m = market.shape
    found = np.zeros((n, m), np.bool_)
    has_place = places >= 0
    for column in range(m):
        for side in range(market.lower.shape[1]):
            members = np.flatnonzero((places == column) & (market.sides == side))
            asking = np.flatnonzero(has_place & (market.sides == side))
            # the place in its order of the last member who may be at each connector
            last = np.where(market.is_allowed[members], market.order[members, column, None], -1)
            found[asking, column] = (
                market.order[asking, column] < last.max(axis=0, initial=-1)[places[asking]]
            )
    return found
