"""Figures with a row for each ranked company, over lanes of equal bands."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rating.charts.labels import plain, shortened
from rating.charts.template import ROW_HEIGHT, axis, draw, label, lane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.charts.template import Figure, Part
    from rating.documents.schema import BandRun

#: Room for the axis, its title and the margins.
_AXIS_HEIGHT = 52
_MOST_TICKS = 8
_LETTER_WIDTH, _LETTER_MARGIN = 8, 10


def ranked_rows(
    traces: Sequence[Part],
    companies: Sequence[str],
    bands: Sequence[BandRun | None],
    *,
    title: str,
    last: int,
    height: int = ROW_HEIGHT,
) -> Figure:
    """Draw marks on the ranks of companies, the first one on top.

    Parameters
    ----------
    traces
        The marks: ranks on x, rows (0, 1, ...) on y.
    companies, bands
        One a row.
    title
        Of the axis of ranks.
    last
        The last rank.
    height
        Of a row, in pixels.
    """
    lanes, names = _lanes(bands)
    return draw(
        traces,
        height=height * len(companies) + _AXIS_HEIGHT,
        margin={"l": 4, "r": _margin(names), "t": 4, "b": 4},
        shapes=lanes,
        annotations=names,
        xaxis=axis(
            side="top",  # read first, also where the list is long
            title={"text": plain(title)},
            range=[0.5, last + 0.5],
            tickvals=_ticks(last),
            tickformat="d",
            showgrid=True,
        ),
        yaxis=axis(
            range=[len(companies) - 0.5, -0.5],
            tickvals=list(range(len(companies))),
            ticktext=[plain(shortened(company)) for company in companies],
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
