"""Who ranks where a ranker was handed in, and what its card says."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from connector.documents.schema.said import Said
from connector.matching.learning.card import ModelCard


class RankerPart(BaseModel):
    """A ranker that was handed in, with its card.

    Attributes
    ----------
    version
        Which ranker.
    ranks
        Whether it takes the place of the declared weights. Where it does not, everything is as without it.
    decision
        Who ranks, and why.
    never_sees
        What can never enter a score.
    limits
        What it cannot tell.
    card
        The figures behind it: what it was learned from, how good each ranker is, what each signal counts.
        Its sentences stand above in words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    ranks: bool
    decision: Said
    never_sees: Said
    limits: list[Said]
    card: ModelCard
