"""The document ``ratings.json``: what a run publishes, for programs. Its schema is part of the product.

Built from `Released` only (`rating.documents.publish`); pages, tables and exports are drawn from this one
document, so that no number can differ between them.
"""

from rating.documents.schema.categories import AttributeInfo, BenchmarkInfo, GroupInfo, LadderInfo, LevelInfo
from rating.documents.schema.company import (
    BandRun,
    CompanyRating,
    Component,
    NotSeparable,
    Parity,
    RankInterval,
    Segregation,
)
from rating.documents.schema.document import ListJoin, Performance, Period, RatingsDocument
from rating.documents.schema.explanation import (
    Aggregate,
    Explanation,
    Guide,
    MeasureInfo,
    Need,
    PartPeople,
    ReasonInfo,
    Replacement,
    Rise,
    WorkforcePart,
)
from rating.documents.schema.people import Level, Peers, PipelineCurve, PipelinePoint, Quantity
from rating.documents.schema.robustness import (
    ChoiceRange,
    ChoicesTried,
    Factor,
    LeftOut,
    RankSet,
    RankSets,
    Sensitivity,
    TopChance,
)
from rating.documents.schema.rules import (
    BandInfo,
    Example,
    ExampleStep,
    FrameworkInfo,
    IndicatorInfo,
    PillarInfo,
)
from rating.documents.schema.source import Disclosure, Estimation, File, Source

SCHEMA = "ratings/1"

__all__ = [
    "SCHEMA",
    "Aggregate",
    "AttributeInfo",
    "BandInfo",
    "BandRun",
    "BenchmarkInfo",
    "ChoiceRange",
    "ChoicesTried",
    "CompanyRating",
    "Component",
    "Disclosure",
    "Estimation",
    "Example",
    "ExampleStep",
    "Explanation",
    "Factor",
    "File",
    "FrameworkInfo",
    "GroupInfo",
    "Guide",
    "IndicatorInfo",
    "LadderInfo",
    "LeftOut",
    "Level",
    "LevelInfo",
    "ListJoin",
    "MeasureInfo",
    "Need",
    "NotSeparable",
    "Parity",
    "PartPeople",
    "Peers",
    "Performance",
    "Period",
    "PillarInfo",
    "PipelineCurve",
    "PipelinePoint",
    "Quantity",
    "RankInterval",
    "RankSet",
    "RankSets",
    "RatingsDocument",
    "ReasonInfo",
    "Replacement",
    "Rise",
    "Segregation",
    "Sensitivity",
    "Source",
    "TopChance",
    "WorkforcePart",
]
