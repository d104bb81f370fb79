"""The place of a count, and what one publication says of it."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Unit: TypeAlias = tuple[str, ...]

STAR = "*"


class Cell(NamedTuple):
    """The place of a count; headcounts belong to no attribute and have a star for attribute and group."""

    unit: Unit
    attribute: str
    level: str
    group: str


class Said(NamedTuple):
    """One cell of one publication."""

    publication: int
    cell: Cell
    value: int | None
    floor: int
