"""What a policy is. One policy a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from connector.matching.columns.types import Doubles, Flags, Floats, Integers
    from connector.matching.congestion.market import Market


class Expectation(NamedTuple):
    """What start-ups can expect of shortlisted offers, shape (n, K), and prices of offers, shape (m,)."""

    expected: Floats
    prices: Doubles


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy.

    Attributes
    ----------
    code
        Its name: that of its file.
    introduce
        From a market and the introductions that stand to those with which it fills the places that are left,
        shape (n, K).
    expect
        From a market to what lists are ordered by.
    arrange
        From a market, expectations, introductions and a length to the columns of shortlists that are shown.
    """

    code: str
    introduce: Callable[[Market, Flags], Flags]
    expect: Callable[[Market], Expectation]
    arrange: Callable[[Market, Floats, Flags, int], Integers]
