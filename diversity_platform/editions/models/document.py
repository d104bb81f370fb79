"""What is frozen: everything that is published about a city and period, in one document."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rating.documents.schema import RatingsDocument

SCHEMA = "edition/1"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CityInfo(_Part):
    """Whose edition it is."""

    slug: str
    name: str
    country: Annotated[str, Field(description="ISO 3166, two letters.")]


class EditionDocument(_Part):
    """Everything that is published about a city and period; `ratings` holds exactly one period."""

    schema_: Literal["edition/1"] = Field(alias="schema")
    city: CityInfo
    period: str
    is_synthetic: Annotated[bool, Field(description="No company, person or figure in it is real.")]
    licence: str
    frozen_at: datetime | None
    words: Annotated[
        dict[str, dict[str, str]],
        Field(description="Language, then key, then the words of rules, categories and reasons."),
    ]
    ratings: RatingsDocument
