"""How alike the texts of both sides are: the cosine of their vectors, not below 0.

The vectors come from a `connector.matching.text.Embedder`. Their entries are rounded to multiples of 2^-11
first. Products of these are multiples of 2^-22, and sums of them that stay near 1 have no more binary places
than a float32 holds: every addition is exact. So the value of a pair does not depend on the order in which a
library adds, on its threads, or on who else is in the block, and equal texts stay tied. The rounding moves a
cosine by less than 0.006 at 128 dimensions, typically by 0.0003.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from connector.matching.signals.missing import unknown
from connector.matching.signals.signal import SAYS, Signal, Values, grade
from connector.matching.signals.stated import both_state
from connector.reasons import Reason

if TYPE_CHECKING:
    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Floats
    from connector.parties import Offer, StartUp

_CODE = "text_similarity"
_READS = (("text",), ("text",))
_STEPS = np.float32(2**11)


def _values(startups: StartUpColumns, offers: OfferColumns, _: Codes) -> Values:
    cosine = _rounded(startups.text) @ _rounded(offers.text).T
    is_known = both_state(startups.text, offers.text)
    return Values(np.clip(cosine, 0.0, 1.0, out=cosine), is_known)


def _rounded(vectors: Floats) -> Floats:
    rounded: Floats = np.rint(vectors * _STEPS) / _STEPS
    return rounded


def _because(startup: StartUp, offer: Offer, value: float | None, _: Codes) -> Reason:
    if value is None:
        return unknown(_CODE, _READS, startup, offer)
    return Reason(f"{_CODE}.{grade(value)}")


SIGNAL = Signal(_CODE, _values, _because, _READS, (*SAYS, "undecided"))
