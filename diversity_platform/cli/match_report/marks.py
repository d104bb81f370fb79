"""Small drawings that stand beside their numbers, as inline SVG: they need no script."""

from __future__ import annotations

from markupsafe import Markup

_HIDDEN = 'aria-hidden="true" focusable="false"'


def fit_bar(score: float, possible: float) -> Markup:
    """Draw a score of 0 to 1 as a bar, and behind it what it could be if everything were stated."""
    width, beyond = round(100 * score, 1), round(100 * possible, 1)
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="bar fit" viewBox="0 0 100 8" preserveAspectRatio="none" {_HIDDEN}>'
        f'<rect class="track" width="100" height="8"/>'
        f'<rect class="possible" width="{beyond}" height="8"/><rect width="{width}" height="8"/></svg>'
    )
