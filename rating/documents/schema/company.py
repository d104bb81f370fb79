"""One company in one period."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rating.documents.schema.explanation import Aggregate, Explanation, ReasonInfo
from rating.documents.schema.people import Level, PipelineCurve, Quantity
from rating.documents.schema.robustness import ChoiceRange, RankSets, TopChance


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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
    rank_sets: RankSets | None = Field(default=None, description="Null where nobody is ranked.")
    top: list[TopChance] = Field(default=[], description="Empty where nobody is ranked.")
    choices: ChoiceRange | None = Field(default=None, description="Null where no choices were tried.")
    explanations: list[Explanation] = Field(
        default=[],
        description="Every indicator of a company with a score; none in older documents.",
    )
    aggregates: list[Aggregate] = Field(
        default=[], description="Its score, then its pillars where there are several."
    )
