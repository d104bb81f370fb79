"""The ranking: each company's rank interval, over lanes of equal bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.charts.labels import lines
from rating.charts.ranked_rows import ranked_rows
from rating.charts.template import dots, stretches

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.charts.template import Figure
    from rating.documents.schema import Period, RankInterval


@dataclass(frozen=True, slots=True)
class RankWords:
    """The words of the figure.

    Attributes
    ----------
    axis
        Title of the axis of ranks.
    interval
        Says a rank interval: ``"rank {0.low} to {0.high} of {0.of}".format``.
    """

    axis: str
    interval: Callable[[RankInterval], str]


def rank_intervals(period: Period, *, words: RankWords) -> Figure | None:
    """Draw the rank intervals of a period, in the order of the document.

    The dot is the middle of the interval, so it tells nothing that the interval does not.

    Parameters
    ----------
    period
        Companies without a rank are left out.
    words
        In the reader's language.

    Returns
    -------
    Figure or None
        One row a company, the first on top; None where nobody is ranked.
    """
    ranked = [(rating, rating.rank) for rating in period.ratings if rating.rank]
    if not ranked:
        return None
    rows = range(len(ranked))
    ranks = [rank for _, rank in ranked]
    hover = [lines(rating.company, words.interval(rank)) for rating, rank in ranked]
    return ranked_rows(
        [
            stretches([(rank.low, rank.high) for rank in ranks], rows, "accent"),
            dots([(rank.low + rank.high) / 2 for rank in ranks], rows, hover, "accent"),
        ],
        [rating.company for rating, _ in ranked],
        [rating.band for rating, _ in ranked],
        title=words.axis,
        last=ranks[0].of,
    )
