"""Counting what a file says and a profile cannot take over, so that it is said and not lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unmapped:
    """An entry that the profile does not know the meaning of.

    Attributes
    ----------
    column, entry
        Where it stands and what it says.
    times
        In how many records.
    """

    column: str
    entry: str
    times: int


class Tally:
    """Counts entries by column, first the most frequent."""

    def __init__(self) -> None:
        self._times: Counter[tuple[str, str]] = Counter()

    def add(self, column: str, entry: str) -> None:
        """Count one entry."""
        self._times[column, entry] += 1

    def entries(self) -> tuple[Unmapped, ...]:
        """Return what was counted."""
        return tuple(
            Unmapped(column, entry, times)
            for (column, entry), times in sorted(self._times.items(), key=lambda item: (-item[1], item[0]))
        )
