"""The document as a whole."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rating.documents.schema.categories import AttributeInfo, BenchmarkInfo, LadderInfo
from rating.documents.schema.company import CompanyRating
from rating.documents.schema.explanation import Guide
from rating.documents.schema.people import Level, Peers, Quantity
from rating.documents.schema.robustness import Sensitivity
from rating.documents.schema.rules import Example, FrameworkInfo
from rating.documents.schema.source import Disclosure, Estimation, Source


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ListJoin(_Part):
    """How many of the rated companies are in a list of results."""

    list_name: str
    fiscal_year: int
    by_name: int
    by_alias: int = Field(description="Under a name that was declared to be theirs.")
    without_figures: int = Field(description="Of both: revenue or profit is missing.")
    not_found: int


class Performance(_Part):
    """Scores beside results."""

    profile: str
    file: str
    outcome: str
    list_name: str
    fiscal_year: int
    headcount_period: str
    year_after: bool = Field(description="Whether the results are those of the year after the headcount.")
    companies: list[str]
    lists: list[ListJoin] = Field(default=[], description="All lists that were given.")
    not_found: list[str] = Field(
        default=[], description="Rated companies that are not in the one that is used."
    )
    n: int
    smallest_detectable_r: float | None
    companies_needed: int | None = Field(default=None, description="To see a correlation of .10.")
    refused: bool
    rank_correlation: Quantity | None
    sentence: str


class Period(_Part):
    """One period and its ranking; ratings in the order in which they are shown."""

    period: str
    companies: int
    rated: int
    ranked: int
    peers: list[Peers]
    pooled: list[Level] | None
    performance: Performance | None
    ratings: list[CompanyRating]
    sensitivity: Sensitivity | None = Field(
        default=None, description="Null with too few companies or a single indicator."
    )
    guide: Guide | None = Field(default=None, description="What the companies' explanations are read with.")


class RatingsDocument(_Part):
    """Everything a run publishes."""

    schema_: Literal["ratings/1"] = Field(alias="schema")
    product: str
    notice: str | None
    source: Source
    framework: FrameworkInfo
    attributes: list[AttributeInfo]
    ladder: LadderInfo
    benchmark: BenchmarkInfo | None
    estimation: Estimation
    disclosure: Disclosure
    example: Example | None
    periods: list[Period]
