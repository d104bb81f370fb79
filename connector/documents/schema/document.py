"""The document ``match/1``: what `match` writes, whole."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from connector.documents.schema.exposure import Exposure
from connector.documents.schema.inputs import FurtherInput, Input
from connector.documents.schema.organiser import NeedDemand, OfferDemand, OverridePart, ToAsk
from connector.documents.schema.ranker import RankerPart
from connector.documents.schema.startups import StartUpMatch

SCHEMA: Final = "match/1"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rules(_Part):
    """By what rules the lists were made.

    Attributes
    ----------
    policy
        ``best_fit``, ``serve_most`` or ``balance``.
    asks, length
        How many introductions a start-up may have now, and how many offers it is shown.
    scored_by
        ``weights`` that were declared, or a ``ranker`` learned from outcomes.
    version, shares
        Of the weights or the ranker, and what each signal counts in a score; the shares sum to 1. Of a
        ranker, in the score of a pair that everything speaks for.
    base
        Score of a pair of which nothing is known, to which contributions add up; 0 with declared weights.
    """

    policy: str
    asks: int
    length: int
    scored_by: Literal["weights", "ranker"]
    version: str
    shares: dict[str, float]
    base: float


class Counts(_Part):
    """How many.

    Attributes
    ----------
    startups, offers
        That take part; offers that take nobody today are not among them.
    closed, ahead, full
        Offers that ended, open later, or have no place left.
    with_list
        Start-ups that are shown at least one offer.
    served
        Start-ups with at least one introduction.
    introductions
        Proposed now, all together.
    """

    startups: int
    offers: int
    closed: int
    ahead: int
    full: int
    with_list: int
    served: int
    introductions: int


class MatchDocument(_Part):
    """What was read, by what rules it was matched, and what came out.

    Nothing that owners declared of themselves stands in it, but the exposure report, which has passed the
    disclosure gate.

    Attributes
    ----------
    schema_
        ``match/1``.
    product, language, today
        What made it, the language of its words, and the day of matching.
    rules, inputs, further_inputs, counts
        By what, from what, and how many.
    ranker
        Who ranks, and the card of the ranker that was handed in; null without one.
    needs, offers
        What the organiser looks at; offers in the order of their file.
    to_ask
        Start-ups of which too little is known for any introduction.
    overrides
        Introductions that the organiser decided on.
    exposure
        What attention the groups get that start-ups declared; null where no gate was at hand to let it out.
    startups
        In the order of their file.
    words
        Name of each need, signal, rule, field and so on that the document mentions: ``needs.finance``,
        ``signal.language``, ``field.startup.stage``.
    """

    schema_: Literal["match/1"] = Field(default=SCHEMA, alias="schema")
    product: str
    language: str
    today: date
    rules: Rules
    inputs: list[Input]
    further_inputs: list[FurtherInput]
    ranker: RankerPart | None
    counts: Counts
    needs: list[NeedDemand]
    offers: list[OfferDemand]
    to_ask: ToAsk
    overrides: list[OverridePart]
    exposure: Exposure | None
    startups: list[StartUpMatch]
    words: dict[str, str]
