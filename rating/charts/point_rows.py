"""Figures with a row for each number of points, over lanes of the bands."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rating.charts.labels import lines, plain
from rating.charts.template import ROW_HEIGHT, axis, dots, draw, label, lane, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rating.charts.template import Figure, Part, Tone
    from rating.documents.schema import FrameworkInfo, Quantity

#: Room for the axis, the letters of the bands and the margins.
_AXIS_HEIGHT = 76
_LETTERS = 22
_HIGHEST = 100.0


class PointRow(NamedTuple):
    """A row: how it is labelled, its points, and the tone of its marks."""

    text: str
    points: Quantity
    tone: Tone


def point_rows(
    rows: Sequence[PointRow], framework: FrameworkInfo, interval: Callable[[Quantity], str]
) -> Figure | None:
    """Draw points with their intervals on the scale of 0 to 100, the first row on top.

    Parameters
    ----------
    rows
        Labels are shown whole.
    framework
        Its bands are the lanes.
    interval
        Says points with their interval.

    Returns
    -------
    Figure or None
        None without rows.
    """
    if not rows:
        return None
    traces = []
    for tone in dict.fromkeys(row.tone for row in rows):
        places = [place for place, row in enumerate(rows) if row.tone == tone]
        points = [rows[place].points for place in places]
        hover = [lines(rows[place].text, interval(rows[place].points)) for place in places]
        traces += [
            stretches([(quantity.low, quantity.high) for quantity in points], places, tone),
            dots([quantity.value for quantity in points], places, hover, tone),
        ]
    lanes, letters = _lanes(framework)
    limits = sorted({0.0, _HIGHEST, *(end for shape in lanes for end in (shape["x0"], shape["x1"]))})
    return draw(
        traces,
        height=ROW_HEIGHT * len(rows) + _AXIS_HEIGHT,
        margin={"l": 4, "r": 20, "t": _LETTERS, "b": 26},
        shapes=lanes,
        annotations=letters,
        xaxis=axis(range=[0, _HIGHEST], tickvals=limits),
        yaxis=axis(
            range=[len(rows) - 0.5, -0.5],
            tickvals=list(range(len(rows))),
            ticktext=[plain(row.text) for row in rows],
        ),
    )


def _lanes(framework: FrameworkInfo) -> tuple[list[Part], list[Part]]:
    """Return a lane for each band, and its letter above."""
    ends = [framework.cap, *(max(band.lower, 0.0) for band in framework.bands)]
    shapes, letters = [], []
    for number, (band, (upper, lower)) in enumerate(zip(framework.bands, pairwise(ends), strict=True)):
        shapes.append(lane(number, xref="x", x0=lower, x1=upper, yref="paper", y0=0, y1=1))
        place = {"xref": "x", "x": (lower + upper) / 2, "yref": "paper", "y": 1, "yanchor": "bottom"}
        letters.append(label(plain(band.code), "lane-label", **place))
    return shapes, letters
