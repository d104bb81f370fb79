"""What all records of parties share."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A frozen record that takes no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


#: How a party is called in files, addresses and answers; unique among the parties of its side.
Identifier = Annotated[str, Field(min_length=1, max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
#: Free text of a party about itself.
Prose = Annotated[str, Field(max_length=20_000)]
#: A country, ISO 3166-1 alpha-2.
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
#: A currency, ISO 4217.
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
#: A language, BCP 47.
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
#: How well a language is used for work: the six levels of the Common European Framework of Reference.
LanguageLevel = Annotated[str, Field(pattern=r"^(A1|A2|B1|B2|C1|C2)$")]
#: How pressing a need is, 1 to 5.
Urgency = Annotated[int, Field(ge=1, le=5)]
#: A code of a taxonomy; which codes exist is checked where parties are gathered (`Parties`).
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
