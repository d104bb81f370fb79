"""The level of the label "Diversity Connector" that an incubator holds: a third for each of the three.

Funders and services cannot hold it: that is known, and 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import Signal, Values
from connector.parties import Connector
from connector.reasons import Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.parties import Offer, StartUp

_CODE = "label_level"
_READS: tuple[tuple[str, ...], tuple[str, ...]] = ((), ("label_level",))
_HIGHEST = 3


def _values(_: StartUpColumns, offers: OfferColumns, __: Codes) -> Values:
    value = np.maximum(offers.label_level, 0).astype(np.float32) / np.float32(_HIGHEST)
    return Values(value[None, :], (offers.label_level >= 0)[None, :])


def _because(startup: StartUp, offer: Offer, value: float | None, _: Codes) -> Reason:
    if not isinstance(offer, Connector):
        return Reason(f"{_CODE}.no_connector")
    if value is None or offer.label_level is None:
        return unknown(_CODE, _READS, startup, offer)
    if offer.label_level == 0:
        return Reason(f"{_CODE}.none")
    return Reason(f"{_CODE}.held", {"level": offer.label_level, "highest": _HIGHEST})


SIGNAL = Signal(_CODE, _values, _because, _READS, ("held", "none", "no_connector", "unknown"))
