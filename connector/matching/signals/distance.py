"""How near the offer's nearest place is: 1 at the door, half with every 50 km.

Known where both sides state coordinates. Nothing is read off a country or the name of a city: how far apart
two parties of one country are is not known. That they share the country is a signal of its own
(`same_country`). Of several places those without coordinates are left out: the offer is at most so far away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns.kinds import kinds
from connector.matching.kilometres import kilometres
from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import Signal, Values, grade
from connector.matching.signals.spread import spread
from connector.reasons import Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags, Floats
    from connector.parties import Offer, StartUp

_CODE = "distance"
_READS = (("coordinates",), ("coordinates",))
#: The distance over which the value halves, km: about an hour's way.
HALF_KM = 50.0


def _values(startups: StartUpColumns, offers: OfferColumns, _: Codes) -> Values:
    stated = np.flatnonzero(np.isfinite(offers.latitude))
    first, startup_kind = kinds(startups.latitude, startups.longitude)
    second, place_kind = kinds(offers.latitude[stated], offers.longitude[stated])
    km = kilometres(
        startups.latitude[first],
        startups.longitude[first],
        offers.latitude[stated][second],
        offers.longitude[stated][second],
    )
    # halved in single precision: as exact as the value is kept, at a third of the time
    near = np.nan_to_num(np.exp2((-km / HALF_KM).astype(np.float32)))
    best: Floats = np.zeros((len(first), len(offers)), np.float32)
    has_place: Flags = np.zeros(len(offers), np.bool_)
    owners, start, places = np.unique(offers.place_of[stated], return_index=True, return_counts=True)
    has_place[owners] = True
    # the first places of all offers, then the second places of those that have two, and so on
    for turn in range(places.max(initial=0)):
        more = places > turn
        here = owners[more]
        best[:, here] = np.maximum(best[:, here], near[:, place_kind[start[more] + turn]])
    is_known = np.isfinite(startups.latitude)[:, None] & has_place
    return Values(spread(best, startup_kind, np.arange(len(offers))), is_known)


def _because(startup: StartUp, offer: Offer, value: float | None, _: Codes) -> Reason:
    here = startup.place
    if value is None or here is None:
        return unknown(_CODE, _READS, startup, offer)
    there = [place for place in offer.places if place.latitude is not None]
    km = kilometres(
        np.array([here.latitude], np.float64),
        np.array([here.longitude], np.float64),
        np.array([place.latitude for place in there], np.float64),
        np.array([place.longitude for place in there], np.float64),
    )
    nearest = float(km.min())
    return Reason(f"{_CODE}.{grade(value)}", {"km": round(nearest) if nearest >= 1 else round(nearest, 1)})


SIGNAL = Signal(_CODE, _values, _because, _READS)
