"""Which offers take nobody at present, whoever asks: to be filtered and counted before matching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector.matching.eligibility.rules.capacity import is_full
from connector.matching.eligibility.rules.open import has_ended, opens_later

if TYPE_CHECKING:
    from connector.matching.columns import OfferColumns
    from connector.matching.columns.types import Flags


@dataclass(frozen=True, slots=True)
class Availability:
    """What can be said of m offers without knowing who asks; all shape (m,). An offer may be ahead and full.

    Attributes
    ----------
    is_closed
        It ended, or its last day to enter is over.
    is_ahead
        Its first day to enter is yet to come.
    is_full
        It has no place left.
    """

    is_closed: Flags
    is_ahead: Flags
    is_full: Flags

    @property
    def takes_somebody(self) -> Flags:
        """Whether somebody may enter today, shape (m,)."""
        return ~(self.is_closed | self.is_ahead | self.is_full)


def availability(offers: OfferColumns) -> Availability:
    """Say which offers are closed, not open yet, or full."""
    return Availability(has_ended(offers), opens_later(offers), is_full(offers))
