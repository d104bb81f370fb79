"""The document ``match.json``: what a run publishes, for programs. Its schema is part of the product.

Tables and pages are drawn from this one document, so that no number can differ between them.
"""

from connector.documents.schema.document import SCHEMA, Counts, MatchDocument, Rules
from connector.documents.schema.exposure import AttributePart, Exposure, GroupPart, Ratio, WaitPart
from connector.documents.schema.inputs import FurtherInput, Input, UnmappedEntry, UntakenColumn
from connector.documents.schema.organiser import NeedDemand, OfferDemand, OverridePart, ToAsk
from connector.documents.schema.ranker import RankerPart
from connector.documents.schema.said import DayFact, MoneyFact, NamedFact, PhraseFact, Said
from connector.documents.schema.startups import (
    ChangePart,
    ContributionPart,
    Entry,
    GapPart,
    Recommendation,
    StartUpMatch,
    Stated,
)

__all__ = [
    "SCHEMA",
    "AttributePart",
    "ChangePart",
    "ContributionPart",
    "Counts",
    "DayFact",
    "Entry",
    "Exposure",
    "FurtherInput",
    "GapPart",
    "GroupPart",
    "Input",
    "MatchDocument",
    "MoneyFact",
    "NamedFact",
    "NeedDemand",
    "OfferDemand",
    "OverridePart",
    "PhraseFact",
    "RankerPart",
    "Ratio",
    "Recommendation",
    "Rules",
    "Said",
    "StartUpMatch",
    "Stated",
    "ToAsk",
    "UnmappedEntry",
    "UntakenColumn",
    "WaitPart",
]
