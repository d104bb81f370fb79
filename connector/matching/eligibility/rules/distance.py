"""Whether the start-up is near enough to one of the offer's places.

The rule needs coordinates of both sides. Where the offer does not state those of all its places, and no
place that it does state is near enough, it cannot be told.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns.codes import doubles
from connector.matching.eligibility.rule import Answer, Rule, answers_where
from connector.matching.kilometres import kilometres
from connector.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy.typing as npt

    from connector.matching.columns import OfferColumns, StartUpColumns
    from connector.matching.columns.types import Doubles, Flags
    from connector.matching.eligibility.rule import Answers
    from connector.parties import Offer, Place, StartUp

_TENTH_UNTIL_KM = 100
#: Distances are looked at and forgotten; so many stay within the caches of a processor.
_PAIRS_AT_ONCE = 100_000


def _is_made(offers: OfferColumns) -> Flags:
    return ~np.isnan(offers.rules.radius_km)


def _answers(startups: StartUpColumns, offers: OfferColumns) -> Answers:
    is_located = ~np.isnan(offers.latitude)
    owners = offers.place_of[is_located].astype(np.intp)
    points = offers.latitude[is_located], offers.longitude[is_located]
    is_met = np.zeros((len(startups), len(offers)), np.bool_)
    step = max(1, _PAIRS_AT_ONCE // max(1, len(owners)))
    for start in range(0, len(startups), step):
        some = slice(start, start + step)
        km = kilometres(startups.latitude[some], startups.longitude[some], *points)
        is_met[some] = _any_of(km <= offers.rules.radius_km[owners], owners, len(offers))
    places = np.bincount(offers.place_of, minlength=len(offers))
    is_complete = (places > 0) & (np.bincount(owners, minlength=len(offers)) == places)
    return answers_where(
        is_made=_is_made(offers),
        is_stated=~np.isnan(startups.latitude)[:, np.newaxis] & (is_complete | is_met),
        is_met=is_met,
    )


def _any_of(is_near: Flags, owners: npt.NDArray[np.intp], offers: int) -> Flags:
    """Return whether one of its places is near, for each offer; places are sorted by offer."""
    found = np.zeros((len(is_near), offers), np.bool_)
    if len(owners):
        firsts = np.flatnonzero(np.diff(owners, prepend=-1))
        found[:, owners[firsts]] = np.logical_or.reduceat(is_near, firsts, axis=1)
    return found


def _because(startup: StartUp, offer: Offer, answer: Answer, _today: date) -> Reason:
    radius = {"radius": offer.rules.radius_km or 0.0}
    here = startup.place
    if here is None or here.latitude is None:
        return Reason("distance.cannot_tell", radius)
    if answer == Answer.CANNOT_TELL:
        return Reason("distance.offer_without_place", radius)
    there = [place for place in offer.places if place.latitude is not None]
    distance = kilometres(*_degrees([here]), *_degrees(there)).min()
    return Reason("distance.ineligible", radius | {"distance": _rounded_up(float(distance))})


def _degrees(places: Sequence[Place]) -> tuple[Doubles, Doubles]:
    return doubles(place.latitude for place in places), doubles(place.longitude for place in places)


def _rounded_up(distance: float) -> float:
    """Round so that what is beyond a radius never reads as if it were within."""
    return ceil(distance * 10) / 10 if distance < _TENTH_UNTIL_KM else float(ceil(distance))


RULE = Rule(
    "distance",
    is_made=_is_made,
    answers=_answers,
    because=_because,
    says=("distance.ineligible", "distance.cannot_tell", "distance.offer_without_place"),
    reads=("latitude", "longitude"),
    asks=("place",),
)
