"""Parts of a published document, for figures; and what a figure says, does and looks like."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from rating.charts import ChoiceWords, PillarWords, PipelineWords, RankWords, as_json
from rating.documents.schema import (
    BandInfo,
    BandRun,
    CompanyRating,
    Component,
    FrameworkInfo,
    IndicatorInfo,
    Period,
    PillarInfo,
    PipelineCurve,
    PipelinePoint,
    Quantity,
    RankInterval,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plotly.graph_objects import Figure

#: Words that no document contains: what a figure says besides must come from the document.
RANK_WORDS = RankWords(axis="RANG", interval="RANG {0.low} BIS {0.high} VON {0.of}".format)
CHOICE_WORDS = ChoiceWords(
    axis="RANG", interval="ZUFALL {0.low} BIS {0.high}".format, choices="WAHL {0.low:g} BIS {0.high:g}".format
)
PIPELINE_WORDS = PipelineWords(
    share="{:.0%}ANTEIL".format,
    interval="{0.value:.3f} ZWISCHEN {0.low:.3f} UND {0.high:.3f}".format,
    city="STADT {:.2%}".format,
)
PILLAR_WORDS = PillarWords(
    score="GESAMT",
    components={
        "management": "LEITUNG",
        "evenness.gender": "GLEICHE",
        "evenness.age": "ALTER",
        "city": "UMLAND",
        "parity.gender": "NAH",
    },
    interval="{0.value} ZWISCHEN {0.low} UND {0.high}".format,
)

#: What plotly is told and nobody reads.
_PLOTLY = {
    "", "scatter", "lines", "markers", "lines+markers", "rect", "line", "data", "paper", "x", "y", "below",
    "top", "bottom", "left", "right", "closest", "text", "skip", "dot", "dash", "d", "rgba(0,0,0,0)",
    "accent", "ink", "quiet", "lane-0", "lane-1", "lane-label", "reference", "reference-label",
}  # fmt: skip


def quantity(value: float, low: float, high: float) -> Quantity:
    """Build an estimate with its interval."""
    return Quantity(value=value, low=low, high=high)


def company(name: str, ranks: tuple[int, int] | None = None, band: str = "B", **more: Any) -> CompanyRating:  # noqa: ANN401
    """Build a company of six: ranked, or listed where it has no ranks."""
    ends = None if ranks is None else RankInterval(low=ranks[0], high=ranks[1], of=6)
    parts: dict[str, Any] = {
        "company": name,
        "key": f"key-{name}",
        "company_number": "99887766",
        "figures_of": None,
        "area": "AREA51",
        "period": "2026",
        "page": "a-page",
        "status": "listed" if ranks is None else "ranked",
        "reason": None,
        "score": None,
        "score_withheld": False,
        "as_counted": quantity(47.11, 46.11, 48.11),
        "band": None if ranks is None else BandRun(first=band[0], last=band[-1], text=band),
        "rank": ends,
        "not_separable": None,
        "leaders": 4711,
        "components": [],
        "parity": [],
        "segregation": [],
        "management": {},
        "levels": [],
        "pipeline": [],
    }
    return CompanyRating(**(parts | more))


def period(*ratings: CompanyRating) -> Period:
    """Build a period of these companies, in this order."""
    return Period(
        period="2026",
        companies=len(ratings),
        rated=len(ratings),
        ranked=len(ratings),
        peers=[],
        pooled=None,
        performance=None,
        ratings=list(ratings),
    )


def city() -> Period:
    """Build six companies in three runs of bands, and one without a rank."""
    return period(
        company("Acme", (1, 2), "A"),
        company("Bolt", (1, 3), "A"),
        company("Core", (2, 5), "A-B"),
        company("Dune", (3, 6), "B"),
        company("Echo", (4, 6), "B"),
        company("Fern", (6, 6), "B"),
        company("Unranked & Sons"),
    )


def component(code: str, attribute: str | None, process: Quantity | None) -> Component:
    """Build a component that has a figure as counted in any case, which no figure may show."""
    return Component(
        code=code,
        title="A title",
        attribute=attribute,
        process=process,
        counted=quantity(43.21, 42.21, 44.21),
    )


def framework() -> FrameworkInfo:
    """Build rules of two pillars and three bands."""

    def pillar(code: str, indicator: str) -> PillarInfo:
        goals = IndicatorInfo(code=indicator, title="A title", low=0, high=1, weight=1)
        return PillarInfo(
            code=code, title="A title", weight=1, input="headcount", rated_here=True, indicators=[goals]
        )

    return FrameworkInfo(
        name="rules",
        title="Rules",
        version="1",
        digest="d",
        note="A note",
        kind="full",
        criteria=["gender", "age"],
        minimum_leaders=9,
        minimum_coverage=0.5,
        minimum_weight=0.75,
        minimum_companies=5,
        secure=0.9,
        floor=1.0,
        cap=100.0,
        aggregation="arithmetic",
        bands=[
            BandInfo(code="A", lower=70), BandInfo(code="B", lower=40), BandInfo(code="C", lower=-1)
        ],
        pillars=[pillar("management", "evenness"), pillar("city", "parity")],
    )  # fmt: skip


def curve(shares: dict[str, Quantity], city_share: float | None = 0.512345) -> PipelineCurve:
    """Build the curve of women from shares by level."""
    points = [PipelinePoint(level=level, share=share) for level, share in shares.items()]
    return PipelineCurve(attribute="gender", group="women", city=city_share, points=points)


def sent(figure: Figure | None) -> dict[str, Any]:
    """Return a figure as the browser takes it."""
    assert figure is not None
    return json.loads(as_json(figure))


def dots(figure: dict[str, Any]) -> list[tuple[float, float]]:
    """Return the dots of a figure as (row, x), top to bottom."""
    traces = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    return sorted(pair for trace in traces for pair in zip(trace["y"], trace["x"], strict=True))


def stretches(figure: dict[str, Any]) -> list[tuple[float, float, float]]:
    """Return the intervals of a figure as (row, low, high), top to bottom."""
    found = []
    for trace in figure["data"]:
        if trace["mode"] == "lines":
            assert set(trace["x"][2::3]) | set(trace["y"][2::3]) == {None}
            assert trace["y"][::3] == trace["y"][1::3]
            found += list(zip(trace["y"][::3], trace["x"][::3], trace["x"][1::3], strict=True))
    return sorted(found)


def leaves(part: Any, key: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - any JSON
    """Yield every value of a figure with the key it stands under."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from leaves(value, name)
    elif isinstance(part, list):
        for value in part:
            yield from leaves(value, key)
    else:
        yield key, part


def said(figure: dict[str, Any]) -> set[str]:
    """Return all that a reader can read in a figure, line by line, numbers of the axes apart."""
    strings = {value for _, value in leaves(figure) if isinstance(value, str)} - _PLOTLY
    return {line for text in strings for line in re.split("<br>", text)}
