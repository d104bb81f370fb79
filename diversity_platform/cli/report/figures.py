"""Numbers as words and marks: formats, and the small drawings that stand in the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rating.documents.schema import FrameworkInfo, Quantity

#: Width and height of an interval drawing, in its own units.
_WIDTH, _HEIGHT = 240, 22


def points(value: float) -> str:
    """Write a number of the rules (a goalpost, a weight) as briefly as it is."""
    return f"{value:g}"


def fixed(decimals: int) -> Callable[[float], str]:
    """Return a format with so many decimals: all figures of a column are as precise as each other."""
    return f"{{:.{decimals}f}}".format


def people(value: float | None) -> str:
    """Write a number of people with thousands separated; halves stay."""
    return "–" if value is None else f"{value:,.1f}".removesuffix(".0")


def percent(value: float | None, total: float = 1.0) -> str:
    """Write a share of a total in percent, to one decimal."""
    return "–" if value is None or not total else f"{100 * value / total:.1f} %"


def count(number: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


@dataclass(frozen=True, slots=True)
class Lane:
    """A band on the axis of a drawing."""

    code: str
    start: float
    width: float


def lanes(framework: FrameworkInfo) -> list[Lane]:
    """Return the bands as stretches of the axis, in the drawing's units."""
    ends = [framework.cap, *(band.lower for band in framework.bands)]
    return [
        Lane(band.code, _x(max(lower, 0.0)), _x(upper) - _x(max(lower, 0.0)))
        for band, upper, lower in zip(framework.bands, ends[:-1], ends[1:], strict=True)
    ]


def _x(score: float) -> float:
    return round(score / 100.0 * _WIDTH, 1)


def axis(shaded: list[Lane]) -> Markup:
    """Draw the head of a column of intervals: the letters of the bands and where they begin."""
    letters = "".join(
        f'<text x="{lane.start + lane.width / 2:g}" y="11">{lane.code}</text>' for lane in shaded
    )
    ends = "".join(
        f'<text class="end" x="{lane.start:g}" y="25">{lane.start / _WIDTH * 100:.0f}</text>'
        for lane in shaded
        if lane.start > 0
    )
    return Markup(  # noqa: S704 - letters and numbers only
        f'<svg class="axis" viewBox="0 0 {_WIDTH} 28" aria-hidden="true" focusable="false">'
        f"{letters}{ends}</svg>"
    )


def interval(quantity: Quantity, shaded: list[Lane]) -> Markup:
    """Draw a score as a dot on its interval, over the bands. The same numbers stand beside it as text."""
    rects = "".join(
        f'<rect class="lane lane-{index % 2}" x="{lane.start}" width="{lane.width}" height="{_HEIGHT}"/>'
        for index, lane in enumerate(shaded)
    )
    low, value, high = _x(quantity.low), _x(quantity.value), _x(quantity.high)
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="interval" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" focusable="false">'
        f'{rects}<line x1="{low}" x2="{high}" y1="11" y2="11"/>'
        f'<line class="end" x1="{low}" x2="{low}" y1="7" y2="15"/>'
        f'<line class="end" x1="{high}" x2="{high}" y1="7" y2="15"/>'
        f'<circle cx="{value}" cy="11" r="4.5"/></svg>'
    )


def share_bar(share: float | None) -> Markup:
    """Draw a share of 0 to 1 as a bar; nothing where it is not known."""
    if share is None:
        return Markup("")
    width = round(100 * share, 1)
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><rect class="track" width="100" height="8"/><rect width="{width}" height="8"/>'
        "</svg>"
    )


def split(groups: Mapping[str, float | None], measure: str) -> list[tuple[str, float | None, float | None]]:
    """Return each group with its figure and its share of the known figures, 0 to 1.

    Shares of a level come in percent and are their own figure.
    """
    known = [value for value in groups.values() if value is not None]
    total = 100.0 if measure == "shares" else sum(known)
    return [
        (code, value, None if value is None or not total else value / total) for code, value in groups.items()
    ]
