"""Scores set beside results, honestly: refused where there are too few companies, never a claim."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from rating.performance.power import companies_needed, smallest_detectable_r
from rating.performance.spearman import spearman

if TYPE_CHECKING:
    from rating.data import Floats

#: With fewer companies no association is shown.
FEWEST_COMPANIES = 30
#: What a larger study would look for: correlations in this field are near zero.
SMALL_CORRELATION = 0.1


@dataclass(frozen=True)
class Association:
    """How two quantities go together over companies.

    Attributes
    ----------
    n
        Companies with both.
    smallest_detectable_r
        What this number of companies can show (80 % power, 5 % two-sided); NaN below four.
    refused
        Whether there are too few companies to show an estimate.
    rank_correlation, low, high
        Spearman's coefficient with its 95 % interval; None when refused.
    sentence
        What may be said, in words.
    """

    n: int
    smallest_detectable_r: float
    refused: bool
    rank_correlation: float | None
    low: float | None
    high: float | None
    sentence: str


def associate(scores: Floats, outcomes: Floats, *, outcome: str) -> Association:
    """Set scores beside an outcome.

    Parameters
    ----------
    scores, outcomes
        Shape (companies,); NaN pairs are left out.
    outcome
        What the outcome is called, in lower case, for the sentence.

    Notes
    -----
    With the interval of `rating.performance.spearman`.
    """
    known = ~np.isnan(scores) & ~np.isnan(outcomes)
    x, y = scores[known], outcomes[known]
    n = int(known.sum())
    smallest = smallest_detectable_r(n)
    if n < FEWEST_COMPANIES:
        needed = f"About {companies_needed(SMALL_CORRELATION):,} companies would be needed to see one of .10."
        detectable = "" if isnan(smallest) else f": only |r| ≥ {_bare(smallest)} would be detectable"
        sentence = f"n = {n}, too few{detectable}. No association is shown. {needed}"
        return Association(n, smallest, True, None, None, None, sentence)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        sentence = f"n = {n}, but the scores or the {outcome} do not vary: there is nothing to compare."
        return Association(n, smallest, True, None, None, None, sentence)
    ranks = spearman(x, y)
    r, low, high = ranks.value, ranks.low, ranks.high
    clear = low > 0 or high < 0
    verdict = (
        f"companies with higher scores tend to have {'higher' if r > 0 else 'lower'} {outcome}; this is an "
        "association over companies that differ in much else, not an effect"
        if clear
        else f"no association between score and {outcome} can be told from chance"
    )
    sentence = (
        f"n = {n}: {verdict} (rank correlation {_bare(r)}, 95 % interval {_bare(low)} to {_bare(high)}; "
        f"only |r| ≥ {_bare(smallest)} would be detectable)."
    )
    return Association(n, smallest, False, r, low, high, sentence)


def _bare(r: float) -> str:
    """Write a correlation without its leading zero."""
    return f"{r:.2f}".replace("0.", ".", 1)
