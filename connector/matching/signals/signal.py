"""What a signal is: how well two sides fit in one respect. One signal a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from connector.matching.columns import Codes, OfferColumns, StartUpColumns
    from connector.matching.columns.types import Flags, Floats
    from connector.parties import Offer, StartUp
    from connector.reasons import Reason


class Values(NamedTuple):
    """What a signal says of n start-ups and m offers.

    Attributes
    ----------
    value
        In [0, 1], 1 the best fit; 0 where it is not known. Shape (n, m); 1 in place of n or m where it is the
        same for all.
    is_known
        Whether both sides stated what it needs. Likewise. A respect that does not concern an offer is known
        and 0: a bank holds no label, and nothing that anybody could state would change that.
    """

    value: Floats
    is_known: Flags


#: How well two sides fit, in words: the least value of each, best first. What is known and 0 is ``none``.
GRADES = {"strong": 0.75, "some": 0.4, "weak": 0.0}
#: The sentences of a signal that says no others.
SAYS = (*GRADES, "none", "unknown")


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal.

    Attributes
    ----------
    code
        Its name: that of its file.
    values
        From the columns of both sides to the values of all pairs. The value of a pair depends on nothing but
        that pair, to the last bit: not on who else is asked about, nor in which order.
    because
        From one pair and its value to the reason, the same for both sides: ``<code>.<one of says>``,
        ``<code>.unknown`` where the value is None.
    reads
        Fields of a start-up and of an offer that it reads: what is said to be missing where it is not stated.
    says
        Its sentences.
    """

    code: str
    values: Callable[[StartUpColumns, OfferColumns, Codes], Values]
    because: Callable[[StartUp, Offer, float | None, Codes], Reason]
    reads: tuple[tuple[str, ...], tuple[str, ...]]
    says: tuple[str, ...] = SAYS


def grade(value: float | None) -> str:
    """Return the word for a value: one of `SAYS`."""
    if value is None:
        return "unknown"
    if value <= 0.0:
        return "none"
    return next(word for word, least in GRADES.items() if value >= least)
