"""What a signal is: how well two sides fit in one respect. One signal a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags, Floats
    from connector.matching.reasons import Reason
    from connector.parties import Offer, StartUp


class Values(NamedTuple):
    """What a signal says of n start-ups and m offers.

    Attributes
    ----------
    value
        In [0, 1], 1 the best fit; 0 where it is not known. Something that broadcasts to shape (n, m).
    is_known
        Whether both sides stated what it needs. Likewise.
    """

    value: Floats
    is_known: Flags


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal.

    Attributes
    ----------
    code
        Its name: that of its file.
    values
        From the columns of both sides to the values of all pairs.
    because
        From one pair and its value to the reason, the same for both sides: ``<code>.strong``, ``.some``,
        ``.weak``, or ``<code>.unknown`` where the value is None.
    reads
        Fields of a start-up and of an offer that it reads: what is said to be missing when it is not known.
    """

    code: str
    values: Callable[[StartUpColumns, OfferColumns], Values]
    because: Callable[[StartUp, Offer, float | None, Codes], Reason]
    reads: tuple[tuple[str, ...], tuple[str, ...]]
