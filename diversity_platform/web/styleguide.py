"""What the style guide shows: invented values for every macro."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from diversity_platform.web import marks
from diversity_platform.web.languages import words
from rating.documents.schema import BandInfo, BandRun, Quantity, RankInterval

_BANDS = [BandInfo(code=code, lower=lower) for code, lower in (("A", 75.0), ("B", 50.0), ("C", 0.0))]

#: A figure of the kind that `rating.charts` draws: tones and names, no colours.
_FIGURE = json.dumps(
    {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [0, 1, 2],
                "y": [48, 39, 31],
                "error_y": {"type": "data", "array": [3, 5, 8], "thickness": 1.5, "width": 3},
                "meta": {"tone": "accent"},
                "hoverinfo": "y",
            }
        ],
        "layout": {
            "height": 220,
            "margin": {"l": 36, "r": 8, "t": 8, "b": 28},
            "showlegend": False,
            "shapes": [
                {"type": "line", "name": "reference", "xref": "paper", "x0": 0, "x1": 1, "y0": 50,
                 "y1": 50, "line": {"width": 1, "dash": "dash"}}
            ],
            "xaxis": {
                "tickvals": [0, 1, 2], "ticktext": ["1", "2", "3"], "showgrid": False, "zeroline": False
            },
            "yaxis": {"range": [0, 60], "showgrid": False, "zeroline": False},
        },
    }
)  # fmt: skip

EXAMPLES: dict[str, object] = {
    "bands": _BANDS,
    "lanes": marks.lanes(_BANDS, 100.0),
    "run": BandRun(first="A", last="B", text="A-B"),
    "quantity": Quantity(value=63.0, low=55.0, high=71.0),
    "rank": RankInterval(low=4, high=9, of=31),
    "figure": _FIGURE,
    "moment": datetime(2026, 6, 30, 12, 0, tzinfo=UTC),
    "options": [("staff", words("Staff")), ("leaders", words("Leaders"))],
    "faults": [("guide-fault", words("Write the number of people as a whole number."))],
    "colours": (
        "paper", "sheet", "ink", "quiet", "line", "edge", "accent", "accent-soft", "lane-0", "lane-1",
        "warn", "warn-soft", "error", "error-soft", "good", "good-soft", "series-1", "series-2", "series-3",
        "series-4", "series-5",
    ),
    "sizes": ("size-h1", "size-h2", "size-h3", "size-lead", "size", "size-small"),
}  # fmt: skip
