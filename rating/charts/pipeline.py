"""The pipeline of one group: its share from level to level, beside its share in the population."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rating.charts.labels import lines, plain
from rating.charts.template import axis, draw, label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rating.charts.template import Figure, Part
    from rating.documents.schema import PipelineCurve, Quantity

_HEIGHT = 220
#: Where an axis of shares may end: half of each is a round percentage too.
_TOPS = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
#: Empty room beyond the first and last level, and below and above the shares (part of the axis).
_BESIDE, _BELOW, _ABOVE = 0.4, 0.05, 0.08


@dataclass(frozen=True, slots=True)
class PipelineWords:
    """The words of the figure.

    Attributes
    ----------
    share
        Writes a share of 0 to 1 as a percentage, for the axis: ``"{:.0%}".format``.
    interval
        Says a share with its interval: ``"{0.value:.0%} ({0.low:.0%} to {0.high:.0%})".format``.
    city
        Names the share in the population, on the line itself: ``"City {:.0%}".format``.
    """

    share: Callable[[float], str]
    interval: Callable[[Quantity], str]
    city: Callable[[float], str]


def common_top(curves: Iterable[PipelineCurve]) -> float:
    """Return the share at which the axes of several figures end, so that they can be compared.

    Examples
    --------
    >>> common_top([])
    0.1
    """
    highest = 0.0
    for curve in curves:
        highest = max(highest, curve.city or 0.0, *(point.share.high for point in curve.points))
    return next(top for top in _TOPS if top >= min(highest, 1.0))


def pipeline_curve(
    curve: PipelineCurve, *, levels: Mapping[str, str], words: PipelineWords, top: float | None = None
) -> Figure:
    """Draw the share of a group from the bottom of the ladder to its top.

    A level without a point keeps its place: the line is dotted across it.

    Parameters
    ----------
    curve
        One group of one company.
    levels
        Short labels by code of all levels to be shown, bottom to top.
    words
        In the reader's language.
    top
        Where the axis ends, 0 to 1; that of several figures is `common_top`. Otherwise the figure's own.

    Returns
    -------
    Figure
        Shares in percent; made to be read at a width of 280 pixels.

    Raises
    ------
    KeyError
        If a level of the curve has no label.
    """
    end = 100.0 * (common_top([curve]) if top is None else top)
    place_of = {code: place for place, code in enumerate(levels)}
    points = {place_of[point.level]: point.share for point in curve.points}
    labels = [plain(text) for text in levels.values()]
    traces = [_shares(points, list(levels.values()), words)]
    if max(points) - min(points) >= len(points):
        traces.insert(0, _bridge(points))
    shapes, annotations = _reference(curve, words, is_free_at_top=max(points) < len(levels) - 1)
    return draw(
        traces,
        height=_HEIGHT,
        shapes=shapes,
        annotations=annotations,
        xaxis=axis(
            range=[-_BESIDE, len(levels) - 1 + _BESIDE], tickvals=list(range(len(levels))), ticktext=labels
        ),
        yaxis=axis(
            range=[-_BELOW * end, (1 + _ABOVE) * end],
            tickvals=[0.0, end / 2, end],
            ticktext=[plain(words.share(share / 100.0)) for share in (0.0, end / 2, end)],
        ),
    )


def _percent(share: float) -> float:
    """Return a share of three decimals in percent, without what binary numbers add to it."""
    return round(100.0 * share, 1)


def _shares(points: Mapping[int, Quantity], labels: Sequence[str], words: PipelineWords) -> Part:
    """Return the shares with their intervals; the line has a gap where a level has none."""
    shares = [points.get(place) for place in range(len(labels))]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(labels))),
        "y": [None if share is None else _percent(share.value) for share in shares],
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [None if share is None else _percent(share.high - share.value) for share in shares],
            "arrayminus": [None if share is None else _percent(share.value - share.low) for share in shares],
            "thickness": 1.5,
            "width": 3,
        },
        "line": {"width": 2},
        "marker": {"size": 7},
        "cliponaxis": False,
        "hovertext": [
            None if share is None else lines(label, words.interval(share))
            for label, share in zip(labels, shares, strict=True)
        ],
        "hoverinfo": "text",
        "meta": {"tone": "accent"},
    }


def _bridge(points: Mapping[int, Quantity]) -> Part:
    """Return the dotted line that leads across levels without a point."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(points),
        "y": [_percent(share.value) for share in points.values()],
        "line": {"width": 1, "dash": "dot"},
        "hoverinfo": "skip",
        "meta": {"tone": "quiet"},
    }


def _reference(
    curve: PipelineCurve, words: PipelineWords, *, is_free_at_top: bool
) -> tuple[list[Part], list[Part]]:
    """Return the line of the population and its label, where no point is or the nearest is farther away."""
    if curve.city is None:
        return [], []
    y = round(100.0 * curve.city, 4)
    line = {"type": "line", "name": "reference", "xref": "paper", "x0": 0, "x1": 1, "yref": "y"}
    away = [point.share.value - curve.city for point in (curve.points[0], curve.points[-1])]
    right = is_free_at_top or abs(away[1]) > abs(away[0])
    text = label(
        plain(words.city(curve.city)),
        "reference-label",
        xref="paper",
        x=1 if right else 0,
        xanchor="right" if right else "left",
        yref="y",
        y=y,
        yanchor="top" if away[right] > 0 else "bottom",
    )
    return [line | {"y0": y, "y1": y, "line": {"width": 1, "dash": "dash"}}], [text]
