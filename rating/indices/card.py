"""What every index says about itself, so that the shelf can be checked without naming its members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

#: variety: one distribution in, permutation-invariant. parity: a distribution against a benchmark.
#: levels: a table levels x groups.
Kind = Literal["variety", "parity", "levels"]


@dataclass(frozen=True, slots=True)
class Card:
    """The card of an index.

    Attributes
    ----------
    title
        The field's name for it.
    kind
        What it takes: see `Kind`.
    minimum
        The smallest attainable value.
    maximum
        The largest attainable value, as a function of the number of groups k.
    source
        Primary source.
    """

    title: str
    kind: Kind
    minimum: float
    maximum: Callable[[int], float]
    source: str
