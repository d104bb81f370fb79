"""Small drawings that stand in tables beside their numbers, as inline SVG: they need no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rating.documents.schema import BandInfo, Quantity, RankInterval

#: Width and height of an interval drawing, in its own units.
WIDTH, HEIGHT = 240, 22
_HIDDEN = 'aria-hidden="true" focusable="false"'


@dataclass(frozen=True, slots=True)
class Lane:
    """A band on the axis of a drawing."""

    code: str
    start: float
    width: float


def lanes(bands: Sequence[BandInfo], cap: float) -> list[Lane]:
    """Return the bands, the best first, as stretches of an axis from 0 to 100, in the drawing's units."""
    ends = [cap, *(band.lower for band in bands)]
    return [
        Lane(band.code, _x(max(lower, 0.0)), _x(upper) - _x(max(lower, 0.0)))
        for band, upper, lower in zip(bands, ends[:-1], ends[1:], strict=True)
    ]


def _x(score: float) -> float:
    return round(score / 100.0 * WIDTH, 1)


def axis(shaded: Sequence[Lane]) -> Markup:
    """Draw the head of a column of intervals: the letters of the bands and where they begin."""
    letters = "".join(
        f'<text x="{lane.start + lane.width / 2:g}" y="11">{lane.code}</text>' for lane in shaded
    )
    ends = "".join(
        f'<text class="end" x="{lane.start:g}" y="25">{lane.start / WIDTH * 100:.0f}</text>'
        for lane in shaded
        if lane.start > 0
    )
    return Markup(  # noqa: S704 - letters and numbers only
        f'<svg class="axis" viewBox="0 0 {WIDTH} 28" {_HIDDEN}>{letters}{ends}</svg>'
    )


def interval(quantity: Quantity, shaded: Sequence[Lane]) -> Markup:
    """Draw a score as a dot on its interval, over the bands. The same numbers stand beside it as text."""
    rects = "".join(
        f'<rect class="lane-{index % 2}" x="{lane.start}" width="{lane.width}" height="{HEIGHT}"/>'
        for index, lane in enumerate(shaded)
    )
    return _stretch(_x(quantity.low), _x(quantity.value), _x(quantity.high), rects)


def rank_interval(rank: RankInterval) -> Markup:
    """Draw a rank interval on the line from the first to the last rank, the first on the left."""
    room = max(rank.of - 1, 1)
    low, high = (round((end - 1) / room * (WIDTH - 12) + 6, 1) for end in (rank.low, rank.high))
    track = f'<rect class="lane-0" y="9" width="{WIDTH}" height="4"/>'
    return _stretch(low, round((low + high) / 2, 1), high, track)


def _stretch(low: float, middle: float, high: float, behind: str) -> Markup:
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="interval" viewBox="0 0 {WIDTH} {HEIGHT}" {_HIDDEN}>'
        f'{behind}<line x1="{low}" x2="{high}" y1="11" y2="11"/>'
        f'<line class="end" x1="{low}" x2="{low}" y1="7" y2="15"/>'
        f'<line class="end" x1="{high}" x2="{high}" y1="7" y2="15"/>'
        f'<circle cx="{middle}" cy="11" r="4.5"/></svg>'
    )


def around_none(value: float, low: float, high: float, end: float) -> Markup:
    """Draw a correlation as a dot on its interval, on an axis from -`end` to `end` with a line at none."""
    at = [
        round((min(max(each / end, -1.0), 1.0) + 1.0) / 2.0 * (WIDTH - 12) + 6, 1)
        for each in (low, value, high)
    ]
    zero = f'<line class="zero" x1="{WIDTH / 2:g}" x2="{WIDTH / 2:g}" y1="0" y2="{HEIGHT}"/>'
    return _stretch(at[0], at[1], at[2], zero)


def share_bar(share: float | None) -> Markup:
    """Draw a share of 0 to 1 as a bar; nothing where it is not known."""
    if share is None:
        return Markup("")
    width = round(100 * share, 1)
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" {_HIDDEN}>'
        f'<rect class="track" width="100" height="8"/><rect width="{width}" height="8"/></svg>'
    )
