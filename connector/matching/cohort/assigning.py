"""An intake, assigned: stable where the bounds allow it, else as near to it as can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.cohort import reasons
from connector.matching.cohort.assigned import Assigned, Method, Placed
from connector.matching.cohort.cohort import Side
from connector.matching.cohort.errors import BoundsNotReachableError, Lack
from connector.matching.cohort.market import market_of
from connector.matching.cohort.reserved import stable_places
from connector.matching.cohort.stability import Found, blocked, stability_of
from connector.matching.cohort.waiting import waiting_lists

if TYPE_CHECKING:
    from connector.matching.cohort.cohort import Cohort
    from connector.matching.cohort.market import Market, Places

#: The integer programme is asked where no more pairs than this are allowed.
_EXACT = 2_000


def assign(cohort: Cohort, *, alternates: int = 10, effort: float = 3.0) -> Assigned:
    """Assign the applicants of an intake to connectors.

    Without bounds, or where they hold by themselves: the stable assignment that is best for the applicants
    (deferred acceptance). No applicant and connector would both rather have each other.

    Where they do not hold, bounds come first; then at least as many get a place as in the stable assignment,
    or as many as the bounds allow if that is fewer; then stability. Places are reserved for the sides, and
    where too few of a side want to be, those are brought whose move costs least (`Method.RESERVED`). If at
    most 2,000 pairs are allowed, an integer programme starts from there. It makes three numbers as small as
    can be, one after the other: blocking pairs that one could give in to without breaking a bound, blocking
    pairs at all, and steps that applicants lose on their lists (`Method.FEWEST`). In larger intakes blocking
    pairs are counted, not minimised.

    Parameters
    ----------
    cohort
        The intake.
    alternates
        Length of the waiting lists.
    effort
        Deterministic time of the integer programme for each of the three, roughly some seconds; 0 leaves it
        out. The same effort gives the same result on every machine.

    Raises
    ------
    BoundsNotReachableError
        If no assignment keeps the bounds: with what is missing where, and the largest bound that all could
        keep.

    Notes
    -----
    Gale and Shapley (1962), American Mathematical Monthly 69:9-15; `connector.matching.cohort.reserved` and
    `.programme` name the sources of the rest. To minimise blocking pairs under lower bounds is NP-hard.
    """
    market = market_of(cohort)
    stable = stable_places(market)
    if market.lacking(stable).any():
        found = _within_bounds(cohort, market, stable, effort)
    else:
        found = Found(stable, Method.STABLE)
    report = stability_of(cohort, market, found, stable)
    waiting = waiting_lists(market, found.places, alternates)
    return Assigned(
        places=tuple(_placed(cohort, market, row, int(place)) for row, place in enumerate(found.places)),
        alternates={
            connector.id: tuple(cohort.applicants[row].id for row in own)
            for connector, own in zip(cohort.connectors, waiting, strict=True)
        },
        report=report,
        reasons=reasons.of_report(report),
    )


def _placed(cohort: Cohort, market: Market, row: int, place: int) -> Placed:
    if place < 0:
        said = reasons.of_no_place(is_allowed_anywhere=bool(market.is_allowed[row].any()))
        return Placed(cohort.applicants[row].id, None, None, said)
    connector, choice = cohort.connectors[place], int(market.wish[row, place]) + 1
    return Placed(cohort.applicants[row].id, connector.id, choice, reasons.of_place(connector.name, choice))


def _within_bounds(cohort: Cohort, market: Market, stable: Places, effort: float) -> Found:
    # OR-tools is loaded by who needs it
    from connector.matching.cohort.flow import fewest_moved, most_placed, nobody  # noqa: PLC0415
    from connector.matching.cohort.pinned import bounded_places  # noqa: PLC0415

    most = most_placed(market)
    if most.missing.any():
        raise _not_reachable(cohort, market)
    placed = min(int((stable >= 0).sum()), int((most.places >= 0).sum()))
    places, method = bounded_places(market, placed), Method.RESERVED
    if (places >= 0).sum() < placed:
        places, method = fewest_moved(market, places, nobody(market), placed), Method.MOST_PLACED
    known = Found(places, method)
    if effort <= 0 or np.count_nonzero(market.is_allowed) > _EXACT:
        return known
    return _most_stable(market, known, placed, effort)


def _most_stable(market: Market, known: Found, placed: int, effort: float) -> Found:
    """Ask the integer programme for something more stable than what is known."""
    from connector.matching.cohort.programme import most_stable  # noqa: PLC0415 - as above

    found = most_stable(market, known.places, placed, effort)
    if found is None:
        return known
    if _unrest(market, found.places) <= _unrest(market, known.places):
        known = Found(found.places, Method.FEWEST)
    return known._replace(fewest=found.blocking, fewest_avoidable=found.avoidable)


def _unrest(market: Market, places: Places) -> tuple[int, int]:
    is_found, is_bound = blocked(market, places)
    return int((is_found & ~is_bound).sum()), int(is_found.sum())


def _not_reachable(cohort: Cohort, market: Market) -> BoundsNotReachableError:
    from connector.matching.cohort.flow import most_placed  # noqa: PLC0415 - as above

    missing = most_placed(market).missing
    lacks = tuple(
        Lack(
            cohort.connectors[column].id,
            tuple(Side)[side],
            int(market.lower[column, side]),
            int(missing[column, side]),
        )
        for column, side in np.argwhere(missing)
    )
    reachable, too_much = 0, int(market.lower.max())
    while too_much - reachable > 1:
        middle = (reachable + too_much) // 2
        if most_placed(market, at_most=middle).missing.any():
            too_much = middle
        else:
            reachable = middle
    return BoundsNotReachableError(lacks, reachable)
