"""Figures of the published document, for the browser. The only room that imports plotly.

A figure has no words and no colours of its own. Words are handed in by the caller, in the reader's language;
traces say their tone (``meta``) and shapes and annotations their ``name``, and the page gives them colours,
light or dark. The façade loads plotly when a figure is drawn, not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rating.facade import facade

if TYPE_CHECKING:
    from rating.charts.choices import ChoiceWords, rank_choices
    from rating.charts.pillars import PillarWords, pillar_intervals
    from rating.charts.pipeline import PipelineWords, common_top, pipeline_curve
    from rating.charts.ranks import RankWords, rank_intervals
    from rating.charts.scores import score_intervals
    from rating.charts.wire import as_json

# no file bears the name of a function: importing the file would put a module in the function's place
_HOMES = {
    "ChoiceWords": "rating.charts.choices",
    "PillarWords": "rating.charts.pillars",
    "PipelineWords": "rating.charts.pipeline",
    "RankWords": "rating.charts.ranks",
    "as_json": "rating.charts.wire",
    "common_top": "rating.charts.pipeline",
    "pillar_intervals": "rating.charts.pillars",
    "pipeline_curve": "rating.charts.pipeline",
    "rank_choices": "rating.charts.choices",
    "rank_intervals": "rating.charts.ranks",
    "score_intervals": "rating.charts.scores",
}

__all__ = [
    "ChoiceWords",
    "PillarWords",
    "PipelineWords",
    "RankWords",
    "as_json",
    "common_top",
    "pillar_intervals",
    "pipeline_curve",
    "rank_choices",
    "rank_intervals",
    "score_intervals",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
