"""What a score is made of: score, pillars and indicators with their intervals, over the bands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rating.charts.labels import lines, plain
from rating.charts.template import ROW_HEIGHT, axis, dots, draw, label, lane, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rating.charts.template import Figure, Part, Tone
    from rating.documents.schema import CompanyRating, Component, FrameworkInfo, Quantity

#: Room for the axis, the letters of the bands and the margins.
_AXIS_HEIGHT = 76
_LETTERS = 22
_HIGHEST = 100.0


@dataclass(frozen=True, slots=True)
class PillarWords:
    """The words of the figure.

    Attributes
    ----------
    score
        Label of the score as a whole.
    components
        Labels of pillars and indicators by ``code`` or, of one attribute, ``code.attribute``. They are shown
        whole, because their ends tell them apart: above some 28 characters they leave a phone no figure.
    interval
        Says points with their interval: ``"{0.value:.0f} ({0.low:.0f} to {0.high:.0f})".format``.
    """

    score: str
    components: Mapping[str, str]
    interval: Callable[[Quantity], str]


class _Row(NamedTuple):
    text: str
    points: Quantity
    tone: Tone


def pillar_intervals(rating: CompanyRating, framework: FrameworkInfo, *, words: PillarWords) -> Figure | None:
    """Draw score, pillars and their indicators on the scale of 0 to 100.

    Parameters
    ----------
    rating
        What is withheld of it is left out.
    framework
        Its pillars give the order, its bands the lanes.
    words
        In the reader's language.

    Returns
    -------
    Figure or None
        One row a quantity, the score on top; None where nothing is shown.

    Raises
    ------
    KeyError
        If a component that is shown has no label.
    """
    rows = list(_rows(rating, framework, words))
    if not rows:
        return None
    traces = []
    for tone in dict.fromkeys(row.tone for row in rows):
        places = [place for place, row in enumerate(rows) if row.tone == tone]
        points = [rows[place].points for place in places]
        hover = [lines(rows[place].text, words.interval(rows[place].points)) for place in places]
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


def _rows(rating: CompanyRating, framework: FrameworkInfo, words: PillarWords) -> Iterator[_Row]:
    """Yield what is shown: the score, then each pillar before its indicators.

    A single pillar is the score: it stands there once.
    """
    if rating.score and sum(pillar.rated_here for pillar in framework.pillars) > 1:
        yield _Row(words.score, rating.score, "accent")
    for pillar in framework.pillars:
        indicators = {indicator.code for indicator in pillar.indicators}
        whole = [part for part in rating.components if part.attribute is None and part.code == pillar.code]
        parts = [part for part in rating.components if part.attribute and part.code in indicators]
        for component in (*whole, *parts):
            if component.process:
                tone: Tone = "quiet" if component.attribute else "ink"
                yield _Row(words.components[_full_code(component)], component.process, tone)


def _full_code(component: Component) -> str:
    return f"{component.code}.{component.attribute}" if component.attribute else component.code


def _lanes(framework: FrameworkInfo) -> tuple[list[Part], list[Part]]:
    """Return a lane for each band, and its letter above."""
    ends = [framework.cap, *(max(band.lower, 0.0) for band in framework.bands)]
    shapes, letters = [], []
    for number, (band, (upper, lower)) in enumerate(zip(framework.bands, pairwise(ends), strict=True)):
        shapes.append(lane(number, xref="x", x0=lower, x1=upper, yref="paper", y0=0, y1=1))
        place = {"xref": "x", "x": (lower + upper) / 2, "yref": "paper", "y": 1, "yanchor": "bottom"}
        letters.append(label(plain(band.code), "lane-label", **place))
    return shapes, letters
