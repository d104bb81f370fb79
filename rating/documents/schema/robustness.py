"""How sure ranks are, and how far they depend on choices: two questions that are kept apart."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RankSet(_Part):
    """The ranks that are left open."""

    low: int
    high: int


class RankSets(_Part):
    """Which ranks the figures leave open, with 95 % confidence in repeated samples."""

    alone: RankSet = Field(description="Holds for this company, if one asked about it beforehand.")
    together: RankSet = Field(description="Holds for all companies at once, so for any that one picks out.")


class TopChance(_Part):
    """How likely a company is among the first so many."""

    first: int
    probability: float


class ChoiceRange(_Part):
    """Ranks of a company as counted under other choices; equal companies share the mean of their places."""

    median: float
    low: float = Field(description="A twentieth of the specifications rank it higher.")
    high: float = Field(description="A twentieth of the specifications rank it lower.")


class ChoicesTried(_Part):
    """The alternatives that were tried."""

    weights_within: float = Field(description="Every weight lower or higher by up to this part of it.")
    normalisations: list[str] = Field(description="`stated` is the framework's own.")
    aggregations: list[list[str]] = Field(description="Of indicators to a pillar, of pillars to the score.")
    leaves_out: bool = Field(description="Whether any single indicator was left out.")


class Factor(_Part):
    """What one choice does to ranks: parts of the variance of the mean shift (Sobol' indices)."""

    code: Literal["weights", "normalisation", "aggregation", "left_out"]
    first: float | None = Field(description="By itself, 0 to 1; null where ranks never move.")
    total: float | None = Field(description="By itself and together with others.")


class LeftOut(_Part):
    """How far ranks move without one indicator."""

    code: str
    attribute: str
    mean_shift: float = Field(description="Places, on average over the companies.")
    largest_shift: float
    company: str | None = Field(description="The one that moves farthest; null where none moves.")


class Sensitivity(_Part):
    """How far the ranks of a period depend on choices; the figures are taken as they are."""

    specifications: int
    tried: ChoicesTried
    mean_shift: float = Field(description="Places by which ranks move, on average over companies and runs.")
    high_shift: float = Field(
        description="In a twentieth of the specifications they move by more on average."
    )
    factors: list[Factor]
    left_out: list[LeftOut]
