"""The rules of the rating, and an example of them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BandInfo(_Part):
    """A band: scores from this one up to the next band."""

    code: str
    lower: float


class IndicatorInfo(_Part):
    """An indicator with its goalposts and its weight within the pillar."""

    code: str
    title: str
    low: float
    high: float
    weight: float
    measure: str = Field(default="", description="Code of the formula, see `Guide.measures`.")


class PillarInfo(_Part):
    """A pillar with its weight."""

    code: str
    title: str
    weight: float
    input: str
    rated_here: bool
    attributes: list[str] = Field(default=[], description="To which criteria it applies; empty: to all.")
    indicators: list[IndicatorInfo]


class FrameworkInfo(_Part):
    """The rules of the rating; `name` carries the criteria when it is restricted."""

    name: str
    title: str
    version: str
    digest: str
    note: str
    kind: Literal["full", "composition"]
    criteria: list[str]
    minimum_leaders: int
    minimum_coverage: float
    minimum_weight: float
    minimum_companies: int
    secure: float
    floor: float
    cap: float
    aggregation: str = Field(description="The mean of the pillars.")
    pillar_aggregation: str = Field(default="arithmetic", description="The mean of a pillar's indicators.")
    normalisation: str = "goalposts"
    weighting: str = Field(default="given", description="How pillars came by their weights.")
    bands: list[BandInfo]
    pillars: list[PillarInfo]


class ExampleStep(_Part):
    """One indicator of one attribute of the worked example."""

    pillar: str
    indicator: str
    attribute: str
    leaders: dict[str, int] = Field(description="Made-up leaders by group.")
    value: float = Field(description="What the indicator measures, before the goalposts.")
    points: float


class Example(_Part):
    """A made-up company, computed by the rules of the framework."""

    leaders: int
    staff: int
    steps: list[ExampleStep]
    pillars: dict[str, float]
    score: float
    band: str
