"""Ranks under other choices: how far each rank depends on them, beside how far it depends on chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.charts.labels import lines
from rating.charts.ranked_rows import ranked_rows
from rating.charts.template import dots, stretches

if TYPE_CHECKING:
    from collections.abc import Callable

    from rating.charts.template import Figure
    from rating.documents.schema import ChoiceRange, Period, RankInterval

#: The two ranges of a company stand above and below the middle of its row.
_APART = 0.18
#: Of a row, which holds two lines, in pixels.
_ROW = 28


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """The words of the figure.

    Attributes
    ----------
    axis
        Title of the axis of ranks.
    interval
        Says the rank interval, which is about chance: ``"by chance rank {0.low} to {0.high}".format``.
    choices
        Says the ranks under other choices: ``"by choice rank {0.low:g} to {0.high:g}".format``.
    """

    axis: str
    interval: Callable[[RankInterval], str]
    choices: Callable[[ChoiceRange], str]


def rank_choices(period: Period, *, words: ChoiceWords) -> Figure | None:
    """Draw for each ranked company the interval that chance leaves above the range that choices leave.

    Parameters
    ----------
    period
        Companies without a rank are left out.
    words
        In the reader's language.

    Returns
    -------
    Figure or None
        One row a company, in the order of the document; None where no choices were tried.
    """
    rows = [
        (rating, rating.rank, rating.choices) for rating in period.ratings if rating.rank and rating.choices
    ]
    if not rows:
        return None
    above, below = ([row + apart for row in range(len(rows))] for apart in (-_APART, _APART))
    by_chance = [(rank.low, rank.high) for _, rank, _ in rows]
    by_choice = [(choices.low, choices.high) for _, _, choices in rows]
    hover = [
        lines(rating.company, words.interval(rank), words.choices(choices)) for rating, rank, choices in rows
    ]
    return ranked_rows(
        [
            stretches(by_chance, above, "accent"),
            dots([(low + high) / 2 for low, high in by_chance], above, hover, "accent"),
            stretches(by_choice, below, "ink"),
            dots([choices.median for _, _, choices in rows], below, hover, "ink"),
        ],
        [rating.company for rating, _, _ in rows],
        [rating.band for rating, _, _ in rows],
        title=words.axis,
        last=rows[0][1].of,
        height=_ROW,
    )
