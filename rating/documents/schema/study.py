"""What a study of a panel publishes: ``results.json``."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

#: What ``results.json`` calls its schema.
STUDY_SCHEMA = "performance/1"
Interval = tuple[float, float]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Refused(_Part):
    """Why something is not told."""

    code: str
    sentence: str
    n: int
    needed: int = Field(description="How many there would have to be; 0 where numbers would not help.")


class Noticed(_Part):
    """Something about the table that its sender should know."""

    code: str
    rows: int
    sentence: str


class Told(_Part):
    """A quantity with the interval around it."""

    estimate: float
    interval: Interval


class CorrectedSlope(_Part):
    """The slope as it would be if the exposure were known exactly."""

    estimate: float | None
    interval: tuple[float | None, float | None] | None = Field(description="Null for an end without bound.")
    reliability: float | None = Field(description="Part of the exposure's variation here that is no error.")
    refused: Refused | None


class Checks(_Part):
    """The corrected slope by other ways."""

    simex_quadratic: float | None
    simex_rational: float | None
    imputed: Told | None


class ModelResult(_Part):
    """What one model says; all numbers null where it is refused."""

    estimate: float | None = Field(default=None, description="Units of the outcome for one of the exposure.")
    interval: Interval | None = None
    n: int = Field(default=0, description="Rows.")
    n_companies: int = 0
    n_clusters: int = 0
    r: Told | None = Field(default=None, description="The same as a partial correlation.")
    standard_error: float | None = None
    degrees: float | None = None
    method: str | None = None
    p_value: float | None = None
    p_method: str | None = None
    p_holm: float | None = Field(default=None, description="Beside the other outcomes, by Holm.")
    p_benjamini_hochberg: float | None = None
    smallest_detectable: float | None = Field(
        default=None, description="The slope that is seen with a power of 80 %."
    )
    smallest_detectable_r: float | None = None
    robustness_value: float | None = None
    robustness_value_of_significance: float | None = None
    corrected: CorrectedSlope | None = None
    checks: Checks | None = None
    refused: Refused | None = None


class RankResult(_Part):
    """Spearman's coefficient over companies' means."""

    estimate: float | None = None
    interval: Interval | None = None
    n: int = 0
    p_value: float | None = None
    refused: Refused | None = None


class WithinBetweenResult(_Part):
    """One model with both slopes and a random level for every company."""

    within: Told | None = None
    between: Told | None = None
    difference: Told | None = None
    p_of_difference: float | None = None
    lasting: float | None = Field(
        default=None, description="Part of what is left that lies between companies."
    )
    n: int = 0
    n_companies: int = 0
    refused: Refused | None = None


class CityResult(_Part):
    """One city's slope, drawn to that of all."""

    city: str
    estimate: float
    interval: Interval
    own: float = Field(description="How much of it rests on its own companies, 0 to 1.")
    n: int
    n_companies: int


class CitiesResult(_Part):
    """Slopes over cities."""

    estimate: float | None = None
    interval: Interval | None = None
    spread: float | None = None
    n: int = 0
    n_companies: int = 0
    left_out: int = 0
    cities: list[CityResult] = []
    refused: Refused | None = None


class LearnedResult(_Part):
    """The slope after learners took out what companies differ in."""

    estimate: float | None = None
    interval: Interval | None = None
    n: int = 0
    standard_error: float | None = None
    exposure_explained: float | None = None
    outcome_explained: float | None = None
    refused: Refused | None = None


class SpecificationResult(_Part):
    """One way of asking."""

    exposure: str
    outcome: str
    effects: str
    timing: str
    controls: list[str]
    balanced: bool
    r: float
    p_value: float
    n: int


class CurveResult(_Part):
    """All ways of asking beside each other."""

    median: float | None = Field(default=None, description="Of the partial correlations.")
    estimate: float | None = Field(default=None, description="The median again.")
    interval: Interval | None = Field(
        default=None, description="Nine of ten specifications; no interval of confidence."
    )
    share_significant: float | None = Field(default=None, description="At 5 %, on either side.")
    share_above: float | None = Field(default=None, description="Significantly above 0.")
    share_below: float | None = None
    permutation_p: float | None = Field(default=None, description="Of the median.")
    permutation_p_of_share: float | None = Field(
        default=None, description="Of the larger of the shares above and below."
    )
    null_interval: Interval | None = Field(default=None, description="Nine of ten medians by chance alone.")
    draws: int = 0
    exchangeable: float | None = Field(
        default=None, description="Part of the companies whose history another one can have."
    )
    n: int = Field(default=0, description="Companies.")
    n_specifications: int = 0
    specifications: list[SpecificationResult] = []
    refused: Refused | None = None


class OutcomeResult(_Part):
    """What the panel says of one outcome."""

    outcome: str
    n_companies: int
    n_observations: int
    smallest_detectable_r: float | None
    sentence: str
    refused: Refused | None
    remarks: list[Noticed]
    spearman: RankResult
    pooled: ModelResult
    adjusted: ModelResult
    industry_adjusted: ModelResult
    between: ModelResult
    within: ModelResult
    lagged: ModelResult
    lagged_within: ModelResult
    lead_placebo: ModelResult
    within_between: WithinBetweenResult
    cities: CitiesResult
    cross_fitted: LearnedResult
    specification_curve: CurveResult


class Table(_Part):
    """Which table was studied, and by which columns."""

    file: str
    rows: int
    sha256: str
    company: str
    year: str
    exposure: str
    outcomes: list[str]
    controls: list[str]
    industry: str
    city: str
    cluster: str
    exposure_n: str
    exposure_se: str
    errors: str = Field(description="How the exposure's errors are known; empty where they are not.")


class Asked(_Part):
    """How it was studied."""

    level: float
    draws: int
    seed: int


class _Head(_Part):
    schema_: Literal["performance/1"] = Field(alias="schema")
    product: str
    language: str
    table: Table
    settings: Asked


class StudyDocument(OutcomeResult, _Head):
    """Everything a study publishes; the first outcome at the top."""

    other_outcomes: list[OutcomeResult]
