"""How well the sum that the start-up seeks fits what the funder gives.

1 inside the funder's range, else the ratio of the sum and the nearer end of the range: twice too much is 1/2,
ten times 1/10. Sums in different currencies are not compared. An offer that is no funder gives no sum at all:
that is known, and 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.columns.kinds import kinds
from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import Signal, Values
from connector.matching.signals.spread import spread
from connector.parties import Funder
from connector.reasons import Money, Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.parties import Offer, StartUp

_CODE = "ticket_fit"
_READS = (("ticket",), ("ticket_range",))


def _values(startups: StartUpColumns, offers: OfferColumns, _: Codes) -> Values:
    first, startup_kind = kinds(startups.ticket, startups.currency)
    second, offer_kind = kinds(
        offers.smallest_ticket, offers.largest_ticket, offers.currency, offers.is_funder
    )
    ticket, currency = startups.ticket[first, None], startups.currency[first, None]
    least, most = offers.smallest_ticket[second], offers.largest_ticket[second]
    # nan where an end is not stated: fmax and fmin leave it out
    beyond = np.fmax(np.fmax(least / ticket, ticket / most), 1.0)
    has_range = np.isfinite(least) | np.isfinite(most)
    is_compared = np.isfinite(ticket) & has_range & (currency == offers.currency[second])
    value = np.where(is_compared, 1.0 / beyond, 0.0).astype(np.float32)
    is_known = is_compared | ~offers.is_funder[second]
    return Values(spread(value, startup_kind, offer_kind), spread(is_known, startup_kind, offer_kind))


def _because(startup: StartUp, offer: Offer, value: float | None, _: Codes) -> Reason:
    if not isinstance(offer, Funder):
        return Reason(f"{_CODE}.none")
    sought, currency = startup.ticket, offer.currency
    if sought is None or currency is None:
        return unknown(_CODE, _READS, startup, offer)
    ticket = Money(sought.value, sought.currency)
    if value is None:
        return Reason(f"{_CODE}.other_currency", {"ticket": ticket, "currency": currency})
    if offer.smallest_ticket is not None and sought.value < offer.smallest_ticket:
        return Reason(f"{_CODE}.below", {"ticket": ticket, "end": Money(offer.smallest_ticket, currency)})
    if offer.largest_ticket is not None and sought.value > offer.largest_ticket:
        return Reason(f"{_CODE}.above", {"ticket": ticket, "end": Money(offer.largest_ticket, currency)})
    return Reason(f"{_CODE}.inside", {"ticket": ticket})


SIGNAL = Signal(
    _CODE, _values, _because, _READS, ("inside", "below", "above", "none", "other_currency", "unknown")
)
