"""Figures at a prompt: there are no page's colours, so they get some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.errors import RatingError

if TYPE_CHECKING:
    from rating.charts.template import Figure

#: Tone of a trace -> colour (Okabe and Ito's, safe for the colour-blind); name of a shape -> its fill.
_TONES = {"accent": "#0072B2", "ink": "#333333", "quiet": "#767676"}
_LANES = {"lane-0": "rgba(0,0,0,0.04)", "lane-1": "rgba(0,0,0,0.09)"}


class NothingToDrawError(RatingError):
    """There is nothing to be shown in a figure."""


def shown(figure: Figure | None, of: str) -> Figure:
    """Return a figure with colours.

    Raises
    ------
    NothingToDrawError
        If there is none.
    """
    if figure is None:
        raise NothingToDrawError(f"Nothing of {of} can be drawn: it has no score, or all of it is withheld.")
    for trace in figure.data:
        colour = _TONES[trace.meta["tone"]]
        trace.update(line={"color": colour}) if trace.mode == "lines" else trace.update(
            marker={"color": colour}
        )
    for shape in figure.layout.shapes:
        if shape.name in _LANES:
            shape.fillcolor = _LANES[shape.name]
    return figure
