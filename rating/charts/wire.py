"""A figure as the browser takes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rating.charts.template import Figure

#: JSON stands in pages: nothing in it may end the element it stands in.
_IN_A_PAGE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def as_json(figure: Figure) -> str:
    """Return a figure as JSON: ``{"data": [...], "layout": {...}}``.

    Without a template, with plain lists of numbers, and with keys in order: the same figure gives the same
    text. It can stand in a ``script`` element as it is.

    Parameters
    ----------
    figure
        Of plotly.

    Raises
    ------
    ValueError
        If a number is NaN or infinite: JSON has neither.
    TypeError
        If something in it is no JSON.

    Examples
    --------
    >>> from plotly.graph_objects import Figure
    >>> as_json(Figure({"data": [{"type": "scatter", "y": [1, None]}]}))
    '{"data":[{"type":"scatter","y":[1,null]}],"layout":{}}'
    """
    # asked part by part: the figure as a whole would give arrays in base64, which nobody can read
    data = [trace.to_plotly_json() for trace in figure.data]
    layout = {key: value for key, value in figure.layout.to_plotly_json().items() if key != "template"}
    text = json.dumps(
        {"data": data, "layout": layout},
        allow_nan=False,
        default=_plain,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return text.translate(_IN_A_PAGE)


def _plain(value: Any) -> Any:  # noqa: ANN401 - an array of any library
    """Return an array as a list."""
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is no part of a figure")
