"""Companies' exposures dealt out anew: what would be seen if they had nothing to do with outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from rating.performance.observations import Observations


@dataclass(frozen=True)
class Shuffling:
    """Whole histories change hands between companies that were observed in the same years.

    So what lasts in a company's exposure, its spread and its changes over the years all stay as they are;
    only whose they are is chance.
    """

    rows: Observations

    @cached_property
    def _alike(self) -> list[npt.NDArray[np.intp]]:
        """The rows of companies with the same years, each of shape (companies, years); at least two each."""
        order = np.lexsort((self.rows.years, self.rows.company.codes))
        ends = np.cumsum(self.rows.company.sizes)
        patterns: dict[bytes, list[npt.NDArray[np.intp]]] = {}
        for own in np.split(order, ends[:-1]):
            patterns.setdefault(self.rows.years[own].tobytes(), []).append(own)
        return [np.stack(companies) for companies in patterns.values() if len(companies) > 1]

    @property
    def exchangeable(self) -> float:
        """Part of the companies whose history another one can have, 0 ... 1."""
        return sum(len(companies) for companies in self._alike) / self.rows.company.count

    def drawn(self, rng: np.random.Generator) -> npt.NDArray[np.intp]:
        """Return for every row the row whose exposure it gets, shape (rows,)."""
        source = np.arange(len(self.rows))
        for companies in self._alike:
            source[companies] = companies[rng.permutation(len(companies))]
        return source
