"""How soon the offer can be entered once the start-up is available: at once is 1, half with every 90 days.

==============================  ===========================================================================
available before it opens       the wait is known
available after it closes       too late: 0
available in between            at once, where both days are stated; where one is missing, and it is said to
                                be open today, a start-up that is available today can enter at once. Else it
                                is not known
an offer that has ended         0
==============================  ===========================================================================

A start-up that has been available for some time is available today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns.kinds import kinds
from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import Signal, Values
from connector.matching.signals.spread import spread
from connector.reasons import Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.parties import Offer, StartUp

_CODE = "dates"
_READS = (("available_from",), ("dates",))
#: The wait over which the value halves, days.
HALF_DAYS = 90.0


def _values(startups: StartUpColumns, offers: OfferColumns, _: Codes) -> Values:
    first, startup_kind = kinds(startups.available_days)
    second, offer_kind = kinds(offers.opens_in, offers.closes_in, offers.is_open)
    available = np.maximum(startups.available_days[first, None], 0.0)
    opens, closes = offers.opens_in[second], offers.closes_in[second]
    is_open = offers.is_open[second]
    # comparisons with nan, which is "not stated", are False
    is_too_late = (available > closes) | (is_open == 0)
    must_wait = (available <= opens) & ~is_too_late
    is_within = (opens < available) & (available <= closes)
    can_enter = (is_within | ((is_open == 1) & (available == 0.0))) & ~is_too_late
    value = np.where(must_wait, np.exp2(np.minimum(available - opens, 0.0) / HALF_DAYS), can_enter)
    is_known = (must_wait | can_enter | is_too_late) & np.isfinite(available)
    value = np.where(is_known, value, 0.0).astype(np.float32)
    return Values(spread(value, startup_kind, offer_kind), spread(is_known, startup_kind, offer_kind))


def _because(startup: StartUp, offer: Offer, value: float | None, codes: Codes) -> Reason:
    if value is None or startup.available_from is None:
        return unknown(_CODE, _READS, startup, offer)
    if offer.is_open is False:
        return Reason(f"{_CODE}.ended")
    available = max(startup.available_from, codes.today)
    if offer.closes is not None and available > offer.closes:
        return Reason(f"{_CODE}.too_late", {"closes": offer.closes, "available": available})
    if offer.opens is not None and available < offer.opens:
        return Reason(f"{_CODE}.wait", {"opens": offer.opens})
    return Reason(f"{_CODE}.at_once")


SIGNAL = Signal(
    _CODE, _values, _because, _READS, ("at_once", "wait", "too_late", "ended", "undecided", "unknown")
)
