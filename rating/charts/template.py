"""The quiet layout that all figures share: nothing in it that is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from plotly.graph_objects import Figure  # type: ignore[import-untyped] # plotly ships no types

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ROW_HEIGHT", "Figure", "Part", "Tone", "axis", "dots", "draw", "label", "lane", "stretches"]

#: Part of a figure as plotly takes it.
Part = dict[str, Any]

#: What a trace is, for the page to give it a colour.
Tone = Literal["accent", "ink", "quiet"]

#: Of one company or component, in pixels.
ROW_HEIGHT = 24

_TRANSPARENT = "rgba(0,0,0,0)"  # the page shines through, light or dark
_DOT, _LINE = 9, 3


def draw(traces: Sequence[Part], *, height: int, **layout: Any) -> Figure:  # noqa: ANN401 - plotly's own
    """Put traces and the parts of a layout together; plotly checks both.

    Raises
    ------
    ValueError
        If plotly does not know a part or a value.
    """
    quiet = {
        "template": {},  # plotly's default one is kilobytes of colours
        "height": height,
        "autosize": True,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "paper_bgcolor": _TRANSPARENT,
        "plot_bgcolor": _TRANSPARENT,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
    }
    return Figure({"data": list(traces), "layout": quiet | layout})


def axis(**more: Any) -> Part:  # noqa: ANN401 - as `draw`
    """Return an axis with labels and no lines; its margin grows with the labels, and it does not zoom."""
    quiet = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "automargin": True,
        "ticklabelstandoff": 4,
        "fixedrange": True,
    }
    return quiet | more


def stretches(pairs: Sequence[tuple[float, float]], rows: Sequence[float], tone: Tone) -> Part:
    """Return horizontal intervals, one a row, as one line with gaps."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for low, high in pairs for x in (low, high, None)],
        "y": [y for row in rows for y in (row, row, None)],
        "line": {"width": _LINE},
        "hoverinfo": "skip",
        "meta": {"tone": tone},
    }


def dots(x: Sequence[float], rows: Sequence[float], hover: Sequence[str], tone: Tone) -> Part:
    """Return the dots on horizontal intervals; they answer to the pointer."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": list(rows),
        "marker": {"size": _DOT},
        "cliponaxis": False,
        "hovertext": list(hover),
        "hoverinfo": "text",
        "meta": {"tone": tone},
    }


def lane(number: int, **ends: Any) -> Part:  # noqa: ANN401 - as `draw`
    """Return a shaded lane behind the figure; neighbours differ."""
    return {
        "type": "rect",
        "name": f"lane-{number % 2}",
        "layer": "below",
        "line": {"width": 0},
        **ends,
    }


def label(text: str, name: str, **place: Any) -> Part:  # noqa: ANN401 - as `draw`
    """Return a direct label, instead of a legend."""
    return {"text": text, "name": name, "showarrow": False, **place}
