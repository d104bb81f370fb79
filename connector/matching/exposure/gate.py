"""What the audit asks of a disclosure gate. The gate itself lives elsewhere: this package knows none.

The audit hands over what it counted and publishes nothing but what comes back, and statistics of groups whose
counts came back. So it cannot say anything that the gate withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Stands for all groups, or all outcomes, of an attribute.
TOTAL = "*"


@dataclass(frozen=True, slots=True)
class Count:
    """Start-ups of one group of one attribute with one outcome.

    Attributes
    ----------
    attribute, group, outcome
        Codes. Every attribute counts the same start-ups with each outcome.
    startups
        How many.
    worth
        What is lost with it, at least 1; the same for all counts of a group. Where one count has to be
        withheld for the sake of another, it is to be one that is worth little
        (`connector.matching.exposure.worth`).
    """

    attribute: str
    group: str
    outcome: str
    startups: int
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class ReleasedCounts:
    """What a gate let through.

    Attributes
    ----------
    cells
        Attribute, group and outcome -> start-ups; `TOTAL` for sums. What is not there is withheld.
    as_of
        The day of the figures, where the gate had to keep earlier ones because too little changed since; ""
        where that day was not stated, None where they are those of the counts.
    """

    cells: Mapping[tuple[str, str, str], int]
    as_of: str | None = None

    def of(self, attribute: str, group: str = TOTAL, outcome: str = TOTAL) -> int | None:
        """Return a released count; None where it is withheld."""
        return self.cells.get((attribute, group, outcome))


class Gate(Protocol):
    """From counts of people to what may be said of them in public."""

    @property
    def statistic_floor(self) -> int:
        """Fewest start-ups that a statistic may be about: at least twice `naming_floor`."""

    @property
    def naming_floor(self) -> int:
        """Fewest start-ups of a group that may be named where only its declarations tell that there is one.

        No smaller than what the gate promises to leave possible for a withheld count.
        """

    def release(self, counts: Sequence[Count]) -> ReleasedCounts:
        """Return which counts, and which sums of them, may be said in public."""
