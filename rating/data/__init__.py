"""The inputs of a rating: frozen, validated, free of any source's habits."""

from rating.data.attributes import Attribute, Group, registered_attribute, registered_attributes
from rating.data.benchmark import Benchmark
from rating.data.definitions import Definitions
from rating.data.headcount import Company, Cube, Exclusion, Floats, Headcount, Measure
from rating.data.ladder import RUNG_CODES, Ladder, Level, default_ladder
from rating.data.movement import NOT_KNOWN, Movement
from rating.data.panel import Panel, Remark
from rating.data.reasons import REASONS, Reason

__all__ = [
    "NOT_KNOWN",
    "REASONS",
    "RUNG_CODES",
    "Attribute",
    "Benchmark",
    "Company",
    "Cube",
    "Definitions",
    "Exclusion",
    "Floats",
    "Group",
    "Headcount",
    "Ladder",
    "Level",
    "Measure",
    "Movement",
    "Panel",
    "Reason",
    "Remark",
    "default_ladder",
    "registered_attribute",
    "registered_attributes",
]
