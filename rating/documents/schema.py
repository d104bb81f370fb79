"""The document ``ratings.json``: what a run publishes, for programs. Its schema is part of the product.

Built from `Released` only (`rating.documents.publish`); pages, tables and exports are drawn from this one
document, so that no number can differ between them.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "ratings/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class File(_Part):
    """A file that was read."""

    name: str
    sha256: str | None = Field(description="Null where the file is not public.")


class Source(_Part):
    """Where the figures come from."""

    profile: str
    title: str
    source: str
    licence: str
    note: str
    already_public: bool
    measure: Literal["counts", "shares"]
    area: str | None
    files: list[File]
    notes: list[str] = Field(description="What was noticed in the files and does no harm.")


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


class PillarInfo(_Part):
    """A pillar with its weight."""

    code: str
    title: str
    weight: float
    input: str
    rated_here: bool
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
    aggregation: str
    bands: list[BandInfo]
    pillars: list[PillarInfo]


class GroupInfo(_Part):
    """A category."""

    code: str
    label: str


class AttributeInfo(_Part):
    """A category list."""

    code: str
    title: str
    note: str
    even_groups: int
    groups: list[GroupInfo]


class LevelInfo(_Part):
    """A level of the source on its rung of the default ladder."""

    code: str
    label: str
    rung: str
    management: bool


class LadderInfo(_Part):
    """The levels, bottom to top."""

    stated: bool
    note: str
    levels: list[LevelInfo]


class BenchmarkInfo(_Part):
    """The population; shares by attribute and group, null where it does not know a group."""

    name: str
    note: str
    shares: dict[str, dict[str, float | None]]


class Estimation(_Part):
    """How uncertainty was computed."""

    target: Literal["process"]
    draws: int
    seed: int
    confidence: float


class Disclosure(_Part):
    """The rules under which numbers about people were released."""

    already_public: bool
    k: int
    k_sensitive: int
    statistics_from: int


class Quantity(_Part):
    """An estimate with its interval."""

    value: float
    low: float
    high: float


class Peers(_Part):
    """What the peers tell about one attribute before a company's own people are looked at."""

    attribute: str
    about: str
    companies: int = Field(description="0: too few companies, even shares were supposed.")
    concentration: float
    shares: dict[str, float]


class Level(_Part):
    """People of one company (or of all of them) at one level; null is withheld or missing."""

    level: str
    people: float | None
    groups: dict[str, dict[str, float | None]]
    unknown: dict[str, float | None] = Field(description="People whose group is not known, by attribute.")


class PipelinePoint(_Part):
    """The share of a group at one level, of the people whose group is known, with its interval."""

    level: str
    share: Quantity = Field(description="0 to 1.")


class PipelineCurve(_Part):
    """The share of a group from level to level, bottom to top; withheld levels have no point."""

    attribute: str
    group: str
    city: float | None = Field(description="Share of the group in the population, 0 to 1; null: not known.")
    points: list[PipelinePoint] = Field(description="Two or more.")


class Component(_Part):
    """A pillar, or an indicator of one attribute."""

    code: str
    title: str
    attribute: str | None
    process: Quantity | None
    counted: Quantity | None


class Segregation(_Part):
    """How far the levels differ in their composition."""

    attribute: str
    people: float
    m: float | None
    h: float | None


class Parity(_Part):
    """Parity of the workforce as counted with the population, 0 to 1."""

    attribute: str
    value: Quantity | None


class ReasonInfo(_Part):
    """Why there is no score."""

    code: str
    text: str
    remedy: str


class BandRun(_Part):
    """The shortest run of bands with a probability of at least `secure`."""

    first: str
    last: str
    text: str


class RankInterval(_Part):
    """Between which ranks a company stands, of how many."""

    low: int
    high: int
    of: int


class NotSeparable(_Part):
    """From how many companies it cannot be told apart; which, where they are few enough to list."""

    count: int
    companies: list[str] | None


class CompanyRating(_Part):
    """One company in one period.

    ``ranked``: has a score and a rank interval. ``rated``: has a score, too few companies for a ranking.
    ``listed``: has no score, for the reason given.
    """

    company: str
    key: str
    company_number: str | None
    area: str | None
    period: str
    figures_of: str | None = Field(description="The earlier period whose figures are shown, null if none is.")
    page: str
    status: Literal["ranked", "rated", "listed"]
    reason: ReasonInfo | None
    score: Quantity | None
    score_withheld: bool
    as_counted: Quantity | None
    band: BandRun | None
    rank: RankInterval | None
    not_separable: NotSeparable | None
    leaders: float | None
    components: list[Component]
    parity: list[Parity]
    segregation: list[Segregation]
    management: dict[str, dict[str, float | None]]
    levels: list[Level]
    pipeline: list[PipelineCurve]


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
    n: int
    smallest_detectable_r: float | None
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
