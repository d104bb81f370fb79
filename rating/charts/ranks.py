"""The ranking: each company's rank interval, over lanes of equal bands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rating.charts.labels import lines, plain, shortened
from rating.charts.template import ROW_HEIGHT, axis, dots, draw, label, lane, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rating.charts.template import Figure, Part
    from rating.documents.schema import BandRun, Period, RankInterval

#: Room for the axis, its title and the margins.
_AXIS_HEIGHT = 52
_MOST_TICKS = 8
_LETTER_WIDTH, _LETTER_MARGIN = 8, 10


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
    last = ranks[0].of
    lanes, names = _lanes([rating.band for rating, _ in ranked])
    hover = [lines(rating.company, words.interval(rank)) for rating, rank in ranked]
    return draw(
        [
            stretches([(rank.low, rank.high) for rank in ranks], rows, "accent"),
            dots([(rank.low + rank.high) / 2 for rank in ranks], rows, hover, "accent"),
        ],
        height=ROW_HEIGHT * len(ranked) + _AXIS_HEIGHT,
        margin={"l": 4, "r": _margin(names), "t": 4, "b": 4},
        shapes=lanes,
        annotations=names,
        xaxis=axis(
            side="top",  # read first, also where the list is long
            title={"text": plain(words.axis)},
            range=[0.5, last + 0.5],
            tickvals=_ticks(last),
            tickformat="d",
            showgrid=True,
        ),
        yaxis=axis(
            range=[len(ranked) - 0.5, -0.5],
            tickvals=list(rows),
            ticktext=[plain(shortened(rating.company)) for rating, _ in ranked],
        ),
    )


def _lanes(bands: Sequence[BandRun | None]) -> tuple[list[Part], list[Part]]:
    """Return a lane for each run of neighbours in the same band, and its name beside its first row."""
    shapes, names = [], []
    first = 0
    texts = [band.text if band else "" for band in bands]
    for number, (text, run) in enumerate(groupby(texts)):
        after = first + len(list(run))
        shapes.append(lane(number, xref="paper", x0=0, x1=1, yref="y", y0=first - 0.5, y1=after - 0.5))
        if text:
            place = {"xref": "paper", "x": 1, "xanchor": "left", "yref": "y", "y": first}
            names.append(label(plain(text), "lane-label", **place))
        first = after
    return shapes, names


def _margin(names: Sequence[Part]) -> int:
    """Return the room on the right: margins grow with the labels of an axis, not with annotations."""
    longest = max((len(name["text"]) for name in names), default=0)
    return _LETTER_MARGIN + _LETTER_WIDTH * longest


def _ticks(last: int) -> list[int]:
    """Return whole ranks to label: the first, and round ones, few enough to be read on a phone.

    Examples
    --------
    >>> _ticks(5), _ticks(30), _ticks(400)
    ([1, 2, 3, 4, 5], [1, 5, 10, 15, 20, 25, 30], [1, 100, 200, 300, 400])
    """
    steps = (number * 10**power for power in range(9) for number in (1, 2, 5))
    step = next(step for step in steps if last // step < _MOST_TICKS)
    return sorted({1, *range(step, last + 1, step)})
