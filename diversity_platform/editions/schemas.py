"""The answers of the public interface."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from diversity_platform.editions.models import CityInfo
from rating.documents.schema import ChoiceRange, CompanyRating, Example, FrameworkInfo, Sensitivity


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EditionEntry(_Part):
    """A published edition in a list."""

    city: str
    city_name: str
    period: str
    is_synthetic: bool
    published_at: datetime
    digest: Annotated[str, Field(description="SHA-256 of the document.")]
    document: Annotated[str, Field(description="Address of the document.")]


class EditionList(_Part):
    """All published editions, by city, the latest first."""

    editions: list[EditionEntry]


class About(_Part):
    """Which edition an answer is about."""

    city: CityInfo
    period: str
    is_synthetic: bool
    licence: str
    digest: Annotated[str, Field(description="SHA-256 of the edition's document.")]
    cite_as: str


class RankingRow(_Part):
    """One company; a missing figure is withheld or does not exist."""

    company: str
    period: str
    score: float | None
    score_low: float | None
    score_high: float | None
    band: str | None
    rank_low: int | None
    rank_high: int | None
    n_leaders: float | None
    status: str
    reason: str | None
    reason_code: str | None
    ranked_companies: int | None
    not_separable: int | None
    company_number: str | None
    area: str | None
    framework: str
    score_as_counted: float | None
    figures_of: str | None
    rank_alone_low: int | None
    rank_alone_high: int | None
    rank_together_low: int | None
    rank_together_high: int | None
    choices_low: float | None
    choices_median: float | None
    choices_high: float | None
    figures: Annotated[
        dict[str, float | None], Field(description="Pillars, indicators and parities, by their column.")
    ]


class RankingAnswer(_Part):
    """The ranking as rows, in the order of the page."""

    about: About
    columns: Annotated[list[str], Field(description="Columns of the same rows as a CSV table.")]
    rows: list[RankingRow]


class CompanyAnswer(_Part):
    """One company's page."""

    about: About
    company: CompanyRating


class SensitivityAnswer(_Part):
    """How far the ranks of an edition depend on choices."""

    about: About
    sensitivity: Annotated[
        Sensitivity | None, Field(description="Null with too few companies or a single indicator.")
    ]
    companies: Annotated[dict[str, ChoiceRange], Field(description="Ranks under other choices, by company.")]


class MethodAnswer(_Part):
    """The rules of the rating."""

    about: About
    framework: FrameworkInfo
    example: Annotated[Example | None, Field(description="A made-up company, computed by the same rules.")]
