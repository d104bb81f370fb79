"""Drawings that stand beside their numbers, as inline SVG: they need no script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from rating.documents.schema.study import CurveResult

_HIDDEN = 'aria-hidden="true" focusable="false"'
#: Ends that an axis of correlations may have.
_ENDS: Final = (0.1, 0.2, 0.3, 0.5, 1.0)
#: p values below it count as told from chance.
_SIGNIFICANT = 0.05


def end_of_axis(values: list[float]) -> float:
    """Return how far an axis of correlations reaches to either side."""
    most = max((abs(value) for value in values), default=0.0)
    return next((end for end in _ENDS if most <= end), 1.0)


def curve(found: CurveResult, end: float) -> Markup:
    """Draw all specifications, the lowest correlation on the left, over what chance alone makes of medians.

    The drawing is stretched to its place; lines and dots keep their width.
    """
    count = len(found.specifications)

    def y(value: float) -> float:
        return round(50.0 - value / end * 50.0, 2)

    dots: dict[bool, list[str]] = {True: [], False: []}
    for place, each in enumerate(found.specifications):
        x = round((place + 0.5) / count * 100.0, 3)
        dots[each.p_value < _SIGNIFICANT].append(f"M{x} {y(each.r)}h0")
    band = ""
    if found.null_interval:
        low, high = found.null_interval
        band = f'<rect class="null" x="0" width="100" y="{y(high)}" height="{round(y(low) - y(high), 2)}"/>'
    median = y(found.median or 0.0)
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="curve" viewBox="0 0 100 100" preserveAspectRatio="none" {_HIDDEN}>{band}'
        f'<path class="zero" d="M0 50H100"/><path class="median" d="M0 {median}H100"/>'
        f'<path class="dots" d="{"".join(dots[False])}"/><path class="dots told" d="{"".join(dots[True])}"/>'
        "</svg>"
    )


def ticks(end: float) -> list[float]:
    """Return the values that are written beside a curve, the highest first."""
    return [end, end / 2.0, 0.0, -end / 2.0, -end]
