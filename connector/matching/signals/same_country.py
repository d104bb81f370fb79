"""Whether the offer has a place in the start-up's country, under the same law and with the same papers.

Known where a place is in that country, or where all places of the offer state another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import Signal, Values
from connector.reasons import Named, Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.parties import Offer, StartUp

_CODE = "same_country"
_READS = (("country",), ("country",))


def _values(startups: StartUpColumns, offers: OfferColumns, codes: Codes) -> Values:
    # one column more for places whose country is not stated
    is_in = np.zeros((len(offers), len(codes.countries) + 1), np.bool_)
    is_in[offers.place_of, offers.country] = True
    states_all = is_in.any(axis=1) & ~is_in[:, -1]
    in_country = is_in.T.copy()
    in_country[-1] = False
    known = in_country | states_all
    known[-1] = False
    # a country that is not stated is -1: the last row
    return Values(
        in_country.astype(np.float32).take(startups.country, axis=0, mode="wrap"),
        known.take(startups.country, axis=0, mode="wrap"),
    )


def _because(startup: StartUp, offer: Offer, value: float | None, _: Codes) -> Reason:
    own = startup.place.country if startup.place else None
    if value is None or own is None:
        return unknown(_CODE, _READS, startup, offer)
    if value > 0:
        return Reason(f"{_CODE}.strong", {"country": Named("countries", own)})
    others = sorted({place.country for place in offer.places if place.country})
    return Reason(
        f"{_CODE}.none",
        {"country": Named("countries", own), "others": tuple(Named("countries", one) for one in others)},
    )


SIGNAL = Signal(_CODE, _values, _because, _READS, ("strong", "none", "undecided", "unknown"))
