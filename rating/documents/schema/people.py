"""People by level and group."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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
