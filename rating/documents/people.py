"""Released people of a period, by company and level, as pages and documents show them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rating.disclosure import Released
from rating.disclosure.headcounts import MANAGEMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.data import Floats, Measure


@dataclass(frozen=True)
class People:
    """A release of headcounts, company by company.

    Attributes
    ----------
    released
        As `rating.disclosure.release_headcount` gives it: first all companies together, then each.
    levels
        Codes of the levels, L of them.
    """

    released: Released
    levels: Sequence[str]

    def __post_init__(self) -> None:
        Released.only(self.released)

    @property
    def attributes(self) -> tuple[str, ...]:
        """Codes of the attributes."""
        return tuple(self.released.tables)

    def groups(self, attribute: str) -> tuple[str, ...]:
        """Return the codes of the groups, k of them, without that of people whose group is not known."""
        return self.released.tables[attribute].groups[:-1]

    def measure(self, attribute: str) -> Measure:
        """Return whether cells are people or percent of a level."""
        return self.released.tables[attribute].measure

    def cells(self, attribute: str) -> Floats:
        """Return the groups of each level, shape (companies, L, k); NaN where withheld or missing."""
        return self.released.tables[attribute].cells[1:, : len(self.levels), :-2]

    def unknown(self, attribute: str) -> Floats:
        """Return the people whose group is not known, shape (companies, L)."""
        return self.released.tables[attribute].cells[1:, : len(self.levels), -2]

    def management(self, attribute: str) -> Floats:
        """Return the groups of all leaders together, shape (companies, k)."""
        cells = self.released.tables[attribute].cells
        if MANAGEMENT not in self.released.frame.rows:
            return np.full((len(cells) - 1, cells.shape[2] - 2), np.nan)
        return cells[1:, self.released.frame.rows.index(MANAGEMENT), :-2]

    def pooled(self, attribute: str) -> tuple[Floats, Floats]:
        """Return the groups of each level in all companies, shape (L, k), and the unknown, shape (L,)."""
        cells = self.released.tables[attribute].cells[0, : len(self.levels)]
        return cells[:, :-2], cells[:, -2]

    @cached_property
    def _headcounts(self) -> Floats:
        return self.released.headcounts()

    @property
    def sizes(self) -> Floats:
        """People at each level, shape (companies, L)."""
        return self._headcounts[1:, : len(self.levels)]

    @property
    def all_sizes(self) -> Floats:
        """People at each level in all companies, shape (L,)."""
        return self._headcounts[0, : len(self.levels)]

    @property
    def leaders(self) -> Floats:
        """People in management, shape (companies,)."""
        if MANAGEMENT not in self.released.frame.rows:
            return np.full(len(self._headcounts) - 1, np.nan)
        return self._headcounts[1:, self.released.frame.rows.index(MANAGEMENT)]

    @property
    def workforce(self) -> Floats:
        """People in all, shape (companies,)."""
        return self._headcounts[1:, -1]
