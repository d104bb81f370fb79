"""What every index says about itself, so that the shelf can be checked without naming its members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.data import Floats

#: variety: one distribution in, permutation-invariant. companion: the same, corrected for the number of
#: people, which therefore matters. distances: a distribution and the distances between its groups.
#: ordered: a distribution over bands and their values. parity: a distribution against a benchmark.
#: levels: a table levels x groups.
Kind = Literal["variety", "companion", "distances", "ordered", "parity", "levels"]


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
        The largest attainable value as a process, as a function of the number of groups k, or of the values
        of the bands for ordered ones; infinity where there is none.
    source
        Primary source.
    attainable
        The largest value that n people can reach, as counted: a function of the numbers of people, shape
        (...), and of the same scale as `maximum`. None where n does not limit it or the answer is not known.
    per
        What a value belongs to, where an index gives several; None for one value a distribution or table.
    """

    title: str
    kind: Kind
    minimum: float
    maximum: Callable[..., float]
    source: str
    attainable: Callable[..., Floats] | None = None
    per: Literal["group", "level"] | None = None
