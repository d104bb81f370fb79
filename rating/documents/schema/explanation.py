"""How each number of a company comes about: inputs, weights, formula, and what one more point needs.

Everything here is as counted, and computed from released counts only: any reader could compute it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


#: A part of the workforce: the leaders, all others, the halves of the ladder, everybody.
WorkforcePart = Literal["management", "rest", "upper", "lower", "workforce"]


class ReasonInfo(_Part):
    """Why something is not said, and what would change it."""

    code: str
    text: str
    remedy: str


class PartPeople(_Part):
    """The people of a part of the workforce by group; null is withheld or missing."""

    part: WorkforcePart
    groups: dict[str, float | None]
    unknown: float | None = Field(description="People whose group is not known; they are left out.")


class Replacement(_Part):
    """So many people of one group who would have to be of another one."""

    from_group: str
    to_group: str
    people: int


class Need(_Part):
    """The fewest people of a part of the workforce who would have to be of other groups; its size stays."""

    part: WorkforcePart
    people: int
    replacements: list[Replacement] = Field(description="One way of several; together `people`.")
    points: float = Field(description="Points of the indicator that are reached.")


class Explanation(_Part):
    """An indicator of one attribute: what it is measured on, what it weighs, what one more point needs."""

    code: str
    pillar: str
    attribute: str
    measure: str = Field(description="Code of the formula, see `Guide.measures`.")
    people: list[PartPeople] = Field(description="The parts of the workforce that it looks at, as released.")
    population: dict[str, float | None] | None = Field(
        description="Shares of the population by group, 0 to 1; null where it is compared with none."
    )
    group: str | None = Field(description="The one group that is judged; null where all groups are.")
    terms: dict[str, float] = Field(description="The numbers that the formula puts together, by name.")
    value: float | None = Field(description="What is measured, before the goalposts.")
    points: float | None
    reason: str | None = Field(description="Why there is no value: a code of `Guide.reasons`.")
    weight: float = Field(description="Part of the score, 0 to 1; 0 where the indicator is missing.")
    worth: float | None = Field(description="Points that the score as counted gains for one point of it.")
    need: Need | None = Field(description="What one more point needs.")
    need_reason: str | None = Field(description="Why nothing is said of one more point.")


class Rise(_Part):
    """One indicator that alone would lift a mean by one point: the one that needs the fewest people."""

    code: str
    attribute: str
    points: float = Field(description="By so many points it would have to rise, all others as they are.")
    need: Need


class Aggregate(_Part):
    """The score, or a pillar: what it is the mean of follows from the weights of the indicators."""

    code: str = Field(description="`score`, or the code of a pillar.")
    formula: str = Field(description="The kind of mean: arithmetic, geometric ...")
    weight: float = Field(description="Part of the score, 0 to 1.")
    points: float | None = Field(description="As counted.")
    reason: str | None = Field(description="Why there are no points: a code of `Guide.reasons`.")
    rise: Rise | None = Field(description="What one more point needs.")
    rise_reason: str | None = Field(description="Why nothing is said of one more point.")


class MeasureInfo(_Part):
    """A formula, in words and with places for its terms and the value, by their names in braces."""

    code: str
    formula: str
    worked: str


class Guide(_Part):
    """What explanations are read with: the formulas, and the reasons for which something is not said."""

    measures: list[MeasureInfo]
    reasons: list[ReasonInfo]
